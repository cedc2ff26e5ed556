"""绩效评价 scores and ranks of all nominees, for the measures that look at them."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from awards.asked import Asked
from awards.findings import Source
from portal.kit.numbers import plain_hundredths
from portal.units.enums import Level
from portal.units.models import Unit, within
from programs.models import PerformanceEvaluation

SCOPES = {"region_average": "区域平均", "directly_under": "市直属平均", "school": "学校"}


@dataclass(frozen=True)
class ScoreFact:
    """A 整校推进绩效评价 score of one period: value in hundredths; rank within the city, printed or computed."""

    period: int
    year: int
    scope: str
    value: int
    rank: int | None
    rank_computed: bool
    source: Source


@dataclass(frozen=True)
class Scores:
    """A nominee's scores, and among how many counties of its city it is ranked."""

    rows: tuple[ScoreFact, ...] = ()
    ranked_units: int = 0

    def of(self, scope: str, periods: tuple[int, ...]) -> list[ScoreFact]:
        """Those of one scope in some periods."""
        return [row for row in self.rows if row.scope == scope and row.period in periods]


def gather(asked: Asked) -> dict[int, Scores]:
    """Two queries: the counties of each city, and the scores."""
    counties = Unit.objects.active().filter(within(asked.cycle.unit.path), level=Level.COUNTY, counts_for_quota=True)
    among = Counter(counties.values_list("parent_id", flat=True))
    rows = list(
        PerformanceEvaluation.objects.filter(asked.beside, period__program=asked.cycle.program, state="current")
        .select_related("unit", "period")
        .order_by("period__number", "pk")
    )
    computed, found = _ranks_among_siblings(rows), defaultdict(list)
    for row in rows:
        found[row.unit_id].append(_fact(row, computed))
    return {unit.pk: Scores(tuple(found[unit.pk]), among.get(unit.parent_id, 0)) for unit in asked.units}


def _fact(row: PerformanceEvaluation, computed: dict[int, int]) -> ScoreFact:
    rank = computed.get(row.pk) if row.rank is None else row.rank
    text = f"第{row.period.number}期 {SCOPES[row.scope]} {plain_hundredths(row.score)} 分"
    source = Source("programs.performanceevaluation", row.pk, text)
    computed_rank = row.rank is None and rank is not None
    return ScoreFact(row.period.number, row.period.year, row.scope, row.score, rank, computed_rank, source)


def _ranks_among_siblings(rows) -> dict[int, int]:
    """Where no rank came with a score: 1 + how many counties of the same city scored higher in that period."""
    tables = defaultdict(list)
    for row in rows:
        if row.scope == "region_average" and row.unit.level == Level.COUNTY:
            tables[row.unit.parent_id, row.period_id].append(row)
    return {row.pk: 1 + sum(other.score > row.score for other in table) for table in tables.values() for row in table}
