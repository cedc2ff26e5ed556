"""Whoever is put forward in one category is not put forward in another."""

from typing import ClassVar, Literal

from pydantic import Field

from awards.quota_rules.base import Bound


class OneCategory(Bound):
    """One category for each unit, or for each person."""

    label: ClassVar[str] = "不兼报"
    meaning: ClassVar[str] = "在一个类别推荐了的单位（或人），不再在别的类别推荐。"
    words: ClassVar[dict[str, str]] = {"unit": "每个单位", "person": "每个人"}

    kind: Literal["one_category"] = "one_category"
    per: Literal["unit", "person"] = Field(title="限单位还是限人")

    def breach(self, asked, held, places) -> str:
        if self.per == "person" and not asked.person:
            return ""
        same = [place for place in held if self._key(place) == self._key(asked) and place.category != asked.category]
        who = asked.person.split()[0] if self.per == "person" else asked.name
        return f"{who}已在另一类别推荐 {len(same)} 个，每{self._who}只能报 1 个类别" if same else ""

    def _key(self, place) -> str:
        return place.person if self.per == "person" else place.unit

    @property
    def _who(self) -> str:
        return "人" if self.per == "person" else "个单位"

    def explain(self, names) -> str:
        return f"{self.of_categories(names)}之间，每{self._who}只能报 1 个类别"
