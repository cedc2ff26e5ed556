from decimal import Decimal
from typing import ClassVar, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from awards.findings import Finding, state_of
from awards.measures.base import Measure
from awards.nominee_facts import NomineeFacts
from awards.quotas import share_of


class EvaluationRank(Measure):
    """A rank among the first ``top_share`` of the city's units in any of ``periods`` with a score.

    How the share cuts an odd number is not said by the notice; ``rounding`` is a stated assumption of the cycle.
    """

    label: ClassVar[str] = "综合排名"

    measure: Literal["evaluation_rank"]
    within: Literal["city"] = "city"
    scope: Literal["region_average", "directly_under", "school"] = "region_average"
    periods: tuple[int, ...] = (1, 2, 3)
    top_share: Decimal = Field(gt=0, le=1)
    rounding: Literal["down", "half_up", "up"] = "down"

    def judge(self, facts: NomineeFacts, clause: str) -> Finding:
        ranked = [s for s in facts.scores if s.scope == self.scope and s.period in self.periods and s.rank is not None]
        cutoff = share_of(facts.ranked_units, self.top_share, self.rounding)
        if not ranked:
            return Finding(
                measure=self.measure,
                state=state_of(False),
                text=_("没有在本设区市内的排名记录。"),
                threshold=str(cutoff),
                advice=_("补报绩效评价得分与排名。"),
            )
        best = min(ranked, key=lambda score: (score.rank, score.period))
        margin = cutoff - best.rank
        return Finding(
            measure=self.measure,
            state=state_of(margin >= 0),
            text=self._sentence(best, facts.ranked_units, cutoff),
            value=str(best.rank),
            threshold=str(cutoff),
            margin=f"{margin:+d}",
            period=best.period,
            advice="" if margin >= 0 else _("排名再进 %(gap)d 名即符合。") % {"gap": -margin},
            sources=tuple(score.source for score in ranked),
        )

    def _sentence(self, best, count: int, cutoff: int) -> str:
        computed = _("（按得分推算）") if best.rank_computed else ""
        return _("第%(period)d期在本设区市 %(count)d 个区县中排第 %(rank)d 名%(computed)s，前 %(share)s%% 到第 %(cutoff)d 名。") % {
            "period": best.period,
            "count": count,
            "rank": best.rank,
            "computed": computed,
            "share": int(self.top_share * 100),
            "cutoff": cutoff,
        }
