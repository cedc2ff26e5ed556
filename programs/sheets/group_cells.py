"""Cells only the rosters of groups have."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _now

from portal.sheets.kinds import Choice, Kind, Phone, Told
from portal.sheets.kinds.cleaning import half_width, plain
from portal.sheets.kinds.texts import fold, text_of
from programs.enums.groups import MemberRole

CONTACT = re.compile(r"[(]?(工作)?联系人[)]?")
NUMBERS = re.compile(r"(.+?)\((\d{3,8})\)")
ROLES = Choice(
    MemberRole,
    also={"队长": "leader", "负责人": "leader", "副队长": "deputy_leader", "联络人": "liaison", "组员": "member"},
)


@dataclass(frozen=True)
class Place(Kind):
    """组内职务, with the mark of the contact: 成员（工作联系人）is a plain member who is the contact; (role, contact)."""

    width: int = 18

    def parse(self, raw):
        text = half_width(plain(text_of(raw)))
        contact = CONTACT.search(text)
        rest = CONTACT.sub("", text).strip()
        role = ROLES.parse(rest) if rest else MemberRole.MEMBER.value
        role = role.value if isinstance(role, Told) else role
        value = (str(role), bool(contact))
        return value if fold(self.show(value)) == fold(text) else Told(value, _now("按“%s”读取。") % self.show(value))

    def show(self, value):
        if not value:
            return ""
        role, contact = value
        return f"{MemberRole(role).label}（{_now('工作联系人')}）" if contact else str(MemberRole(role).label)

    def dropdown(self):
        return [*ROLES.dropdown(), _now("成员（工作联系人）")]


@dataclass(frozen=True)
class NumberedPhone(Phone):
    """A phone, with the short number that may follow it in brackets kept: “13900000000（600000）”."""

    landline: bool = True
    short: bool = True
    width: int = 24

    def parse(self, raw):
        text = half_width(plain(text_of(raw)))
        found = NUMBERS.fullmatch(text)
        if found is None:
            return super().parse(raw)
        number = super().parse(found[1])
        number = number.value if isinstance(number, Told) else number
        value = f"{number}({found[2]})"
        return (
            value
            if value == raw
            else Told(value, _now("按号码 %(number)s、短号 %(short)s 读取。") % {"number": "…", "short": found[2]})
        )


def parted(phone: str) -> tuple[str, str]:
    """A phone and its short number."""
    found = NUMBERS.fullmatch(phone or "")
    return (found[1], found[2]) if found else (phone or "", "")


def joined(phone: str, short: str) -> str:
    """A phone and its short number as one cell."""
    return f"{phone}({short})" if phone and short else phone or short
