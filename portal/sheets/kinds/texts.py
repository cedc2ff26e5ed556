"""Columns of text: free text, codes, phones, links, choices from a list, yes or no."""

import datetime
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from portal.sheets.kinds.base import Kind, Told, Unfit
from portal.sheets.kinds.cleaning import check_safe, half_width, plain, plain_and_safe, whole_number_text


def text_of(raw):
    """The text of a raw cell that should hold text, whatever Excel made of it."""
    if raw.__class__ is str:
        return raw
    if isinstance(raw, datetime.datetime):
        return raw.date().isoformat()
    if isinstance(raw, datetime.date):
        return raw.isoformat()
    return whole_number_text(raw)


@dataclass(frozen=True)
class Text(Kind):
    """Free text of at most ``max_length`` characters, one line unless ``lines``."""

    max_length: int = 200
    lines: bool = False
    width: int = 24

    def parse(self, raw):
        text = plain_and_safe(text_of(raw), lines=self.lines)
        if len(text) > self.max_length:
            raise Unfit(
                "too_long",
                _("内容有 %(length)d 个字，最多 %(most)d 个字。") % {"length": len(text), "most": self.max_length},
                _("请缩短后再上传。"),
            )
        if raw.__class__ is not str:
            return Told(text, _("按文本“%s”读取。") % text)
        return text if text == raw.strip() else Told(text, _("已去掉多余的空格或不可见字符。"))


PLAIN_CODE = re.compile("[0-9A-Z._/-]+")


@dataclass(frozen=True)
class Code(Text):
    """An identifier such as a code of a unit: half-width, without spaces, never rounded."""

    max_length: int = 32
    width: int = 18

    def parse(self, raw):
        if raw.__class__ is str and len(raw) <= self.max_length and PLAIN_CODE.fullmatch(raw):
            return raw
        text = half_width(plain(text_of(raw))).upper()
        if len(text) > self.max_length:
            raise Unfit("too_long", _("代码最多 %d 位。") % self.max_length, _("请核对后再上传。"))
        check_safe(text)
        return text if text == raw else Told(text, _("按代码“%s”读取。") % text)


MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"(0\d{2,3}-?)?[2-9]\d{6,7}(-\d{1,6})?")
SHORT_NUMBER = re.compile(r"\d{3,8}")


def is_plain_mobile(raw):
    """Whether a raw cell is a mobile number with nothing to understand, as most are."""
    return raw.__class__ is str and raw.isascii() and MOBILE.fullmatch(raw) is not None


@dataclass(frozen=True)
class Phone(Kind):
    """One phone number: a mobile of eleven digits or, where ``landline``, a fixed line with its extension."""

    landline: bool = False
    short: bool = False

    def parse(self, raw):
        if is_plain_mobile(raw):
            return raw
        text = re.sub(r"[()]", "", half_width(plain(text_of(raw))))
        compact = re.sub(r"^\+?86(?=1\d{10}$)", "", text.replace("-", ""))
        if MOBILE.fullmatch(compact):
            return compact if compact == raw else Told(compact, _("按手机号读取。"))
        if (self.landline and LANDLINE.fullmatch(text)) or (self.short and SHORT_NUMBER.fullmatch(text)):
            return text if text == raw else Told(text, _("按电话号码读取。"))
        raise self.refusal(text)

    def refusal(self, text):
        if re.search(r"[/、,;，；]", text) or len(re.findall(r"1[3-9]\d{9}", text)) > 1:
            return Unfit("several_phones", _("这一格里不止一个号码。"), _("请只留一个。"))
        digits = sum(character.isdigit() for character in text)
        return Unfit("phone", _("号码有 %d 位数字，不是有效的电话号码。") % digits, _("手机号应为 11 位，请核对。"))


LINK = re.compile(r"https?://[^\s/$.?#][^\s\"<>\\^`{|}]*", re.IGNORECASE)


@dataclass(frozen=True)
class Url(Kind):
    """A link to a page, http or https only."""

    max_length: int = 500
    width: int = 36

    def parse(self, raw):
        text = plain(text_of(raw))
        if len(text) > self.max_length:
            raise Unfit("too_long", _("链接最多 %d 个字符。") % self.max_length, _("请核对后再上传。"))
        if not LINK.fullmatch(text):
            raise Unfit("link", _("这不是一个网址。"), _("请填写以 http:// 或 https:// 开头的网址。"))
        return text


def fold(text):
    """The form in which choices and headings are compared: half-width, no spaces, lower case."""
    return half_width(plain(text)).lower()


@dataclass(frozen=True)
class Choice(Kind):
    """One of a list: ``enum`` is a ``TextChoices`` (or pairs of value and label), ``also`` maps other words to values."""

    enum: object
    also: dict = field(default_factory=dict)

    def __post_init__(self):
        words = {fold(str(label)): value for value, label in self.pairs()}
        words |= {fold(str(value)): value for value, _label in self.pairs()}
        words |= {fold(word): str(value) for word, value in self.also.items()}
        object.__setattr__(self, "words", words)

    def pairs(self):
        return list(getattr(self.enum, "choices", self.enum))

    def parse(self, raw):
        text = text_of(raw)
        value = self.words.get(fold(text))
        if value is None:
            raise Unfit("choice", _("“%s”不在可选项中。") % plain(text)[:40], _("可填：%s。") % "、".join(self.dropdown()))
        label = self.show(value)
        return value if label == text else Told(value, _("按“%s”读取。") % label)

    def show(self, value):
        return str(dict(self.pairs()).get(value, value or ""))

    def dropdown(self):
        return [str(label) for _value, label in self.pairs()]

    def hint(self):
        return _("从下拉列表中选择")


@dataclass(frozen=True)
class Flag(Kind):
    """Yes or no."""

    width: int = 10

    def parse(self, raw):
        if raw.__class__ is bool:
            return raw
        word = fold(text_of(raw))
        if word in {"是", "有", "1", "y", "yes", "true", "√", "✓", "✔", "合格", "计入"}:
            return True
        if word in {"否", "无", "0", "n", "no", "false", "×", "不合格", "不计入"}:
            return False
        raise Unfit("flag", _("“%s”既不是“是”也不是“否”。") % word[:20], _("请填“是”或“否”。"))

    def show(self, value):
        return "" if value is None else _("是") if value else _("否")

    def dropdown(self):
        return [_("是"), _("否")]
