"""Places as a share of a basis, rounded as stated, row by row (浙工程办函〔2023〕7号 附件1)."""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from awards.quota_rules.base import MOST, PERCENT, Allotment
from awards.quota_rules.rounding import WORDS, Rounding, percent, share_of

BASES = {"counties": "区县数", "schools": "学校数"}


class Share(Allotment):
    """So much of the counties or schools of each unit, and at least ``minimum``."""

    label: ClassVar[str] = "按比例"
    meaning: ClassVar[str] = "名额按每个单位区县数或学校数的一定比例计算，逐个单位取整；通知印出名额表的，以表为准，算式用于核对。"
    words: ClassVar[dict[str, str]] = BASES | WORDS

    kind: Literal["share"] = "share"
    share_of: Literal["counties", "schools"] = Field(title="按什么数计")
    share: Annotated[Decimal, PERCENT] = Field(gt=0, le=1, title="比例")
    rounding: Rounding = Field(title="取整")
    minimum: int = Field(default=0, ge=0, le=MOST, title="每个单位至少几个")

    def places(self, basis: int, printed: int | None = None) -> int:
        return max(share_of(basis, self.share, self.rounding), self.minimum) if basis else 0

    def formula(self, basis: int, printed: int | None = None) -> str:
        exact = f"{basis} × {percent(self.share)} = {basis * self.share:.2f} → {share_of(basis, self.share, self.rounding)}"
        raised = self.places(basis) != share_of(basis, self.share, self.rounding)
        return f"{exact}，至少 {self.minimum}" if raised else exact

    def explain(self, names) -> str:
        least = f"，每个单位至少 {self.minimum} 个" if self.minimum else ""
        return f"按各单位{BASES[self.share_of]}的 {percent(self.share)} 分配，逐个单位{WORDS[self.rounding]}{least}"
