from collections import defaultdict
from dataclasses import dataclass
from typing import ClassVar, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from awards.asked import Asked
from awards.findings import Finding, Source, state_of
from awards.measures.base import Measure
from awards.nominee_facts import NomineeFacts
from programs.models import InstitutionRanking


@dataclass(frozen=True)
class RankingFact:
    """An institution's place in the comprehensive evaluation of one period."""

    period: int
    year: int
    rank: int
    source: Source


class InstitutionRank(Measure):
    """A place among the first ``top`` of the 培训机构综合评价 in at least ``times`` of ``periods``."""

    label: ClassVar[str] = "机构综合评价排名"
    reads: ClassVar[str] = "rankings"
    counted_in: ClassVar[str] = "名"
    ranks: ClassVar[bool] = True
    quoted: ClassVar[bool] = True

    measure: Literal["institution_rank"]
    periods: tuple[int, ...] = Field(default=(1, 2, 3), title="期次")
    top: int = Field(ge=1, title="前几名")
    times: int = Field(default=1, ge=1, title="至少几次")

    @classmethod
    def gather(cls, asked: Asked) -> dict:
        """By unit; one query."""
        found: dict = defaultdict(list)
        rows = InstitutionRanking.objects.filter(period__program=asked.cycle.program, state="current").select_related("period")
        for row in rows.order_by("period__number", "pk"):
            source = Source("programs.institutionranking", row.pk, f"第{row.period.number}期 第{row.rank}名")
            found[row.unit_id].append(RankingFact(row.period.number, row.period.year, row.rank, source))
        return found

    def judge(self, facts: NomineeFacts, clause: str) -> Finding:
        rankings = sorted((r for r in facts.get(self.reads, ()) if r.period in self.periods), key=lambda r: (r.rank, r.period))
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
            advice="" if reached >= self.times else self._advice(margin, len(rankings)),
            sources=tuple(ranking.source for ranking in rankings),
        )

    def _advice(self, margin: int | None, known: int) -> str:
        if margin is None:
            return _("还缺 %(missing)d 期综合评价排名记录。") % {"missing": self.times - known}
        return _("名次再进 %(gap)d 名即符合。") % {"gap": -margin}

    def _sentence(self, rankings, reached: int) -> str:
        if not rankings:
            return _("没有综合评价排名记录。")
        listed = "，".join(
            _("第%(period)d期第%(rank)d名") % {"period": ranking.period, "rank": ranking.rank}
            for ranking in sorted(rankings, key=lambda ranking: ranking.period)
        )
        told = _("%(listed)s；前 %(top)d 名 %(reached)d 次，要求至少 %(times)d 次。")
        ties = _("名次按公布的计，并列在第 %(top)d 名的都算在内。")
        return (told + ties) % {
            "listed": listed,
            "top": self.top,
            "reached": reached,
            "times": self.times,
        }
