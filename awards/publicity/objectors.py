"""What an objection says, without who says it."""

import re

from django.utils.translation import gettext as _

from awards.personal_numbers import GAP, masked
from awards.publicity.gate import leaks

SENTENCE = re.compile(r"(?<=[。！？；\n])")


def without_objector(text: str, name: str, contact: str) -> str:
    """``text`` without the objector's name and contact, in whatever groups they are written; personal numbers are masked.

    A sentence that still holds somebody's personal data is left out whole.
    """
    text = _spaced(name).sub(_("（异议人）"), text)
    text = _spaced("".join(re.findall(r"\d", contact)) or contact).sub(_("（联系方式略）"), text)
    sentences = SENTENCE.split(masked(text))
    return "".join(_("（此句有个人信息，略。）") if leaks({"": one}) else one for one in sentences)


def _spaced(word: str) -> re.Pattern:
    """``word`` with a gap or none between any two of its characters."""
    return re.compile(GAP.join(map(re.escape, word)) or r"(?!)")
