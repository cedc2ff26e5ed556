"""What training costs a school, who bears it, and what may be paid for; pure. Money is in 分."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.kit.numbers import to_hundredths
from programs.parameters.funds import BORNE


@dataclass(frozen=True)
class Charge:
    """What a school's training costs (分; None where no fee is set or its teachers are not known) and how it is borne."""

    teachers: int | None
    fee: int | None
    borne: str

    @property
    def amount(self) -> int | None:
        return None if self.fee is None or self.teachers is None else self.teachers * self.fee

    @property
    def borne_text(self) -> str:
        return str(BORNE[self.borne]) if self.borne else str(_("未规定"))


def charge(teachers: int | None, ownership: str, policy) -> Charge:
    """Heads × fee under the policy in force, and what the rule for public and private schools says of it."""
    fee, bearing = policy.get("fee_per_teacher"), policy.get("fee_by_ownership")
    borne = getattr(bearing.value, ownership) if bearing and ownership else ""
    return Charge(teachers, to_hundredths(fee.value) if fee else None, borne)


def refusal_of(use: str, label: str, asked) -> str:
    """Why money may not go to ``use``, in a sentence; "" where it may, or no notice says."""
    if asked is None or use in asked.value:
        return ""
    return _("“%(use)s”不在允许的用途之内，经费只能用于：%(uses)s。") % {"use": label, "uses": asked.text}


def from_yuan(value: Decimal) -> int:
    """Yuan as typed, in 分."""
    return to_hundredths(value)


def yuan(fen: int | None) -> str:
    """Money as people read it: 1234567 → 12,345.67."""
    return "" if fen is None else f"{Decimal(fen) / 100:,.2f}"
