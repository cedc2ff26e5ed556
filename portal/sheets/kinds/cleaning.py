"""How texts typed by people are made plain before anything is read from them."""

import math
import re
import unicodedata

from django.utils.translation import gettext as _

from portal.sheets.kinds.base import Unfit

SPACES = re.compile(r"[\s\u3000\u00a0]+")
INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u2060-\u2064\u206a-\u206f\ufeff\ufe00-\ufe0f\ufff9-\ufffb\U000e0000-\U000e0fff]")
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
FILLERS = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")
COMBINING = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0e31-\u0e4e"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
COMBINING_RUN = re.compile(f"[{COMBINING}]{{9}}")
DASHES = str.maketrans("−—–", "---")
SURROGATES = re.compile("[\ud800-\udfff]")
SUSPECT = re.compile(
    f"[{COMBINING}\x00-\x1f\x7f-\xa0\xad\u115f\u1160\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164"
    "\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]|  |^ | $|_x000D_"
)


def is_plain(text):
    """Whether a text has nothing to clean; nearly every cell, so it is asked first."""
    return not SUSPECT.search(text) and unicodedata.is_normalized("NFC", text)


def plain(text, *, lines=False):
    """Text in NFC without invisible or control characters; inner line breaks stay only where ``lines`` says so."""
    if is_plain(text):
        return text
    text = unicodedata.normalize("NFC", text).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    text = SURROGATES.sub("", CONTROLS.sub("", INVISIBLE.sub("", text)))
    if not FILLERS.sub("", text).strip():
        return ""
    return text.strip() if lines else SPACES.sub(" ", text).strip()


def is_blank(raw):
    """Whether a raw cell holds nothing anyone could see."""
    if raw is None or raw == "":
        return True
    if raw.__class__ is not str or "!" <= raw[0] <= "~" or "\u4e00" <= raw[0] <= "\u9fff":
        return False
    return len(raw) < 64 and not plain(raw)


def half_width(text):
    """Digits and signs typed full-width, as their half-width twins, without inner spaces."""
    return SPACES.sub("", unicodedata.normalize("NFKC", text)).translate(DASHES)


def plain_and_safe(text, *, lines=False):
    """``plain`` text, refused where it would be shown otherwise than it is stored."""
    if is_plain(text):
        return text
    text = plain(text, lines=lines)
    check_safe(text)
    return text


def check_safe(text):
    """Refuse texts that would be shown otherwise than they are stored."""
    if BIDI.search(text):
        raise Unfit("bidi_control", _("内容含有改变文字方向的控制字符。"), _("请删除后重新输入这一格。"))
    if COMBINING_RUN.search(text):
        raise Unfit("combining_marks", _("内容叠加了过多的组合符号。"), _("请重新输入这一格。"))


def whole_number_text(raw):
    """A number typed where a code is meant, as text; refuses what Excel has already rounded."""
    if raw.__class__ is bool:
        raise Unfit("truth_value", _("这一格是逻辑值。"), _("请改为文本格式后重新填写。"))
    if not math.isfinite(raw) or raw != int(raw):
        return repr(raw)
    if abs(raw) >= 10**15:
        raise Unfit(
            "digits_lost",
            _("这一格按数字存放，第 15 位以后的数字已经丢失。"),
            _("请把这一列设为文本格式，重新输入完整号码。"),
        )
    return str(int(raw))
