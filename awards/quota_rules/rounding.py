"""Shares in whole places, with the rounding stated."""

from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Literal

from portal.kit.numbers import plain

Rounding = Literal["half_up", "down", "up"]
ROUNDINGS = {"half_up": ROUND_HALF_UP, "down": ROUND_DOWN, "up": ROUND_CEILING}
WORDS = {"half_up": "四舍五入", "down": "舍去小数", "up": "有小数即进一"}


def share_of(basis: int, share: Decimal, rounding: str = "half_up") -> int:
    """How many places a share of ``basis`` gives; 浙工程办函〔2023〕7号 附件1 rounds half up, city by city.

    Rounding halves to even, as Python does by itself, would cost a city of ten counties a place.
    """
    return int((basis * share).quantize(Decimal(1), ROUNDINGS[rounding]))


def percent(share: Decimal) -> str:
    """A share as people write it: 0.25 → 25%."""
    return f"{plain(Decimal(share) * 100)}%"
