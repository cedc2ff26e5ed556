"""How many places a unit has: the printed table is the authority, the formula its check."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_UP, Decimal

ROUNDINGS = {"half_up": ROUND_HALF_UP, "down": ROUND_DOWN, "up": ROUND_CEILING}


def share_of(basis: int, share: Decimal, rounding: str = "half_up") -> int:
    """How many places a share of ``basis`` gives; 浙工程办函〔2023〕7号 附件1 rounds half up, city by city.

    Rounding halves to even, as Python does by itself, would cost a city of ten counties a place.
    """
    return int((basis * share).quantize(Decimal(1), ROUNDINGS[rounding]))


@dataclass(frozen=True)
class QuotaRow:
    """One unit's line of a quota table: what is printed and what the formula gives for the basis counted."""

    unit_code: str
    basis: int
    printed_places: int | None
    formula_places: int

    @property
    def places(self) -> int:
        """The places in force."""
        return self.formula_places if self.printed_places is None else self.printed_places

    @property
    def agrees(self) -> bool:
        """Whether the printed number is what the formula gives."""
        return self.printed_places is None or self.printed_places == self.formula_places


def table(bases: dict[str, int], printed: dict[str, tuple[int, int]], share: Decimal, rounding: str) -> list[QuotaRow]:
    """The quota table: a row for each printed unit in the notice's order, then for units the notice does not print.

    ``bases`` counts each unit's counties in the portal; ``printed`` maps a unit to its printed (basis, places).
    The formula is applied to the printed basis, since the table counts zones that need not be in the tree.
    """
    rows = [QuotaRow(code, basis, places, share_of(basis, share, rounding)) for code, (basis, places) in printed.items()]
    rest = [code for code in bases if code not in printed]
    return rows + [QuotaRow(code, bases[code], None, share_of(bases[code], share, rounding)) for code in rest]
