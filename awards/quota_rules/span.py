"""From so many to so many places: the upper number binds whoever takes one, the lower one whoever says there will be none."""

from typing import ClassVar, Literal

from pydantic import Field, model_validator

from awards.quota_rules.base import MOST, Allotment, MisfitError


class Span(Allotment):
    """Each unit puts forward ``least`` to ``most``."""

    label: ClassVar[str] = "幅度"
    meaning: ClassVar[str] = "每个单位推荐几个到几个：超过上限报不上去；不到下限不能答复“本次不推荐”，公布前也会提醒。"

    kind: Literal["span"] = "span"
    least: int = Field(ge=0, le=MOST, title="至少几个")
    most: int = Field(ge=1, le=MOST, title="最多几个")

    @model_validator(mode="after")
    def _in_order(self):
        if self.least > self.most:
            raise MisfitError("least", f"至少 {self.least} 个，多于最多 {self.most} 个。")
        return self

    def places(self, basis: int, printed: int | None = None) -> int:
        return self.most

    def short(self, taken: int, name: str) -> str:
        return f"{name}至少推荐 {self.least} 个，已推荐 {taken} 个" if taken < self.least else ""

    def formula(self, basis: int, printed: int | None = None) -> str:
        return f"{self.least}–{self.most}"

    def explain(self, names) -> str:
        return f"每个单位推荐 {self.least} 至 {self.most} 个"
