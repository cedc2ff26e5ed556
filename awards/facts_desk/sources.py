"""The records a finding rests on, as links for whoever may see them."""

from collections import defaultdict
from dataclasses import replace
from urllib.parse import urlencode

from django.urls import reverse

from awards.facts_desk.reading import Block, Line
from awards.models import Nomination
from credits.models import CompletionStat
from programs.models import Designation, Filing, InstitutionRanking, MediaReport, PerformanceEvaluation, Showcase


def linked(blocks: list[Block], user) -> list[Block]:
    """The same conditions, their records leading to where this user may read them; one query for each kind of record."""
    asked = defaultdict(set)
    for source in (source for block in blocks for line in block.lines for source in line.sources):
        asked[source.model].add(source.pk)
    found = {model: _addresses(model, keys, user) for model, keys in asked.items() if model in PAGES}
    return [replace(block, lines=tuple(_with_links(line, found) for line in block.lines)) for block in blocks]


def _with_links(line: Line, found: dict[str, dict[int, str]]) -> Line:
    sources = (replace(source, url=found.get(source.model, {}).get(source.pk, "")) for source in line.sources)
    return replace(line, sources=tuple(sources))


def _addresses(model: str, keys: set[int], user) -> dict[int, str]:
    kind, related, address = PAGES[model]
    rows = kind.objects.visible_to(user).filter(pk__in=keys).select_related(*related)
    return {row.pk: address(row) for row in rows}


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
}
