"""绩效评价 scores and ranks of all nominees, for the measures that look at them."""

from collections import Counter, defaultdict
from collections.abc import Hashable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.asked import Asked
from awards.findings import Source
from portal.kit.numbers import plain_hundredths
from portal.units.enums import Level
from portal.units.models import Unit, within
from programs.models import PerformanceEvaluation

SCOPES = {"region_average": "区域平均", "directly_under": "市直属平均", "school": "学校"}


@dataclass(frozen=True)
class ScoreFact:
    """A 整校推进绩效评价 score of one period: value in hundredths; rank within the city, printed or computed.

    ``shared`` says how many others of the city hold the same rank in that period.
    """

    period: int
    year: int
    scope: str
    value: int
    rank: int | None
    rank_computed: bool
    source: Source
    shared: int = 0


@dataclass(frozen=True)
class Scores:
    """A nominee's scores, and among how many counties of its city it is ranked."""

    rows: tuple[ScoreFact, ...] = ()
    ranked_units: int = 0

    def of(self, scope: str, periods: tuple[int, ...]) -> list[ScoreFact]:
        """Those of one scope in some periods."""
        return [row for row in self.rows if row.scope == scope and row.period in periods]


def gather(asked: Asked) -> dict[int, Scores]:
    """Two queries: the counties that count in each city, and the scores."""
    counties = dict(counted_counties().filter(within(asked.cycle.unit.path)).values_list("pk", "parent_id"))
    among = Counter(counties.values())
    rows = list(
        PerformanceEvaluation.objects.filter(asked.beside, period__program=asked.cycle.program, state="current")
        .select_related("unit", "period")
        .order_by("period__number", "pk")
    )
    ranks, found = _ranks_among_siblings(rows, counties), defaultdict(list)
    held = Counter((row.unit.parent_id, row.period_id, row.scope, ranks[row.pk]) for row in rows)
    for row in rows:
        others = held[row.unit.parent_id, row.period_id, row.scope, ranks[row.pk]] - 1
        found[row.unit_id].append(_fact(row, ranks[row.pk], others))
    return {unit.pk: Scores(tuple(found[unit.pk]), among.get(unit.parent_id, 0)) for unit in asked.units}


def counted_counties():
    """The counties that count for places (附件1), as a query: they alone are ranked in their city, and it is the number of them."""
    return Unit.objects.active().filter(level=Level.COUNTY, counts_for_quota=True)


def ranks_in(table: dict[Hashable, tuple[int, int | None]]) -> dict[Hashable, int]:
    """The rank that came with each (score, rank) of one city and period; where none did: 1 + how many of them scored higher."""
    scores = [score for score, _rank in table.values()]
    return {key: rank or 1 + sum(other > score for other in scores) for key, (score, rank) in table.items()}


def tie_rule(best: ScoreFact, cutoff: int) -> str:
    """How equals are placed and what that means at the cut-off: those who share its last rank are all within."""
    if best.rank_computed:
        told = _("同分的并列同一名次，其后的名次顺延（如 1、2、2、4）")
    else:
        told = _("名次按公布的计，公布为同一名次的并列")
    return told + (_("；并列在第 %d 名的都算在内。") % cutoff if cutoff else "。")


def _fact(row: PerformanceEvaluation, rank: int | None, others: int) -> ScoreFact:
    text = f"第{row.period.number}期 {SCOPES[row.scope]} {plain_hundredths(row.score)} 分"
    source = Source("programs.performanceevaluation", row.pk, text)
    computed = row.rank is None and rank is not None
    shared = others if rank is not None else 0
    return ScoreFact(row.period.number, row.period.year, row.scope, row.score, rank, computed, source, shared)


def _ranks_among_siblings(rows, counted: dict[int, int]) -> dict[int, int | None]:
    """By score: the rank that came with it, else among the counties of its city that are ``counted``, else none."""
    tables = defaultdict(dict)
    for row in rows:
        if row.scope == "region_average" and row.unit_id in counted:
            tables[row.unit.parent_id, row.period_id][row.pk] = (row.score, row.rank)
    ranks = {row.pk: row.rank for row in rows}
    for table in tables.values():
        ranks |= ranks_in(table)
    return ranks
