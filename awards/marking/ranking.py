"""Placing nominations by their scores: averages compared as fractions, ties resolved by one stated rule or left standing."""

from dataclasses import dataclass
from fractions import Fraction
from statistics import median_low

from awards.marking.criteria import points

FULL = 10000


def average_text(total: int, count: int) -> str:
    """``total`` ten-thousandths of a point over ``count`` scores, with two decimals, rounded half up."""
    hundredths = Fraction(total, count) * 100 / FULL
    return points((hundredths + Fraction(1, 2)).__floor__() * 100, 2)


@dataclass(frozen=True)
class Scored:
    """The scores one nomination got that count, in ten-thousandths of a point; ``lead`` is that of the panel's lead."""

    key: int
    totals: tuple[int, ...]
    lead: int | None = None

    @property
    def average(self) -> Fraction:
        return Fraction(sum(self.totals), len(self.totals))

    @property
    def average_text(self) -> str:
        """Two decimals for reading; nothing is compared by it."""
        return average_text(sum(self.totals), len(self.totals))

    @property
    def spread(self) -> int:
        """Between the highest and the lowest score."""
        return max(self.totals) - min(self.totals)

    @property
    def middle(self) -> Fraction:
        """The median: of an even number, half-way between the two in the middle."""
        ordered = sorted(self.totals)
        return Fraction(median_low(ordered) + ordered[len(ordered) // 2], 2)


@dataclass(frozen=True)
class Placed:
    """Where one nomination stands; ``tied`` with others when the rule did not part them."""

    scored: Scored
    rank: int
    tied: bool


def placed(rows: list[Scored], rule: str) -> list[Placed]:
    """Best first; those the rule cannot part share the better rank (1, 2, 2, 4).

    The lead's score parts those of one average only where the lead scored every one of them.
    """
    unled = {row.average for row in rows if row.lead is None}
    grades = {row.key: _grade(row, rule, unled) for row in rows}
    ordered = sorted(rows, key=lambda row: (grades[row.key], -row.key), reverse=True)
    found = []
    for number, row in enumerate(ordered, start=1):
        alike = [other for other in rows if grades[other.key] == grades[row.key]]
        rank = found[-1].rank if found and grades[found[-1].scored.key] == grades[row.key] else number
        found.append(Placed(row, rank, len(alike) > 1))
    return found


def _grade(row: Scored, rule: str, unled: set[Fraction]) -> tuple:
    if rule == "median":
        return (row.average, row.middle)
    if rule == "lead" and row.average not in unled:
        return (row.average, row.lead)
    return (row.average,)


def too_far_apart(rows: list[Scored], bound: int) -> list[Scored]:
    """Those whose scores lie further apart than ``bound`` hundredths of a point."""
    return [row for row in rows if row.spread > bound * 100]
