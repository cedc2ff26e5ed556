"""A reserve list: so many stand by in order, for a place that falls free."""

from typing import ClassVar, Literal

from pydantic import Field

from awards.quota_rules.base import Bound


class ReserveList(Bound):
    """Each unit that recommends may put ``number`` forms on a reserve list; they hold no place."""

    label: ClassVar[str] = "备选名单"
    meaning: ClassVar[str] = "推荐单位可以按顺序列几个备选，不占名额，名额空出时递补。"

    kind: Literal["reserve"] = "reserve"
    number: int = Field(ge=1, title="每个推荐单位可列几个")

    def breach(self, asked, held, places) -> str:
        return ""

    def full(self, waiting: int, name: str) -> str:
        """Why no more may wait at ``name``; "" when one more may."""
        return f"{name}的备选已有 {waiting} 个，最多 {self.number} 个" if waiting >= self.number else ""

    def explain(self, names) -> str:
        return f"{self.of_categories(names)}每个推荐单位可列备选 {self.number} 个，名额空出时按顺序递补，备选不占名额"
