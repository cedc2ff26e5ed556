"""Places by grade: so many first prizes, so many second ones."""

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from awards.quota_rules.base import SCOPES, Bound


class GradePlaces(BaseModel):
    """A grade and how many may have it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=20)
    places: int = Field(ge=1)


class Grades(Bound):
    """How many of those chosen have which grade; what has no grade yet is not counted."""

    label: ClassVar[str] = "等次名额"

    kind: Literal["grades"] = "grades"
    per: Literal["city", "cycle"] = "cycle"
    grades: tuple[GradePlaces, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _named_once(self):
        names = [grade.name for grade in self.grades]
        if len(names) != len(set(names)):
            raise ValueError("等次名称重复")
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
