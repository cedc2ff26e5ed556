from decimal import Decimal
from typing import ClassVar, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from awards.asked import Asked
from awards.findings import Finding, state_of
from awards.measures import scores as gathered
from awards.measures.base import Measure
from awards.nominee_facts import NomineeFacts
from portal.kit.numbers import plain, plain_hundredths, to_hundredths


class EvaluationScore(Measure):
    """整校推进绩效评价 scores of at least ``min`` in at least ``times`` of ``periods``; the threshold itself counts."""

    label: ClassVar[str] = "绩效评价得分"
    reads: ClassVar[str] = "scores"
    counted_in: ClassVar[str] = "分"
    quoted: ClassVar[bool] = True
    words: ClassVar[dict[str, str]] = gathered.SCOPES

    measure: Literal["evaluation_score"]
    scope: Literal["region_average", "directly_under", "school"] = Field(default="region_average", title="统计口径")
    periods: tuple[int, ...] = Field(default=(1, 2, 3), title="期次")
    min: Decimal = Field(ge=0, le=100, title="分数线")
    times: int = Field(default=1, ge=1, title="至少几次")

    @classmethod
    def gather(cls, asked: Asked) -> dict:
        return gathered.gather(asked)

    def judge(self, facts: NomineeFacts, clause: str) -> Finding:
        scores = facts.get(self.reads, gathered.Scores()).of(self.scope, self.periods)
        scores.sort(key=lambda score: (-score.value, score.period))
        threshold = to_hundredths(self.min)
        reached = [score for score in scores if score.value >= threshold]
        met = len(reached) >= self.times
        decisive = scores[self.times - 1] if len(scores) >= self.times else None
        margin = None if decisive is None else decisive.value - threshold
        return Finding(
            measure=self.measure,
            state=state_of(met),
            text=self._sentence(scores, len(reached)),
            value=plain_hundredths(decisive.value) if decisive else "",
            threshold=plain(self.min),
            margin="" if margin is None else f"{'+' if margin >= 0 else '-'}{plain_hundredths(abs(margin))}",
            period=decisive.period if decisive else None,
            advice="" if met else self._advice(margin, len(scores)),
            sources=tuple(score.source for score in scores),
        )

    def _sentence(self, scores, reached: int) -> str:
        if not scores:
            return _("没有%(scope)s得分记录。") % {"scope": gathered.SCOPES[self.scope]}
        listed = "，".join(
            _("第%(period)d期%(value)s分") % {"period": score.period, "value": plain_hundredths(score.value)}
            for score in sorted(scores, key=lambda score: score.period)
        )
        return _("%(scope)s：%(listed)s；%(min)s 分及以上 %(reached)d 次，要求至少 %(times)d 次。") % {
            "scope": gathered.SCOPES[self.scope],
            "listed": listed,
            "min": plain(self.min),
            "reached": reached,
            "times": self.times,
        }

    def _advice(self, margin: int | None, known: int) -> str:
        if margin is None:
            return _("还缺 %(missing)d 期得分记录。") % {"missing": self.times - known}
        return _("第 %(times)d 高的得分再高 %(gap)s 分即符合。") % {"times": self.times, "gap": plain_hundredths(-margin)}
