"""The same number of places for every unit."""

from typing import ClassVar, Literal

from pydantic import Field

from awards.quota_rules.base import MOST, Allotment


class PerUnit(Allotment):
    """``number`` places for each unit, however large it is."""

    label: ClassVar[str] = "每单位固定"
    meaning: ClassVar[str] = "每个单位名额相同，不分大小。"

    kind: Literal["per_unit"] = "per_unit"
    number: int = Field(ge=1, le=MOST, title="每个单位几个")

    def places(self, basis: int, printed: int | None = None) -> int:
        return self.number

    def formula(self, basis: int, printed: int | None = None) -> str:
        return f"每单位 {self.number}"

    def explain(self, names) -> str:
        return f"每个单位 {self.number} 个，不分大小"
