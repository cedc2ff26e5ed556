"""验收合格率 of a school (泗教师字〔2022〕1号 附件2四(三)1) against the rate a notice asks for; pure.

No notice of the five says how it is counted; one may (``pass_rate_findings``, ``pass_rate_of``). Without one it is: results
found in order, or cleared after mending, ÷ results looked at, to four decimals, half up. What nobody has looked at is in neither
number, and a school of which nothing was looked at has no rate.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from portal.kit.numbers import half_up, plain


@dataclass(frozen=True)
class Formula:
    """Which findings fail a result (``all``, ``uncleared``, ``upheld``), and whether results or people are counted."""

    findings: str = "uncleared"
    of: str = "results"


@dataclass(frozen=True)
class Looked:
    """One result that was looked at: whose it is and how its finding stands, ``finding`` empty where it was in order."""

    person: int
    finding: str = ""

    def fails(self, findings: str) -> bool:
        """Whether it counts as failed."""
        if findings == "upheld":
            return self.finding == "upheld"
        return bool(self.finding) and (findings == "all" or self.finding != "cleared")


def counted(looked: Iterable[Looked], formula: Formula) -> tuple[int, int]:
    """How many were looked at and how many of them are in order; of people, those all of whose results are."""
    looked = list(looked)
    failed = [one for one in looked if one.fails(formula.findings)]
    if formula.of == "people":
        people, fell = {one.person for one in looked}, {one.person for one in failed}
        return len(people), len(people - fell)
    return len(looked), len(looked) - len(failed)


@dataclass(frozen=True)
class PassRate:
    """How many results or people were looked at and how many are in order; ``target`` is what a notice asks, None without one."""

    looked_at: int
    in_order: int
    target: Decimal | None = None
    citation: str = ""

    @property
    def rate(self) -> Decimal | None:
        """The part in order, to four decimals; None where nothing was looked at."""
        return half_up(Decimal(self.in_order) / self.looked_at, 4) if self.looked_at else None

    @property
    def percent(self) -> str:
        """0.9667 → "96.67%"; nothing → —."""
        return "—" if self.rate is None else f"{plain(self.rate * 100)}%"

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached, by whole numbers and not by the rounded rate; None where there is neither."""
        if self.target is None or not self.looked_at:
            return None
        return self.in_order >= self.target * self.looked_at

    @property
    def missing(self) -> int:
        """How many more of those looked at would have to be in order to reach the target."""
        if self.reached is not False:
            return 0
        needed = self.target * self.looked_at
        return int(-(-needed // 1)) - self.in_order
