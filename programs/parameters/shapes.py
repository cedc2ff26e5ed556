"""Shapes of value that several parameters share."""

from decimal import Decimal
from typing import Annotated, Any, ClassVar

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, model_validator

from portal.kit.numbers import plain
from programs.parameters.base import Parameter

Amount = Annotated[Decimal, Field(ge=0, max_digits=8, decimal_places=2)]
Share = Annotated[Decimal, Field(ge=0, le=1, max_digits=5, decimal_places=4)]
Whole = Annotated[int, Field(ge=0, le=1000, strict=True)]


class Value(BaseModel):
    """A value of several fields: nothing but its declared keys, never changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Minimum(Parameter):
    """At least so many of the unit of measure; more is stricter."""

    shape: ClassVar[Any] = Amount

    def format(self, value):
        return _("不少于 %(amount)s %(unit)s") % {"amount": plain(value), "unit": self.unit}

    def keeps(self, upper, lower):
        return lower >= upper


class Count(Parameter):
    """At least so many, in whole numbers; more is stricter."""

    shape: ClassVar[Any] = Annotated[int, Field(ge=1, le=1000, strict=True)]

    def format(self, value):
        return _("不少于 %(amount)d %(unit)s") % {"amount": value, "unit": self.unit}

    def keeps(self, upper, lower):
        return lower >= upper


class Limit(Parameter):
    """At most so many, in whole numbers; fewer is stricter."""

    shape: ClassVar[Any] = Whole

    def format(self, value):
        return _("至多 %(amount)d %(unit)s") % {"amount": value, "unit": self.unit}

    def keeps(self, upper, lower):
        return lower <= upper


class MinimumShare(Parameter):
    """At least such a part of a whole, given as a decimal between 0 and 1; more is stricter."""

    shape: ClassVar[Any] = Share

    def format(self, value):
        return _("不低于 %s%%") % plain(value * 100)

    def keeps(self, upper, lower):
        return lower >= upper


class Size(Value):
    """From so many to so many."""

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
    """How many members a group has; a narrower range is stricter."""

    shape: ClassVar[Any] = Size

    def format(self, value):
        if value.min == value.max:
            return f"{value.min} {self.unit}"
        return f"{value.min}–{value.max} {self.unit}"

    def keeps(self, upper, lower):
        return upper.min <= lower.min and lower.max <= upper.max


class Choice(Parameter):
    """One of a few ways; ``ways`` gives each its Chinese phrase, ``strictest`` the one that asks most, if one does."""

    ways: ClassVar[dict]
    strictest: ClassVar[str | None] = None

    def format(self, value):
        return str(self.ways[value])

    def keeps(self, upper, lower):
        return upper != self.strictest or lower == upper


class Several(Parameter):
    """Some of a few things; ``ways`` gives each its Chinese name."""

    ways: ClassVar[dict]

    def format(self, value):
        return "、".join(str(self.ways[one]) for one in value)


class AllOf(Several):
    """Things that are all asked for; naming more is stricter."""

    def keeps(self, upper, lower):
        return set(upper) <= set(lower)


class OnlyOf(Several):
    """Things beyond which nothing is allowed; naming fewer is stricter."""

    def keeps(self, upper, lower):
        return set(lower) <= set(upper)
