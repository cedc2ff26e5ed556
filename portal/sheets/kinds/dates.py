"""Columns of days."""

import datetime
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.sheets.kinds.base import Kind, Told, Unfit
from portal.sheets.kinds.cleaning import half_width, plain

EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
PARTED = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(T?\d{1,2}:\d{2}(:\d{2}(\.0+)?)?)?")
MONTH_ONLY = re.compile(r"(\d{4})[-./年](\d{1,2})月?")
SHORT_YEAR = re.compile(r"\d{1,2}[-./]\d{1,2}[-./]\d{1,4}")
FIRST_SERIAL, LAST_SERIAL = 61, 109_574


@dataclass(frozen=True)
class Date(Kind):
    """A calendar day, in the ways people type one; ``1900`` and ``1904`` serial numbers only where Excel left them."""

    first: datetime.date = datetime.date(1900, 3, 1)
    last: datetime.date = datetime.date(2100, 12, 31)
    width: int = 14

    def parse(self, raw):
        if isinstance(raw, datetime.datetime):
            raw = raw.date()
        if isinstance(raw, datetime.date):
            return self.within(raw)
        if raw.__class__ is str:
            day = self.within(self.typed(raw))
        elif raw.__class__ is not bool:
            day = self.within(self.serial(raw))
        else:
            raise self.unclear(str(raw))
        return day if raw == day.isoformat() else Told(day, _("按 %s 读取。") % day.isoformat())

    def typed(self, raw):
        text = half_width(plain(raw))
        found = EIGHT_DIGITS.fullmatch(text) or PARTED.fullmatch(text)
        if found:
            try:
                return datetime.date(*map(int, found.groups()[:3]))
            except ValueError:
                raise Unfit("no_such_day", _("没有“%s”这一天。") % text, _("请核对日期。")) from None
        if MONTH_ONLY.fullmatch(text):
            raise Unfit("day_missing", _("“%s”缺少日。") % text, _("请写成 2023-05-01 这样的完整日期。"))
        raise self.unclear(text)

    def serial(self, raw):
        """The day of an Excel serial number; the reader has already moved 1904 serials onto the 1900 count."""
        if not FIRST_SERIAL <= raw <= LAST_SERIAL:
            digits = str(int(raw)) if abs(raw) < 10**9 else ""
            if EIGHT_DIGITS.fullmatch(digits):
                return self.typed(digits)
            raise self.unclear(str(raw))
        return datetime.date(1899, 12, 30) + datetime.timedelta(days=int(raw))

    def unclear(self, text):
        if SHORT_YEAR.fullmatch(text):
            return Unfit("date_ambiguous", _("“%s”分不清年、月、日。") % text, _("请写成 2023-05-01 这样的日期。"))
        return Unfit("not_a_date", _("“%s”不是日期。") % text[:40], _("请写成 2023-05-01 这样的日期。"))

    def within(self, day):
        if not self.first <= day <= self.last:
            raise Unfit("date_range", _("日期 %s 不在合理范围内。") % day.isoformat(), _("请核对年份。"))
        return day

    def show(self, value):
        return "" if value is None else value.isoformat()

    def hint(self):
        return _("如 2023-05-01")
