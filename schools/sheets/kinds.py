"""Cells only rosters have."""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.sheets.kinds import Code, Kind, Phone, Told, Unfit
from portal.sheets.kinds.cleaning import half_width, plain
from portal.sheets.kinds.texts import fold, is_plain_mobile, text_of
from schools.enums import Stage
from schools.sheets.words import SEVERAL_STAGES, STAGE

EXACT = 10**15
SHORTEST = 7
MASKED = re.compile(r".?\*+.?")
BRACKETED = re.compile(r"(.+?)\((\d{3,8})\)")
CUT_OFF = re.compile(r"[01]\d{6,7}")  # a mobile or area code that lost its end, not a short number
PARTING = re.compile(r"[、,;/+和及与\s]+")


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
        if raw.__class__ is not str or is_plain_mobile(raw):
            return super().parse(raw)
        text = half_width(plain(raw))
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


@dataclass(frozen=True)
class OfficePhone(Phone):
    """A phone, mobile or fixed, without the short number of the office network that may follow it in brackets."""

    landline: bool = True
    short: bool = True

    def parse(self, raw):
        text = half_width(plain(text_of(raw)))
        found = BRACKETED.fullmatch(text)
        if CUT_OFF.fullmatch(text):
            raise self.refusal(text)
        if found is None or sum(map(str.isdigit, found[1])) < SHORTEST:
            return super().parse(raw)
        value = super().parse(found[1])
        value = value.value if isinstance(value, Told) else value
        return Told(value, _("按号码读取，括号里的内部短号 %s 不收入。") % found[2])


@dataclass(frozen=True)
class Stages(Kind):
    """The stages of a school, the youngest first; 九年一贯制 and the like stand for several."""

    width: int = 20

    def parse(self, raw):
        text = plain(text_of(raw))
        named = SEVERAL_STAGES.get(fold(text)) or self.each(text)
        value = tuple(stage.value for stage in Stage if stage.value in named)
        return value if self.show(value) == text else Told(value, _("按“%s”读取。") % self.show(value))

    def each(self, text) -> set[str]:
        """The stages of a list of words; ``Unfit`` names the first that is none."""
        found: set[str] = set()
        for word in PARTING.split(unicodedata.normalize("NFKC", text)):
            stages = SEVERAL_STAGES.get(fold(word)) or STAGE.words.get(fold(word).removesuffix("学段"))
            if word and stages is None:
                advice = _("可填：%s；有几个学段的用顿号分开。") % "、".join(STAGE.dropdown())
                raise Unfit("stage", _("“%s”不是学段。") % word[:40], advice)
            found |= {stages} if isinstance(stages, str) else set(stages or ())
        if not found:
            raise Unfit("stage", _("没有写明学段。"), _("可填：%s。") % "、".join(STAGE.dropdown()))
        return found

    def show(self, value):
        return "、".join(str(Stage(stage).label) for stage in value or ())

    def hint(self):
        return _("如 小学；九年一贯制填 小学、初中")
