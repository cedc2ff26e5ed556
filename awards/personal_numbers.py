"""Numbers of persons that slipped into free text."""

import re
import unicodedata

from portal.kit.text import mask

GAP = r"[ \u3000\t\-–—]?"
BORN = rf"(?:19|20)\d\d{GAP}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
ID_NUMBER = re.compile(rf"(?<!\d)[1-9]\d{{5}}{GAP}{BORN}{GAP}\d{{3}}{GAP}[\dXx](?!\d)")
MOBILE = re.compile(rf"(?<!\d)(?:\+?86{GAP})?1[3-9]\d{GAP}\d{{4}}{GAP}\d{{4}}(?!\d)")


def personal_numbers(text: str) -> list[str]:
    """What looks like an ID number (18 digits, a date of birth within) or a mobile number in ``text``, by first and last character.

    Digits of full width count like others, and a number written in groups is one number.
    """
    return [mask(_bare(found)) for pattern in (ID_NUMBER, MOBILE) for found in pattern.findall(_plain(text))]


def masked(text: str) -> str:
    """``text`` with such numbers by first and last character, for what is kept longer than the text."""
    plain = _plain(text)
    for pattern in (ID_NUMBER, MOBILE):
        plain = pattern.sub(lambda found: mask(_bare(found.group())), plain)
    return plain


def _plain(text: str) -> str:
    """``text`` with digits and letters of full width made plain, nothing else changed."""
    return "".join(unicodedata.normalize("NFKC", c) if "\uff10" <= c <= "\uff5a" else c for c in text)


def _bare(number: str) -> str:
    """The digits alone, without the code of the country."""
    digits = re.sub(r"[^\dXx]", "", number)
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits
