"""Passed points, each counted once by its code whatever catalogue it was passed under (docs/decisions/0028)."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from credits.enums.ledger import PASSING
from credits.models import CreditEntry

FIRST = "PARTITION BY c.teacher_id, a.code ORDER BY c.assessed_on, c.id"  # the same rule in statements over entries and points


def counting(*among: Q, **narrowed):
    """Results that count: of several passed under versions of one point in a programme, the first.

    ``among`` says which results are looked at in the first place, ``narrowed`` whose are wanted, as in ``filter``.
    """
    passed = CreditEntry.objects.current().filter(*among, grade__in=PASSING)
    before = Q(assessed_on__lt=OuterRef("assessed_on")) | Q(assessed_on=OuterRef("assessed_on"), pk__lt=OuterRef("pk"))
    same = {"teacher": OuterRef("teacher"), "program": OuterRef("program"), "ability__code": OuterRef("ability__code")}
    return passed.filter(~Exists(passed.filter(before, **same)), **narrowed)


def passed_already(teacher, codes: Iterable[str], **narrowed) -> list[CreditEntry]:
    """The results by which a teacher passed points of these codes, under any version; one query."""
    return list(counting(teacher=teacher, ability__code__in=list(codes), **narrowed).select_related("ability"))


def told(entries: Iterable[CreditEntry]) -> str:
    """Passed points in words, with the version they were passed under where a newer one is in use."""
    return "、".join(entry.ability.versioned for entry in entries)
