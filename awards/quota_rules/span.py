"""From so many to so many places: the upper number binds, the lower one is watched."""

from typing import ClassVar, Literal

from pydantic import Field, model_validator

from awards.quota_rules.base import Allotment


class Span(Allotment):
    """Each unit puts forward ``least`` to ``most``."""

    label: ClassVar[str] = "幅度"

    kind: Literal["span"] = "span"
    least: int = Field(ge=0)
    most: int = Field(ge=1)

    @model_validator(mode="after")
    def _in_order(self):
        if self.least > self.most:
            raise ValueError(f"least 是 {self.least}，大于 most {self.most}")
        return self

    def places(self, basis: int, printed: int | None = None) -> int:
        return self.most

    def formula(self, basis: int, printed: int | None = None) -> str:
        return f"{self.least}–{self.most}"

    def explain(self, names) -> str:
        return f"每个单位推荐 {self.least} 至 {self.most} 个"
