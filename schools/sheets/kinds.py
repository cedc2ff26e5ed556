"""Cells only rosters have."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.sheets.kinds import Code, Kind, Phone, Told, Unfit
from portal.sheets.kinds.cleaning import half_width, plain
from portal.sheets.kinds.texts import text_of

EXACT = 10**15
MASKED = re.compile(r".?\*+.?")


def is_masked(text) -> bool:
    """Whether a number stands as our own templates show it: first and last character only."""
    return bool(text) and "*" in text and MASKED.fullmatch(text) is not None


@dataclass(frozen=True)
class IdNumber(Code):
    """The number of an identity document as text; a number Excel has already rounded is refused, never guessed."""

    max_length: int = 20
    width: int = 24

    def parse(self, raw):
        if raw.__class__ is not str and raw.__class__ is not bool and isinstance(raw, int | float) and abs(raw) >= EXACT:
            raise Unfit(
                "id_as_number",
                _("证件号码存成了数字，末几位已丢失。"),
                _("请把这一列设为文本格式，重新填写号码后再上传。"),
            )
        return super().parse(raw)

    def hint(self):
        return _("按文本填写；已登记人员显示为首尾各一位，不改动即可。")


@dataclass(frozen=True)
class MaskedPhone(Phone):
    """A phone number that may also stand masked, as in a template filled with people already registered."""

    def parse(self, raw):
        text = half_width(plain(text_of(raw))) if raw.__class__ is str else ""
        return text if is_masked(text) else super().parse(raw)


@dataclass(frozen=True)
class Email(Kind):
    """An electronic mailbox."""

    width: int = 26

    def parse(self, raw):
        text = half_width(plain(text_of(raw)))
        if len(text) > 120 or not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
            raise Unfit("email", _("“%s”不是电子邮箱。") % text[:40], _("请填写 name@example.com 这样的邮箱，或留空。"))
        return text if text == raw else Told(text, _("已去掉多余的空格。"))
