"""Versions of the catalogue of points: which is the newer; pure."""

import re

VERSION = re.compile(r"\d{1,3}(\.\d{1,3}){0,2}")


def is_version(text: str) -> bool:
    """Whether a version is numbers between dots, so that versions have an order."""
    return VERSION.fullmatch(text) is not None and len(text) <= 10


def order(version: str) -> tuple[int, ...]:
    """What versions are compared by: "10.0" is newer than "9.1", "2" the same as "2.0"."""
    numbers = [int(number) for number in version.split(".")]
    return tuple(numbers + [0] * (3 - len(numbers)))
