"""What a parameter is, and the shapes of value that parameters share."""

from abc import ABC, abstractmethod
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from portal.kit.numbers import plain

Amount = Annotated[Decimal, Field(ge=0, max_digits=8, decimal_places=2)]
Share = Annotated[Decimal, Field(ge=0, le=1, max_digits=5, decimal_places=4)]


class Parameter(ABC):
    """One thing a notice can fix: its key, what people call it, its unit of measure and the shape of its value."""

    key: ClassVar[str]
    label: ClassVar[str | Promise]
    unit: ClassVar[str | Promise] = ""
    shape: ClassVar[Any]

    @cached_property
    def adapter(self) -> TypeAdapter:
        return TypeAdapter(self.shape)

    def parse(self, raw):
        """The value of what a notice file or a stored row holds; pydantic's ``ValidationError`` when it does not fit."""
        return self.adapter.validate_python(raw)

    def stored(self, value):
        """The value as JSON, decimals as text."""
        return self.adapter.dump_python(value, mode="json")

    def schema(self) -> dict:
        return self.adapter.json_schema()

    @abstractmethod
    def format(self, value) -> str:
        """The value as a Chinese phrase."""


_known: dict[str, Parameter] = {}


def parameter(declared: type[Parameter]) -> type[Parameter]:
    """Add a declared parameter to the known ones, in the order of the table."""
    _known[declared.key] = declared()
    return declared


def known() -> list[Parameter]:
    """All parameters, in the order in which pages show them."""
    return list(_known.values())


def parameter_named(key: str) -> Parameter:
    """The parameter of that key; ``KeyError`` when there is none."""
    return _known[key]


class Minimum(Parameter):
    """At least so many of the unit of measure."""

    shape = Amount

    def format(self, value):
        return _("不少于 %(amount)s %(unit)s") % {"amount": plain(value), "unit": self.unit}


class MinimumShare(Parameter):
    """At least such a part of a whole, given as a decimal between 0 and 1."""

    shape = Share

    def format(self, value):
        return _("不低于 %s%%") % plain(value * 100)


class Size(BaseModel):
    """From so many to so many."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    min: Annotated[int, Field(ge=1, le=1000, strict=True)]
    max: Annotated[int, Field(ge=1, le=1000, strict=True)]

    @model_validator(mode="after")
    def ordered(self):
        if self.max < self.min:
            raise ValueError(_("上限小于下限。"))
        return self

    def admits(self, number: int) -> bool:
        return self.min <= number <= self.max


class SizeRange(Parameter):
    """How many members a group has."""

    shape = Size

    def format(self, value):
        if value.min == value.max:
            return f"{value.min} {self.unit}"
        return f"{value.min}–{value.max} {self.unit}"


class Choice(Parameter):
    """One of a few ways; ``ways`` gives each its Chinese phrase."""

    ways: ClassVar[dict]

    def format(self, value):
        return str(self.ways[value])


class Several(Parameter):
    """Some of a few things; ``ways`` gives each its Chinese name."""

    ways: ClassVar[dict]

    def format(self, value):
        return "、".join(str(self.ways[one]) for one in value)
