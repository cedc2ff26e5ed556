"""What every kind of quota rule is: declared once, in one file, with its parameters, its sentence and its judgement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

Scope = Literal["school", "county", "city", "cycle"]
PERCENT = "percent"
MOST = 100_000  # more places than any province has schools is a slip, and no column holds it
SCOPES = {"school": "每所学校", "county": "每个县（市、区）", "city": "每个设区市", "institution": "每个培训机构", "cycle": "全部"}


@dataclass(frozen=True)
class Place:
    """A nomination as rules see it, held already or asked for; ``scopes`` gives the code of the unit at each level."""

    category: str
    kind: str
    unit: str
    name: str
    via: str = ""
    person: str = ""
    scopes: Mapping[str, str] = field(default_factory=dict)
    traits: frozenset[str] = frozenset()
    grade: str = ""

    def within(self, per: str) -> str:
        """The unit of that level it belongs to; one for all where the rule speaks of the whole cycle."""
        return "" if per == "cycle" else self.scopes.get(per, self.unit)


class MisfitError(ValueError):
    """What is wrong with a rule as a whole, and the parameter ``field`` where people mend it."""

    def __init__(self, field: str, sentence: str):
        super().__init__(sentence)
        self.field = field


class QuotaRule(BaseModel):
    """A rule on places as a notice states it; a subclass with a ``kind`` of its own is a new kind.

    The editor asks for each parameter by its ``title``, with the ``words`` of its values; ``meaning`` says what the kind is for.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: ClassVar[str]
    meaning: ClassVar[str]
    words: ClassVar[dict[str, str]] = {}

    clause: str = ""
    text: str = ""

    def explain(self, names: Mapping[str, str]) -> str:
        """The rule in one Chinese sentence; ``names`` are the names of categories by key."""
        raise TypeError(f"{type(self).__name__} explains itself")


class Allotment(QuotaRule):
    """A rule that gives a unit so many places."""

    kinds: ClassVar[dict[str, type["Allotment"]]] = {}

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs):
        cls.kinds[kind_of(cls)] = cls

    def places(self, basis: int, printed: int | None) -> int:
        """How many places ``basis`` gives; ``printed`` is what the notice's own table says."""
        raise TypeError(f"{type(self).__name__} gives places")

    def formula(self, basis: int, printed: int | None) -> str:
        """The calculation as people read it."""
        raise TypeError(f"{type(self).__name__} shows its formula")

    def short(self, taken: int, name: str) -> str:
        """Why ``taken`` places of the unit ``name`` are too few; "" where the notice asks for no number."""
        return ""


class Bound(QuotaRule):
    """A rule that keeps somebody from taking a place although one is left."""

    kinds: ClassVar[dict[str, type["Bound"]]] = {}

    categories: tuple[str, ...] = Field(default=(), title="管哪些类别")
    only_if: dict[str, str | int | bool] | None = Field(default=None, description="assumption: the reading under which it binds")

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs):
        cls.kinds[kind_of(cls)] = cls

    @property
    def counts_places(self) -> bool:
        """Whether it is judged among the places of one quota alone."""
        return False

    def covers(self, place: Place) -> bool:
        """Whether it speaks of this nomination; a rule that names no category speaks of all."""
        return not self.categories or place.category in self.categories

    def breach(self, asked: Place, held: Sequence[Place], places: int | None) -> str:
        """Why ``asked`` may not be taken beside what is ``held``, with the number; "" when it may.

        ``held`` are the places the rule covers, of the same quota where it ``counts_places``; ``places`` is what
        that unit has, None where nothing limits it.
        """
        raise TypeError(f"{type(self).__name__} judges")

    def example(self, places: int) -> str:
        """What it comes to for a unit that has so many ``places``; "" where that does not depend on them."""
        return ""

    def of_categories(self, names: Mapping[str, str]) -> str:
        """The categories it speaks of: “学校”和“幼儿园”."""
        return "、".join(f"“{names.get(key, key)}”" for key in self.categories) or "各类推荐"


def kind_of(rule: type[QuotaRule]) -> str:
    """The word by which a notice file asks for this kind."""
    return get_args(rule.model_fields["kind"].annotation)[0]
