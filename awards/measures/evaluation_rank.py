from decimal import Decimal
from typing import ClassVar, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from awards.asked import Asked
from awards.findings import Finding, state_of
from awards.measures import scores
from awards.measures.base import Measure, missing
from awards.nominee_facts import NomineeFacts
from awards.quota_rules.rounding import percent, share_of
from portal.kit.numbers import plain, to_hundredths

WORDS = {"city": "本设区市", "down": "向下取整", "half_up": "四舍五入", "up": "向上取整"}


class EvaluationRank(Measure):
    """A rank among the first ``top_share`` of the city's units in any of ``periods`` with a score.

    How the share cuts an odd number, and whether only periods with at least ``scored`` count, is not said by the notice; both are
    stated assumptions of the cycle.
    """

    label: ClassVar[str] = "综合排名"
    reads: ClassVar[str] = "scores"
    counted_in: ClassVar[str] = "名"
    ranks: ClassVar[bool] = True
    quoted: ClassVar[bool] = True
    words: ClassVar[dict[str, str]] = scores.SCOPES | WORDS

    measure: Literal["evaluation_rank"]
    within: Literal["city"] = Field(default="city", title="排名范围")
    scope: Literal["region_average", "directly_under", "school"] = Field(default="region_average", title="统计口径")
    periods: tuple[int, ...] = Field(default=(1, 2, 3), title="期次")
    top_share: Decimal = Field(gt=0, le=1, title="前几成（0.5 即前 50%）")
    rounding: Literal["down", "half_up", "up"] = Field(default="down", title="名次线取整")
    scored: Decimal | None = Field(default=None, ge=0, le=100, title="只看得分不低于多少的期次")

    @classmethod
    def gather(cls, asked: Asked) -> dict:
        return scores.gather(asked)

    def judge(self, facts: NomineeFacts, clause: str) -> Finding:
        known = facts.get(self.reads, scores.Scores())
        ranked = [row for row in known.of(self.scope, self.periods) if row.rank is not None and self._counts(row)]
        cutoff = share_of(known.ranked_units, self.top_share, self.rounding)
        if not ranked:
            return missing(self.measure, self._nothing(), _("补报绩效评价得分与排名。"), str(cutoff))
        best = min(ranked, key=lambda score: (score.rank, score.period))
        margin = cutoff - best.rank
        return Finding(
            measure=self.measure,
            state=state_of(margin >= 0),
            text=self._sentence(best, known.ranked_units, cutoff),
            value=str(best.rank),
            threshold=str(cutoff),
            margin=f"{margin:+d}",
            period=best.period,
            advice="" if margin >= 0 else _("排名再进 %(gap)d 名即符合。") % {"gap": -margin},
            sources=tuple(score.source for score in ranked),
        )

    def _counts(self, row: scores.ScoreFact) -> bool:
        return not self.scored or row.value >= to_hundredths(self.scored)

    def _nothing(self) -> str:
        if not self.scored:
            return _("没有在本设区市内的排名记录。")
        return _("没有得分在 %(score)s 分及以上、且在本设区市内有排名的期次。") % {"score": plain(self.scored)}

    def _sentence(self, best, count: int, cutoff: int) -> str:
        told = _("第%(period)d期在本设区市 %(count)d 个区县中排第 %(rank)d 名%(how)s，前 %(share)s %(line)s。") % {
            "period": best.period,
            "count": count,
            "rank": best.rank,
            "how": _how(best),
            "share": percent(self.top_share),
            "line": self._line(cutoff),
        }
        return told + scores.tie_rule(best, cutoff)

    def _line(self, cutoff: int) -> str:
        names = {"cutoff": cutoff, "rounding": WORDS[self.rounding]}
        return (_("到第 %(cutoff)d 名（%(rounding)s）") if cutoff else _("不足 1 名（%(rounding)s）")) % names


def _how(best: scores.ScoreFact) -> str:
    """Where the rank comes from and with how many it is shared; "" for one that was printed and is nobody else's."""
    told = [_("按得分推算")] if best.rank_computed else []
    told += [_("与另外 %d 个区县并列") % best.shared] if best.shared else []
    return f"（{'，'.join(told)}）" if told else ""
