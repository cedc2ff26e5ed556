"""验收合格率 of a school (泗教师字〔2022〕1号 附件2四(三)1) against the rate a notice asks for; pure.

No notice of the five says how it is counted. It is counted here as: results found in order ÷ results looked at, to four
decimals, half up; what nobody has looked at is in neither number, and a school of which nothing was looked at has no rate.
"""

from dataclasses import dataclass
from decimal import Decimal

from portal.kit.numbers import half_up, plain


@dataclass(frozen=True)
class PassRate:
    """How many results were looked at and how many were in order; ``target`` is what a notice asks, None where none does."""

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
