"""Numbers of persons that slipped into free text."""

import re
import unicodedata
from collections.abc import Callable

from portal.kit.text import mask

GAP = r"[ \u3000\t\-–—]?"
BORN = rf"(?:19|20)\d\d{GAP}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
ID_NUMBER = re.compile(rf"(?<!\d)[1-9]\d{{5}}{GAP}{BORN}{GAP}\d{{3}}{GAP}[\dXx](?!\d)")
MOBILE = re.compile(rf"(?<!\d)(?:\+?86{GAP})?1[3-9]\d{GAP}\d{{4}}{GAP}\d{{4}}(?!\d)")
CHINESE = dict(zip("〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "0001234567891123456789", strict=True))
WIDE = re.compile(r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
LONG_RUN = re.compile(rf"(?:[\d{''.join(CHINESE)}]{GAP}){{10,}}[\d{''.join(CHINESE)}Xx]")


def personal_numbers(text: str) -> list[str]:
    """What looks like an ID number (18 digits, a date of birth within) or a mobile number in ``text``, by first and last character.

    Digits of full width and Chinese ones count like others, and a number written in groups is one number.
    """
    return in_all_readings(text, lambda reading: [mask(_bare(one)) for one in ID_NUMBER.findall(reading) + MOBILE.findall(reading)])


def masked(text: str) -> str:
    """``text`` with such numbers by first and last character, for what is kept longer than the text."""
    plain = _without_numbers(_plain(text))
    return _without_numbers(read) if personal_numbers(read := _arabic(plain)) else plain


def _without_numbers(plain: str) -> str:
    for pattern in (ID_NUMBER, MOBILE):
        plain = pattern.sub(lambda found: mask(_bare(found.group())), plain)
    return plain


def in_all_readings(text: str, find: Callable[[str], list[str]]) -> list[str]:
    """What ``find`` finds in ``text`` with plain digits, and what it finds besides once long runs of Chinese digits are read too.

    Both, since a Chinese digit that happens to follow a number would hide it.
    """
    plain = _plain(text)
    found, read = find(plain), _arabic(plain)
    return found + [one for one in find(read) if one not in found] if read != plain else found


def _arabic(plain: str) -> str:
    """``plain`` with the Chinese digits of runs as long as a phone's number read as digits; years keep theirs."""
    return LONG_RUN.sub(lambda run: "".join(CHINESE.get(one, one) for one in run.group()), plain)


def _plain(text: str) -> str:
    """``text`` with digits and letters of full width made plain, nothing else changed."""
    return "".join(unicodedata.normalize("NFKC", c) if WIDE.match(c) else c for c in text)


def _bare(number: str) -> str:
    """The digits alone, without the code of the country."""
    digits = re.sub(r"[^\dXx]", "", number)
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits
