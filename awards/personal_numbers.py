"""Numbers of persons that slipped into free text."""

import re

from portal.kit.text import mask

ID_NUMBER = re.compile(r"(?<!\d)[1-9]\d{16}[\dXx](?!\d)")
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def personal_numbers(text: str) -> list[str]:
    """What looks like an ID number (18 digits) or a mobile number in ``text``, by first and last character."""
    return [mask(found) for pattern in (ID_NUMBER, MOBILE) for found in pattern.findall(text)]
