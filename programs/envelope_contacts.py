"""Whom a notice tells to call: offices, never people."""

import re
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field

from programs.envelope_base import Correction, Line, Part

MOBILE, LANDLINE = re.compile(r"1[3-9]\d{9}"), re.compile(r"(?:0\d{2,3}-?)?[2-9]\d{6,7}(?:-\d{1,6})?")
SHORT = re.compile(r"[（(](\d{3,6})[）)]$")


def a_number(text: str) -> str:
    """A mobile or landline number, an office's short number in brackets after it; ``ValueError`` says how long it is.

    None where it stays in the notice itself.
    """
    written = re.sub(r"\s+", "", text)
    if not written:
        return ""
    number = SHORT.sub("", written)
    if MOBILE.fullmatch(number) or LANDLINE.fullmatch(number):
        return written
    digits = len(re.sub(r"\D", "", number))
    raise ValueError(
        _(
            "“%(number)s”有 %(digits)d 位数字，不是手机号（11 位）或固定电话"
            "；原文有误的，写更正后的，并在“原文误作”（corrected）留下原文。"
        )
        % {"number": written, "digits": digits}
    )


class ContactPart(Part):
    """An office that answers questions about the notice."""

    office: Annotated[Line, Field(description="科室或办公室，不写个人姓名")]
    phone: Annotated[str, Field(max_length=40, description="不入档的留空，页面说明见通知原文"), AfterValidator(a_number)] = ""
    email: Annotated[str, Field(max_length=100, pattern=r"^$|^[^@\s]+@[^@\s]+\.[^@\s]+$")] = ""
    corrected: Correction | None = None
