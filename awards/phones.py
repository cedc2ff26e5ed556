"""Numbers by which a nominee is reached, as they may be printed on a form."""

import re

from django.utils.translation import gettext as _

from portal.sheets.kinds import Phone, Told, Unfit

NUMBER = Phone(landline=True)
EXTENSION = re.compile(r"\s*(?:转|分机|ext\.?)\s*", re.IGNORECASE)


def phone_fault(text: str) -> str:
    """Why ``text`` is no mobile number and no landline with its area code; "" when it is one, or nothing yet."""
    if not text.strip():
        return ""
    try:
        read = NUMBER.read(EXTENSION.sub("-", text))
    except Unfit as unfit:
        if unfit.code == "several_phones":
            return f"{unfit.message}{unfit.advice}"
        return _("不是有效的电话号码：请填 11 位手机号，或带区号的座机，分机写在后面，如 0577-62520000-801。")
    number = read.value if isinstance(read, Told) else read
    if number.startswith(("0", "1")):
        return ""
    return _("座机请带上区号，如 0577-62520000。")
