"""The real results a form may quote: one period's score or rank, chosen and never typed."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.measures import QUOTED
from awards.measures.scores import SCOPES
from awards.models import AwardCategory, Nomination
from awards.rules import leaves_of
from portal.kit.errors import Refused
from portal.kit.numbers import plain_hundredths
from portal.units.enums import Level
from programs.models import InstitutionRanking, PerformanceEvaluation

BESIDE = "directly_under"


@dataclass(frozen=True)
class PeriodResult:
    """One period's score (hundredths) or rank of a unit; ``scope`` says what the score is an average of."""

    period: int
    score: int | None = None
    rank: int | None = None
    scope: str = ""

    @property
    def aside(self) -> str:
        """What it is called beside the unit's own result of that period: 市直属平均; "" for the unit's own."""
        return SCOPES[self.scope] if self.scope == BESIDE else ""

    @property
    def key(self) -> str:
        """How a form chooses it: the period, and what it is called beside another result of that period."""
        return f"{self.period} {self.aside}".strip()

    @property
    def label(self) -> str:
        """As the form has it: 第 2 期 91.4 分."""
        if self.rank is not None:
            return _("第 %(period)d 期 %(rank)d 名") % {"period": self.period, "rank": self.rank}
        told = _("第 %(period)d 期 %(score)s 分") % {"period": self.period, "score": plain_hundredths(self.score)}
        return f"{told}（{self.aside}）" if self.aside else told

    def is_on(self, nomination: Nomination) -> bool:
        """Whether it is what the form quotes."""
        return (self.period, self.score, self.rank) == (nomination.period, nomination.score, nomination.rank)


def results_for(nomination: Nomination) -> list[PeriodResult]:
    """The results a form may quote (附件3: 选其中一期分数即可; 附件5: 选其中一期排名即可); none on a manager's form.

    Scores are of the scopes its category's conditions look at: of a city its region's and those of 市直属 (二(一)1设区市).
    """
    if nomination.category.names_a_person:
        return []
    current = {"unit": nomination.unit_id, "period__program": nomination.cycle.program_id, "state": "current"}
    if nomination.category.nominee == Level.INSTITUTION:
        rows = InstitutionRanking.objects.filter(**current).order_by("period__number")
        return [PeriodResult(number, rank=rank) for number, rank in rows.values_list("period__number", "rank")]
    rows = PerformanceEvaluation.objects.filter(**current, scope__in=_scopes(nomination.category))
    values = rows.values_list("period__number", "score", "scope")
    found = [PeriodResult(number, score, scope=scope) for number, score, scope in values]
    return sorted(found, key=lambda result: (result.period, result.aside))


def _scopes(category: AwardCategory) -> set[str]:
    """What the scores are averages of that its conditions look at; where none looks at scores, those of the nominee itself."""
    own = "school" if category.nominee == Level.SCHOOL else "region_average"
    return {leaf.scope for leaf in leaves_of(category.rule) if leaf.measure in QUOTED and hasattr(leaf, "scope")} or {own}


def result_of(nomination: Nomination, chosen, scope: str = "") -> dict:
    """The columns of the result ``chosen``, by its key or its period, and ``scope`` where given; ``Refused`` when there is none."""
    if chosen in (None, ""):
        return {"period": None, "score": None, "rank": None}
    offered = [result for result in results_for(nomination) if scope in ("", result.scope)]
    found = next((result for result in offered if str(chosen) in (result.key, str(result.period))), None)
    if found is None:
        raise Refused(
            _("%(unit)s 没有第 %(period)s 期的结果，请从列出的期次中选择。") % {"unit": nomination.unit, "period": chosen},
            fields={"period": _("无此期结果")},
        )
    return {"period": found.period, "score": found.score, "rank": found.rank}
