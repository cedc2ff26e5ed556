"""Columns of numbers: whole numbers, years, scores and hours in hundredths."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.kit.numbers import from_hundredths, half_up, plain
from portal.sheets.kinds.base import Kind, Told, Unfit
from portal.sheets.kinds.cleaning import half_width
from portal.sheets.kinds.cleaning import plain as plain_text

NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")


def number_of(raw, units=""):
    """The exact decimal of a raw cell and whether it had to be understood; ``units`` are words that may follow it."""
    if raw.__class__ is bool:
        raise Unfit("truth_value", _("这一格是逻辑值，不是数。"), _("请填写阿拉伯数字。"))
    if isinstance(raw, int | float):
        return checked(Decimal(repr(raw)), str(raw)), False
    if raw.__class__ is not str:
        raise Unfit("not_a_number", _("这一格是日期，不是数。"), _("请把这一格改为常规或文本格式后重新填写。"))
    text = half_width(plain_text(raw))
    bare = text.strip("￥¥$")
    bare = re.sub(rf"({units})$", "", bare) if units else bare
    if not NUMBER.fullmatch(bare):
        raise Unfit("not_a_number", _("“%s”不是数。") % plain_text(raw)[:40], _("请填写阿拉伯数字。"))
    return checked(Decimal(bare.replace(",", "")), text), bare != raw


def checked(number, text):
    if not number.is_finite() or abs(number) > 10**12:
        raise Unfit("not_a_number", _("“%s”不是可用的数。") % text[:40], _("请填写阿拉伯数字。"))
    return number


@dataclass(frozen=True)
class Integer(Kind):
    """A whole number between ``min`` and ``max``."""

    min: int = 0
    max: int = 1_000_000
    units: str = "名|位|人|个|次|期|所"
    width: int = 10

    def parse(self, raw):
        number, understood = number_of(self.trimmed(raw), self.units)
        if number != number.to_integral_value():
            raise Unfit("not_whole", _("%s 不是整数。") % plain(number), _("请填写整数。"))
        value = int(number)
        if not self.min <= value <= self.max:
            raise Unfit(
                "out_of_range",
                _("%(value)d 不在 %(min)d 到 %(max)d 之间。") % {"value": value, "min": self.min, "max": self.max},
                _("请核对后改正。"),
            )
        return Told(value, _("按 %d 读取。") % value) if understood or (raw.__class__ is str and "第" in raw) else value

    def trimmed(self, raw):
        return re.sub(r"^\s*第", "", raw) if raw.__class__ is str else raw


@dataclass(frozen=True)
class Year(Integer):
    """A calendar year of four digits."""

    min: int = 1949
    max: int = 2100
    units: str = "年|年度"


@dataclass(frozen=True)
class Hundredths(Kind):
    """A decimal between ``min`` and ``max``, stored as integer hundredths, rounded half up."""

    min: int = 0
    max: int = 100
    units: str = ""
    width: int = 10

    def parse(self, raw):
        number, understood = number_of(raw, self.units)
        if not self.min <= number <= self.max:
            raise Unfit(
                "out_of_range",
                _("%(value)s 不在 %(min)d 到 %(max)d 之间。") % {"value": plain(number), "min": self.min, "max": self.max},
                _("请核对后改正。"),
            )
        return self.rounded(number, understood)

    def rounded(self, number, understood):
        kept = half_up(number, 2)
        value = int(kept * 100)
        if abs(kept - number) > Decimal("0.000001"):
            return Told(value, _("%(exact)s 四舍五入为 %(kept)s。") % {"exact": plain(number), "kept": plain(kept)})
        return Told(value, _("按 %s 读取。") % plain(kept)) if understood else value

    def show(self, value):
        return "" if value is None else plain(from_hundredths(value))

    def export(self, value):
        return None if value is None else float(from_hundredths(value))


@dataclass(frozen=True)
class Score(Hundredths):
    """A score out of a hundred."""

    units: str = "分"


@dataclass(frozen=True)
class Hours(Hundredths):
    """Hours or credits."""

    max: int = 10_000
    units: str = "学时|课时|小时|学分"
