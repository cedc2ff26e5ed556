from typing import ClassVar, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from awards.findings import Finding, state_of
from awards.measures.base import Measure
from awards.nominee_facts import NomineeFacts


class InstitutionRank(Measure):
    """A place among the first ``top`` of the 培训机构综合评价 in at least ``times`` of ``periods``."""

    label: ClassVar[str] = "机构综合评价排名"

    measure: Literal["institution_rank"]
    periods: tuple[int, ...] = (1, 2, 3)
    top: int = Field(ge=1)
    times: int = Field(default=1, ge=1)

    def judge(self, facts: NomineeFacts, clause: str) -> Finding:
        rankings = sorted((r for r in facts.rankings if r.period in self.periods), key=lambda r: (r.rank, r.period))
        reached = sum(ranking.rank <= self.top for ranking in rankings)
        decisive = rankings[self.times - 1] if len(rankings) >= self.times else None
        margin = None if decisive is None else self.top - decisive.rank
        return Finding(
            measure=self.measure,
            state=state_of(reached >= self.times),
            text=self._sentence(rankings, reached),
            value=str(decisive.rank) if decisive else "",
            threshold=str(self.top),
            margin="" if margin is None else f"{margin:+d}",
            period=decisive.period if decisive else None,
            advice=_("名次再进 %(gap)d 名即符合。") % {"gap": -margin} if margin is not None and margin < 0 else "",
            sources=tuple(ranking.source for ranking in rankings),
        )

    def _sentence(self, rankings, reached: int) -> str:
        if not rankings:
            return _("没有综合评价排名记录。")
        listed = "，".join(
            _("第%(period)d期第%(rank)d名") % {"period": ranking.period, "rank": ranking.rank}
            for ranking in sorted(rankings, key=lambda ranking: ranking.period)
        )
        return _("%(listed)s；前 %(top)d 名 %(reached)d 次，要求至少 %(times)d 次。") % {
            "listed": listed,
            "top": self.top,
            "reached": reached,
            "times": self.times,
        }
