"""Places by grade: so many first prizes, so many second ones."""

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from awards.quota_rules.base import SCOPES, Bound, MisfitError


class GradePlaces(BaseModel):
    """A grade and how many may have it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=20, title="等次")
    places: int = Field(ge=1, title="名额")


class Grades(Bound):
    """How many of those chosen have which grade; what has no grade yet is not counted."""

    label: ClassVar[str] = "等次名额"
    meaning: ClassVar[str] = "入选的分一等奖、二等奖等，每个等次有几个名额；还没有定等次的不计。"
    words: ClassVar[dict[str, str]] = SCOPES

    kind: Literal["grades"] = "grades"
    per: Literal["city", "cycle"] = Field(default="cycle", title="按什么范围计")
    grades: tuple[GradePlaces, ...] = Field(min_length=1, title="各等次名额")

    @model_validator(mode="after")
    def _named_once(self):
        names = [grade.name for grade in self.grades]
        if len(names) != len(set(names)):
            raise MisfitError("grades", "等次名称重复。")
        return self

    def breach(self, asked, held, places) -> str:
        if not asked.grade:
            return ""
        limit = next((grade.places for grade in self.grades if grade.name == asked.grade), 0)
        same = [p for p in held if p.grade == asked.grade and p.within(self.per) == asked.within(self.per)]
        return f"{asked.grade}已有 {len(same)} 个，{self._each}共 {limit} 个" if len(same) >= limit else ""

    def explain(self, names) -> str:
        each = "、".join(f"{grade.name} {grade.places} 个" for grade in self.grades)
        return f"{self.of_categories(names)}{self._each}共设{each}"

    @property
    def _each(self) -> str:
        return "" if self.per == "cycle" else SCOPES[self.per]
