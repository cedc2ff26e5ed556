"""How the places are made up: at least or at most so many, or such a share, of one sort of nominee, with exceptions."""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from awards.quota_rules.base import PERCENT, SCOPES, Bound, MisfitError, Scope
from awards.quota_rules.rounding import WORDS, Rounding, percent, share_of

SORTS = {
    "kindergarten": "幼儿园",
    "central": "中心校",
    "teaching_point": "教学点",
    "private": "民办学校",
    "public": "公办学校",
    "rural": "乡村学校",
    "small": "小规模学校",
    "functional_zone": "功能区",
    "manager": "管理者",
}


class Composition(Bound):
    """Of the places of each ``per`` unit, ``least`` or ``most`` (numbers or shares) go to nominees of ``sort``.

    A share is taken of the places given. Units named in ``except_for`` are not counted and not held to it; yet a place they
    take is one fewer to make up the ``least``, so that theirs, too, is never one of the places kept for it. Where the ``per``
    unit itself is excepted, nothing is kept.
    """

    label: ClassVar[str] = "结构比例"
    meaning: ClassVar[str] = "推荐的单位里，某一种（如幼儿园、乡村学校）至少或最多占几个，或占名额的几成。"
    words: ClassVar[dict[str, str]] = SORTS | SCOPES | WORDS

    kind: Literal["composition"] = "composition"
    sort: Literal[tuple(SORTS)] = Field(title="哪一种")
    per: Scope = Field(title="按什么范围计")
    most: int | None = Field(default=None, ge=0, title="最多几个")
    least: int | None = Field(default=None, ge=0, title="至少几个")
    most_share: Annotated[Decimal | None, PERCENT] = Field(default=None, ge=0, le=1, title="最多占名额的")
    least_share: Annotated[Decimal | None, PERCENT] = Field(default=None, gt=0, le=1, title="至少占名额的")
    rounding: Rounding = Field(default="down", title="占比取整")
    except_for: tuple[str, ...] = Field(
        default=(), title="除外的单位（代码）", description="codes of units it does not bind, with all below them"
    )

    @model_validator(mode="after")
    def _says_one_thing(self):
        said = [name for name in ("most", "least", "most_share", "least_share") if getattr(self, name) is not None]
        if len(said) != 1:
            raise MisfitError(
                said[-1] if said else "most",
                "最多几个、至少几个、最多占几成、至少占几成（most、least、most_share、least_share）四者写一个。",
            )
        if said[0] != "most" and self.per != "city":
            raise MisfitError("per", f"{said[0]} 按分到的名额计算，只能按每个设区市（per: city）计。")
        return self

    @property
    def counts_places(self) -> bool:
        return self.most is None

    def breach(self, asked, held, places) -> str:
        beside = [place for place in held if place.within(self.per) == asked.within(self.per)]
        counted = [place for place in beside if not self._excepted(place)]
        sort = sum(self.sort in place.traits for place in counted)
        counts = self.sort in asked.traits and not self._excepted(asked)
        if self._bound == "最多":
            return self._too_many(sort, places) if counts else ""
        if counts or asked.within(self.per) in self.except_for:
            return ""
        return self._too_few(sort, len(beside), places)

    def _too_many(self, sort: int, places: int | None) -> str:
        limit = self._number(self.most, self.most_share, places)
        if limit is None or sort < limit:
            return ""
        return f"{SORTS[self.sort]}已有 {sort} 个，{SCOPES[self.per]}最多 {limit} 个"

    def _too_few(self, sort: int, taken: int, places: int | None) -> str:
        """A place that does not count is refused when what is left afterwards could no longer make up the number."""
        limit = self._number(self.least, self.least_share, places)
        if limit is None or places is None or places - taken - 1 >= limit - sort:
            return ""
        but = "（除外的单位不计）" if self.except_for else ""
        return f"{places} 个名额中至少 {limit} 个给{SORTS[self.sort]}，现有 {sort} 个{but}，余下的名额须留给{SORTS[self.sort]}"

    def _number(self, number: int | None, share: Decimal | None, places: int | None) -> int | None:
        if share is None:
            return number
        return None if places is None else share_of(places, share, self.rounding)

    def example(self, places: int) -> str:
        share = self.least_share if self.most_share is None else self.most_share
        if share is None:
            return ""
        return f"{places} 个名额时，{SORTS[self.sort]}{self._bound} {share_of(places, share, self.rounding)} 个"

    @property
    def _bound(self) -> str:
        return "最多" if self.least is None and self.least_share is None else "至少"

    def _excepted(self, place) -> bool:
        return any(code == place.unit or code in place.scopes.values() for code in self.except_for)

    def explain(self, names) -> str:
        number = next(value for value in (self.most, self.least, self.most_share, self.least_share) if value is not None)
        shared = self.most_share is not None or self.least_share is not None
        amount = f"{percent(number)}（{WORDS[self.rounding]}）" if shared else f"{number} 个"
        but = f"，{'、'.join(self.except_for)} 除外" if self.except_for else ""
        return f"{self.of_categories(names)}中，{SCOPES[self.per]}{SORTS[self.sort]}{self._bound} {amount}{but}"
