"""The real results a form may quote: one period's score or rank, chosen and never typed."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.models import Nomination
from portal.kit.errors import Refused
from portal.kit.numbers import plain_hundredths
from portal.units.enums import Level
from programs.models import InstitutionRanking, PerformanceEvaluation


@dataclass(frozen=True)
class PeriodResult:
    """One period's score (hundredths) or rank of a unit."""

    period: int
    score: int | None = None
    rank: int | None = None

    @property
    def label(self) -> str:
        """As the form has it: 第 2 期 91.4 分."""
        if self.rank is not None:
            return _("第 %(period)d 期 %(rank)d 名") % {"period": self.period, "rank": self.rank}
        return _("第 %(period)d 期 %(score)s 分") % {"period": self.period, "score": plain_hundredths(self.score)}


def results_for(nomination: Nomination) -> list[PeriodResult]:
    """The periods a form may quote (附件3: 选其中一期分数即可; 附件5: 选其中一期排名即可); none on a manager's form."""
    if nomination.category.names_a_person:
        return []
    current = {"unit": nomination.unit_id, "period__program": nomination.cycle.program_id, "state": "current"}
    if nomination.category.nominee == Level.INSTITUTION:
        rows = InstitutionRanking.objects.filter(**current).order_by("period__number")
        return [PeriodResult(number, rank=rank) for number, rank in rows.values_list("period__number", "rank")]
    scope = "school" if nomination.category.nominee == Level.SCHOOL else "region_average"
    rows = PerformanceEvaluation.objects.filter(**current, scope=scope).order_by("period__number")
    return [PeriodResult(number, score=score) for number, score in rows.values_list("period__number", "score")]


def result_of(nomination: Nomination, period) -> dict:
    """The columns of the chosen period; ``Refused`` when the unit has no result in it."""
    if period in (None, ""):
        return {"period": None, "score": None, "rank": None}
    chosen = next((result for result in results_for(nomination) if str(result.period) == str(period)), None)
    if chosen is None:
        raise Refused(
            _("%(unit)s 没有第 %(period)s 期的结果，请从列出的期次中选择。") % {"unit": nomination.unit, "period": period},
            fields={"period": _("无此期结果")},
        )
    return {"period": chosen.period, "score": chosen.score, "rank": chosen.rank}
