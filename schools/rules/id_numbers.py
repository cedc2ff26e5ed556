"""Identity numbers: what shape each document's number has, and what a resident number says of its holder.

GB 11643-1999: seventeen digits and a check character over weights mod 11. The first six digits are a division of the
time of issue and are not checked against today's.
"""

import re
from dataclasses import dataclass
from datetime import date
from operator import mul

from schools.enums import IdType, Sex

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
EARLIEST = date(1900, 1, 1)
EIGHTEEN = re.compile(r"\d{17}[\dX]")
HMT_PREFIXES = ("810000", "820000", "830000")
SHAPES = {
    IdType.HM_PERMIT: re.compile(r"[HM]\d{8}(\d{2})?"),
    IdType.TAIWAN_PERMIT: re.compile(r"\d{8}(\d{2})?"),
    IdType.FOREIGN_RESIDENCE: re.compile(r"9\d{16}[\dX]|[A-Z]{3}\d{12}"),
    IdType.PASSPORT: re.compile(r"[A-Z0-9]{5,17}"),
}


@dataclass(frozen=True)
class Holder:
    """What an eighteen-digit number says: the birth date and the sex."""

    born_on: date
    sex: Sex


def check_character(digits: str) -> str:
    """The last character that belongs to the first seventeen digits."""
    return CHECKS[sum(map(mul, WEIGHTS, map(int, digits[:17]))) % 11]


def fault_of(number: str, id_type: str, today: date) -> str:
    """Why ``number`` cannot be one of ``id_type``: length, old, characters, prefix, day, check, shape; empty when it can.

    ``number`` is half-width and upper case already.
    """
    if id_type in (IdType.RESIDENT, IdType.HMT_RESIDENCE):
        return _fault_of_eighteen(number, id_type, today)
    if not SHAPES[IdType(id_type)].fullmatch(number):
        return "shape"
    if id_type == IdType.FOREIGN_RESIDENCE and EIGHTEEN.fullmatch(number):
        return _fault_of_days_and_check(number, today)
    return ""


def _fault_of_eighteen(number: str, id_type: str, today: date) -> str:
    if re.fullmatch(r"\d{15}", number):
        return "old"
    if len(number) != 18:
        return "length"
    if not EIGHTEEN.fullmatch(number):
        return "characters"
    if (id_type == IdType.HMT_RESIDENCE) != number.startswith(HMT_PREFIXES):
        return "prefix"
    return _fault_of_days_and_check(number, today)


def _fault_of_days_and_check(number: str, today: date) -> str:
    born = _birthday(number)
    if born is None or not EARLIEST <= born <= today:
        return "day"
    return "" if check_character(number) == number[17] else "check"


def holder_of(number: str) -> Holder | None:
    """Birth date and sex an eighteen-digit number of a Chinese or permanent resident carries; None for other documents."""
    if not EIGHTEEN.fullmatch(number) or (born := _birthday(number)) is None:
        return None
    return Holder(born, Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)


def _birthday(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
