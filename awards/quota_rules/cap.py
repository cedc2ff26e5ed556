"""At most so many per unit, school, county or city, several categories together."""

from typing import ClassVar, Literal

from pydantic import Field

from awards.quota_rules.base import SCOPES, Bound


class Cap(Bound):
    """``most`` places for all nominations of one ``per`` unit together."""

    label: ClassVar[str] = "上限"
    meaning: ClassVar[str] = "几个类别合在一起，每个单位、每所学校、每个县或每个设区市最多推荐几个。"
    words: ClassVar[dict[str, str]] = SCOPES | {"unit": "每个单位"}

    kind: Literal["cap"] = "cap"
    per: Literal["unit", "school", "county", "city", "cycle"] = Field(default="unit", title="按什么范围计")
    most: int = Field(ge=1, title="最多几个")

    def breach(self, asked, held, places) -> str:
        mine = [place for place in held if place.within(self.per) == asked.within(self.per)]
        if len(mine) < self.most:
            return ""
        return f"{asked.name}所在范围已推荐 {len(mine)} 个，{self._who}最多 {self.most} 个"

    @property
    def _who(self) -> str:
        return self.words[self.per]

    def explain(self, names) -> str:
        return f"{self.of_categories(names)}合计，{self._who}最多 {self.most} 个"
