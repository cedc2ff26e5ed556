"""Who is due a certificate: passed points without one, once the policy's condition is met; set-based."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum

from credits.enums.declarations import DeclarationState
from credits.enums.ledger import PASSING
from credits.models import Certificate, CreditEntry
from portal.kit.numbers import to_hundredths
from portal.units.models import Unit, within
from programs.policy import Policy, resolve_many


@dataclass(frozen=True)
class Due:
    """A school whose teachers are due certificates: how many, for how many people, and after what.

    ``by_sheet`` of them are for results brought in by sheet, which nobody declared on the portal.
    """

    unit: Unit
    count: int
    people: int
    after: int | None
    by_sheet: int = 0


def credits_first(policy: Policy) -> int | None:
    """The credits, in hundredths, a teacher needs overall before any certificate (``certificate_after`` overall); None for none."""
    after, credits = policy.get("certificate_after"), policy.get("credits")
    return to_hundredths(credits.value) if after and after.value == "overall" and credits else None


def open_entries(unit: Unit, program):
    """Results of people at or below a unit that no certificate stands for; those reviewed here once they are recognised."""
    standing = Certificate.objects.standing().filter(teacher=OuterRef("teacher"), ability=OuterRef("ability"))
    known = Q(declaration=None) | Q(declaration__state=DeclarationState.RECOGNISED)
    rows = CreditEntry.objects.current().filter(within(unit.path, "teacher__unit__path"), known, program=program)
    return rows.filter(~Exists(standing), grade__in=PASSING, teacher__state="current")


def due_entries(unit: Unit, program):
    """Those of ``open_entries`` whose teacher has what the policy of the school asks first."""
    open_ = open_entries(unit, program)
    asked = asked_of(Unit.objects.filter(pk__in=open_.order_by().values("teacher__unit").distinct()), program)
    schools = defaultdict(list)
    for pk, amount in asked.items():
        schools[amount].append(pk)
    condition = Q(pk__in=[])
    for amount, units in schools.items():
        reached = Q() if amount is None else Q(had__gte=amount)
        condition |= Q(teacher__unit__in=units) & reached
    if any(amount is not None for amount in schools):
        open_ = open_.annotate(had=Subquery(_had(program)))
    return open_.filter(condition)


def _had(program):
    """Credits of a teacher's passed points; one passed in several catalogues counts once, as passed last."""
    passed = CreditEntry.objects.current().filter(program=program, grade__in=PASSING)
    same = passed.filter(teacher=OuterRef("teacher"), ability__code=OuterRef("ability__code"))
    again = same.filter(pk__gt=OuterRef("pk")).exclude(ability=OuterRef("ability"))
    own = passed.filter(teacher=OuterRef("teacher")).filter(~Exists(again)).order_by()
    return own.values("teacher").annotate(sum=Sum("ability__credits")).values("sum")


def asked_of(units: Iterable[Unit], program) -> dict[int, int | None]:
    """Primary key of a school → the credits its teachers need first; two queries."""
    return {pk: credits_first(policy) for pk, policy in resolve_many(units, program).items()}


def due_by_school(unit: Unit, program) -> list[Due]:
    """The schools at or below a unit with certificates due, the most first; a fixed number of queries."""
    rows = due_entries(unit, program).order_by().values(school=F("teacher__unit"))
    by_sheet = Count("pk", filter=Q(declaration=None))
    counted = list(rows.annotate(count=Count("pk"), people=Count("teacher", distinct=True), by_sheet=by_sheet))
    units = Unit.objects.in_bulk([row["school"] for row in counted])
    asked = asked_of(units.values(), program)
    found = [Due(units[row["school"]], row["count"], row["people"], asked[row["school"]], row["by_sheet"]) for row in counted]
    return sorted(found, key=lambda due: (-due.count, due.unit.path))
