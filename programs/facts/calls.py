"""Bids side by side: the plan, the fee, the ranks, the conditions met."""

from dataclasses import dataclass

from programs.facts.institutions import checklist
from programs.models import InstitutionBid, InstitutionCall, InstitutionRanking


@dataclass(frozen=True)
class Compared:
    """One bid with what the portal knows of its institution; ``eligible`` as the checklist of the calling unit says."""

    bid: InstitutionBid
    ranks: tuple[str, ...]
    eligible: bool | None
    met: int
    asked: int


def compared(call: InstitutionCall, bids: list[InstitutionBid]) -> list[Compared]:
    """The bids by fee, the cheapest first, those without one last; the queries grow with the bids, which are few."""
    ranks: dict[int, list[str]] = {}
    rows = InstitutionRanking.objects.current().filter(unit__in=[bid.institution_id for bid in bids]).order_by("period__number")
    for unit, number, rank in rows.values_list("unit", "period__number", "rank"):
        ranks.setdefault(unit, []).append(f"{number}:{rank}")
    found = []
    for bid in bids:
        listed = checklist(bid.institution, call.unit, call.program)
        met = sum(line.met is True for line, _row in listed.lines)
        found.append(Compared(bid, tuple(ranks.get(bid.institution_id, ())), listed.eligible, met, len(listed.lines)))
    return sorted(found, key=lambda row: (row.bid.fee is None, row.bid.fee or 0, row.bid.institution.path))
