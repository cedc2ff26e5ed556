"""Evidence of many units at once, each kind in one query whatever the number of units."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from portal.units.models import Unit, within
from programs.enums.evidence import ResultLevel
from programs.models import Engagement, InstitutionRanking, MediaReport, PerformanceEvaluation, Showcase


@dataclass(frozen=True, slots=True)
class ScoreFact:
    """A current score of a unit, in hundredths; ``row`` is the key of its record."""

    row: int
    period: int
    scope: str
    score: int
    rank: int | None


@dataclass(frozen=True, slots=True)
class RankingFact:
    """A current 综合评价 result of an institution; the score is in hundredths."""

    row: int
    period: int
    score: int | None
    rank: int


@dataclass(frozen=True, slots=True)
class ShowcaseFact:
    """A current showcase; ``unit`` is whose it is, which may lie below the unit asked about."""

    row: int
    unit: int
    title: str
    level: str
    kind: str
    year: int

    @property
    def level_text(self) -> str:
        return ResultLevel(self.level).label


@dataclass(frozen=True, slots=True)
class MediaFact:
    """A current press report; ``unit`` is whose it is, which may lie below the unit asked about."""

    row: int
    unit: int
    title: str
    outlet: str
    level: str
    published_on: date


def scores_of(units: Iterable[Unit], program) -> dict[int, list[ScoreFact]]:
    """Unit key → its scores in the programme's periods, by period and scope."""
    rows = PerformanceEvaluation.objects.current().filter(unit__in=_keys(units), period__program=program)
    found = defaultdict(list)
    fields = ("unit_id", "pk", "period__number", "scope", "score", "rank")
    for unit, *values in rows.order_by("period__number", "scope").values_list(*fields):
        found[unit].append(ScoreFact(*values))
    return dict(found)


def rankings_of(units: Iterable[Unit], program) -> dict[int, list[RankingFact]]:
    """Institution's unit key → its 综合评价 results in the programme's periods, by period."""
    rows = InstitutionRanking.objects.current().filter(unit__in=_keys(units), period__program=program)
    found = defaultdict(list)
    for unit, *values in rows.order_by("period__number").values_list("unit_id", "pk", "period__number", "score", "rank"):
        found[unit].append(RankingFact(*values))
    return dict(found)


def showcases_of(units: Iterable[Unit]) -> dict[int, list[ShowcaseFact]]:
    """Unit key → showcases of the unit and of everything below it, newest year first."""
    rows = Showcase.objects.current().order_by("-year", "pk")
    return _gathered(units, rows, ShowcaseFact, ("pk", "unit_id", "title", "level", "kind", "year"))


def joined_showcases_of(units: Iterable[Unit]) -> dict[int, list[ShowcaseFact]]:
    """Institution's unit key → showcases it took part in, newest year first."""
    rows = Showcase.objects.current().filter(institutions__in=_keys(units)).order_by("-year", "pk")
    found = defaultdict(list)
    for institution, *values in rows.values_list("institutions", "pk", "unit_id", "title", "level", "kind", "year"):
        found[institution].append(ShowcaseFact(*values))
    return dict(found)


def media_of(units: Iterable[Unit]) -> dict[int, list[MediaFact]]:
    """Unit key → press reports about the unit and everything below it, newest first."""
    rows = MediaReport.objects.current().order_by("-published_on", "pk")
    return _gathered(units, rows, MediaFact, ("pk", "unit_id", "title", "outlet", "level", "published_on"))


@dataclass(frozen=True, slots=True)
class InstitutionFigures:
    """What a list says about an institution: (period, rank) pairs and how many showcases it took part in."""

    ranks: list[tuple[int, int]]
    showcases: int


def institution_figures(units: Iterable[int]) -> dict[int, InstitutionFigures]:
    """Figures of the institutions with these unit keys, in two queries."""
    units = list(units)
    ranked = InstitutionRanking.objects.current().filter(unit__in=units).order_by("period__number")
    ranks = defaultdict(list)
    for unit, number, rank in ranked.values_list("unit_id", "period__number", "rank"):
        ranks[unit].append((number, rank))
    joined = Showcase.objects.current().filter(institutions__in=units).order_by().values_list("institutions")
    counts = dict(joined.annotate(count=Count("pk")))
    return {unit: InstitutionFigures(ranks[unit], counts.get(unit, 0)) for unit in units}


def _keys(units) -> list[int]:
    return [unit.pk for unit in units]


def _gathered(units, rows, fact, fields) -> dict[int, list]:
    """Facts under every asked unit whose path leads to the row's unit; a row counts for each of them."""
    by_path = {unit.path: unit.pk for unit in units}
    reach = Q(pk__in=[])
    for path in _topmost(by_path):
        reach |= within(path, "unit__path")
    found = defaultdict(list)
    for path, *values in rows.filter(reach).values_list("unit__path", *fields):
        for above in _upward(path):
            if above in by_path:
                found[by_path[above]].append(fact(*values))
    return dict(found)


def _topmost(paths: Iterable[str]) -> list[str]:
    """The paths that lie under no other of them, so that a whole province is one range instead of a hundred."""
    kept = []
    for path in sorted(paths):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return kept


def _upward(path: str) -> list[str]:
    codes = path.strip("/").split("/")
    return [f"/{'/'.join(codes[: depth + 1])}/" for depth in range(len(codes))]


def engaged_paths(institution: Unit, today: date) -> list[str]:
    """The paths of the units an institution works for on that day."""
    return list(Engagement.objects.current(today).filter(institution=institution).values_list("unit__path", flat=True))
