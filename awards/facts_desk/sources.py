"""The records a finding rests on, as links for whoever may see them."""

from collections import defaultdict
from dataclasses import replace
from urllib.parse import urlencode

from django.urls import reverse

from awards.facts_desk.reading import Block, Line
from awards.models import Attestation, Nomination
from credits.models import CompletionStat
from programs.models import Designation, Filing, InstitutionRanking, MediaReport, PerformanceEvaluation, Showcase


def linked(blocks: list[Block], user) -> list[Block]:
    """The same conditions, their records leading to where this user may read them; one query for each kind of record."""
    asked = defaultdict(set)
    for source in (source for block in blocks for line in block.lines for source in line.sources):
        asked[source.model].add(source.pk)
    found = {model: _addresses(model, keys, user) for model, keys in asked.items() if model in PAGES}
    return [replace(block, lines=tuple(_with_links(line, found) for line in block.lines)) for block in blocks]


def _with_links(line: Line, found: dict[str, dict[int, tuple[str, str]]]) -> Line:
    pairs = ((source, found.get(source.model, {}).get(source.pk, ("", ""))) for source in line.sources)
    return replace(line, sources=tuple(replace(source, url=url, scan=scan) for source, (url, scan) in pairs))


def _addresses(model: str, keys: set[int], user) -> dict[int, tuple[str, str]]:
    """Where each record is read, and where its scan is got; "" without one."""
    kind, related, address = PAGES[model]
    rows = kind.objects.visible_to(user).filter(pk__in=keys).select_related(*related)
    scan = SCANS.get(model, _none)
    return {row.pk: (address(row), scan(row)) for row in rows}


def _none(_row) -> str:
    return ""


def _attestation_scan(row: Attestation) -> str:
    return row.file_url


def _report_scan(row: MediaReport) -> str:
    return reverse("programs:media-scan", args=[row.pk]) if row.scan else ""


def _score(row: PerformanceEvaluation) -> str:
    return _narrowed("evaluation-list", q=row.unit.name, period=row.period_id, scope=row.scope, state=row.state)


def _ranking(row: InstitutionRanking) -> str:
    return reverse("programs:institution", args=[row.unit.code]) + "#rankings"


def _report(row: MediaReport) -> str:
    return _narrowed("media-list", q=row.title[:LONGEST_WORDS], since=row.published_on, until=row.published_on, state=row.state)


def _designation(row: Designation) -> str:
    return _narrowed("designation-list", q=row.unit.name)


def _completion(row: CompletionStat) -> str:
    return f"{reverse('credits:completion')}?{urlencode({'unit': row.unit.code})}"


def _narrowed(name: str, **words) -> str:
    """A list narrowed to the one row, for kinds of record without a page of their own."""
    return f"{reverse(f'programs:{name}')}?{urlencode(words)}"


LONGEST_WORDS = 60
PAGES = {
    "programs.performanceevaluation": (PerformanceEvaluation, ["unit"], _score),
    "programs.institutionranking": (InstitutionRanking, ["unit"], _ranking),
    "programs.showcase": (Showcase, [], Showcase.get_absolute_url),
    "programs.mediareport": (MediaReport, [], _report),
    "programs.designation": (Designation, ["unit"], _designation),
    "programs.filing": (Filing, [], Filing.get_absolute_url),
    "credits.completionstat": (CompletionStat, ["unit"], _completion),
    "awards.nomination": (Nomination, [], Nomination.get_absolute_url),
    "awards.attestation": (Attestation, ["cycle", "category", "unit"], _none),
}
SCANS = {"programs.mediareport": _report_scan, "awards.attestation": _attestation_scan}
