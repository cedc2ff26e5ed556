"""At most so many per unit, school, county or city, several categories together."""

from typing import ClassVar, Literal

from pydantic import Field

from awards.quota_rules.base import SCOPES, Bound, Scope


class Cap(Bound):
    """``most`` places for all nominations of one ``per`` unit together."""

    label: ClassVar[str] = "上限"

    kind: Literal["cap"] = "cap"
    per: Scope | Literal["unit"] = "unit"
    most: int = Field(ge=1)

    def breach(self, asked, held, places) -> str:
        mine = [place for place in held if place.within(self.per) == asked.within(self.per)]
        if len(mine) < self.most:
            return ""
        return f"{asked.name}所在范围已推荐 {len(mine)} 个，{self._who}最多 {self.most} 个"

    @property
    def _who(self) -> str:
        return SCOPES.get(self.per, "每个单位")

    def explain(self, names) -> str:
        return f"{self.of_categories(names)}合计，{self._who}最多 {self.most} 个"
