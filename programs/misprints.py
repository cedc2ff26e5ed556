"""What cannot be in the words of a notice: mobile numbers of another length, days that no calendar has; pure."""

import re
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

NUMBER = re.compile(r"(?<![\d.])1[3-9]\d{7,12}(?![\d.])")
DAY = re.compile(r"(?<!\d)(?:((?:19|20)\d{2})年)?(\d{1,2})月(\d{1,2})日")
LENGTH_OF_A_MOBILE = 11
ANY_LEAP_YEAR = 2024


def misprints(text: str) -> Iterator[str]:
    """A sentence for each thing that cannot be as it is written."""
    for number in NUMBER.findall(text):
        if len(number) != LENGTH_OF_A_MOBILE:
            yield _("“%(number)s”有 %(digits)d 位，手机号应为 11 位") % {"number": number, "digits": len(number)}
    for found in DAY.finditer(text):
        year, month, day = found.groups()
        if not _is_a_day(int(year or ANY_LEAP_YEAR), int(month), int(day)):
            yield _("没有“%s”这一天") % found[0]


def _is_a_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
