"""Numbers of the field: decimals rounded half up, stored as whole hundredths so that sums are exact on every database."""

from decimal import ROUND_HALF_UP, Decimal


def half_up(value: Decimal, places: int = 0) -> Decimal:
    """``value`` with ``places`` decimals, halves away from zero (the 四舍五入 of the notices)."""
    return Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def to_hundredths(value: Decimal | str | int) -> int:
    """A decimal as whole hundredths: "91.4" → 9140."""
    return int(half_up(Decimal(value) * 100))


def from_hundredths(value: int) -> Decimal:
    """Whole hundredths as a decimal: 9140 → 91.40."""
    return Decimal(value) / 100


def plain(value: Decimal) -> str:
    """A decimal as people write it: 91.40 → "91.4", 90.00 → "90"."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def plain_hundredths(value: int | None) -> str:
    """Whole hundredths as people write them; "" for nothing."""
    return "" if value is None else plain(from_hundredths(value))
