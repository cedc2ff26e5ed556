"""The quota table: the printed one is the authority, the formula its check."""

from dataclasses import dataclass

from awards.quota_rules.base import Allotment


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


def table(bases: dict[str, int], printed: dict[str, tuple[int, int]], rule: Allotment) -> list[QuotaRow]:
    """The quota table: a row for each printed unit in the notice's order, then for units the notice does not print.

    ``bases`` counts each unit's counties in the portal; ``printed`` maps a unit to its printed (basis, places).
    The formula is applied to the printed basis, since the table counts zones that need not be in the tree.
    """
    rows = [QuotaRow(code, basis, places, rule.places(basis, places)) for code, (basis, places) in printed.items()]
    return rows + [QuotaRow(code, basis, None, rule.places(basis, None)) for code, basis in bases.items() if code not in printed]
