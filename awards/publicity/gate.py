"""No personal data before the public: what tells of a person in a notice is found and told by its place."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.personal_numbers import in_all_readings, personal_numbers
from awards.publicity.personal import personal_things
from portal.kit.text import mask

MAILBOX = re.compile(r"[\w.+-]{1,64}\s?[@＠]\s?[\w-]{1,63}(?:\s?[.．]\s?[\w-]{1,63})+")
BETWEEN = r"[-－–—\s.．·]"
LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[)）]?[-－–—\s]?\d{7,8}(?!\d)")
GROUPED_LANDLINE = re.compile(
    rf"(?<!\d)(?<!\d{{4}}[-\s])(?<!\d\.)(?:\+?86[-\s]?)?[(（]?0(?:10|2\d|[3-9]\d\d)[)）]?{BETWEEN}?\d{{3,4}}{BETWEEN}\d{{4}}(?!\d)"
)
GROUPED_MOBILE = re.compile(
    r"(?<!\d)(?:\+?86[-\s.]?)?1[3-9]\d(?:[.．·]\d{4}[.．·]\d{4}|(?P<gap>[-–—\s.．·])\d{3}(?P=gap)\d{5})(?!\d)"
)
OLD_ID = re.compile(r"(?<!\d)[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)")


@dataclass(frozen=True)
class Leak:
    """Personal data in a text: where, what kind, and itself by first and last character."""

    place: str
    shown: str

    def __str__(self):
        return _("%(place)s：%(shown)s") % {"place": self.place, "shown": self.shown}


def leaks(texts: dict[str, str]) -> list[Leak]:
    """What looks personal in ``texts``, by the place each stands at; line and number of characters are told."""
    return [
        Leak(_at(place, number), shown) for place, text in texts.items() for number, line in _lines(text) for shown in _in(line)
    ]


def _lines(text: str):
    return enumerate(text.splitlines() or [text], start=1)


def _at(place: str, number: int) -> str:
    return place if number == 1 else _("%(place)s第 %(number)d 行") % {"place": place, "number": number}


def _in(line: str) -> list[str]:
    return [_("号码 %s") % shown for shown in personal_numbers(line)] + in_all_readings(line, _besides)


def _besides(line: str) -> list[str]:
    """What is found in one reading of a line besides such numbers."""
    kinds = (
        (_("号码"), GROUPED_MOBILE),
        (_("身份证号"), OLD_ID),
        (_("电话"), LANDLINE),
        (_("电话"), GROUPED_LANDLINE),
        (_("邮箱"), MAILBOX),
    )
    found = [f"{kind} {mask(one.group().lstrip('(（'))}" for kind, pattern in kinds for one in pattern.finditer(line)]
    return found + list(personal_things(line))
