"""Who is due a certificate: passed points without one, once the policy's condition is met; set-based."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum

from credits.enums.declarations import DeclarationState
from credits.enums.ledger import Grade, RecordState
from credits.enums.reviews import CertificateState
from credits.facts.passed import counting
from credits.models import Certificate
from portal.kit.numbers import to_hundredths
from portal.units.models import Unit, within
from programs.parameters.people import Relief
from programs.policy import Policy, resolve_many

KNOWN = Q(declaration=None) | Q(declaration__state=DeclarationState.RECOGNISED)  # by sheet, or reviewed here and recognised
COUNTS = Q(entry__state=RecordState.CURRENT)
BORNE = COUNTS & (Q(entry__grade=Grade.EXCELLENT) | Q(entry__grade=Grade.PASSED, grade=Grade.PASSED))  # of certificates


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


@dataclass(frozen=True)
class First:
    """The credits, in hundredths, a teacher needs before any certificate (None: none), and whom the age rule eases.

    By how much it eases no notice says, so those it covers wait for no number (docs/decisions/0016, 0028).
    """

    credits: int | None = None
    relief: Relief | None = None

    @property
    def reached(self) -> Q:
        """Whose certificates wait for nothing, over results with ``had``."""
        if self.credits is None:
            return Q()
        if self.relief is None:
            return Q(had__gte=self.credits)
        eased = Q(teacher__born_on__lt=self.relief.born)
        if self.relief.inclusive:
            eased |= Q(teacher__born_on=self.relief.born)
        return Q(had__gte=self.credits) | eased


def credits_first(policy: Policy) -> First:
    """What comes before any certificate (``certificate_after`` overall)."""
    after, credits, relief = policy.get("certificate_after"), policy.get("credits"), policy.get("age_rule")
    if not (after and after.value == "overall" and credits):
        return First()
    return First(to_hundredths(credits.value), relief.value if relief else None)


def open_entries(unit: Unit, program):
    """Results of people at or below a unit that no certificate stands for; those reviewed here once they are recognised."""
    standing = Certificate.objects.standing().filter(teacher=OuterRef("teacher"), ability__code=OuterRef("ability__code"))
    rows = counting(KNOWN, program=program, teacher__state="current").filter(within(unit.path, "teacher__unit__path"))
    return rows.filter(~Exists(standing))


def due_entries(unit: Unit, program):
    """Those of ``open_entries`` whose teacher has what the policy of the school asks first."""
    open_ = open_entries(unit, program)
    asked = asked_of(Unit.objects.filter(pk__in=open_.order_by().values("teacher__unit").distinct()), program)
    schools = defaultdict(list)
    for pk, first in asked.items():
        schools[first].append(pk)
    condition = Q(pk__in=[])
    for first, units in schools.items():
        condition |= Q(teacher__unit__in=units) & first.reached
    if any(first.credits is not None for first in schools):
        open_ = open_.annotate(had=Subquery(_had(program)))
    return open_.filter(condition)


def _had(program):
    """Credits of a teacher's passed points, those reviewed here once they are recognised; each point counts once."""
    own = counting(KNOWN, program=program, teacher=OuterRef("teacher")).order_by()
    return own.values("teacher").annotate(sum=Sum("ability__credits")).values("sum")


def asked_of(units: Iterable[Unit], program) -> dict[int, First]:
    """Primary key of a school → what its teachers need first; two queries."""
    return {pk: credits_first(policy) for pk, policy in resolve_many(units, program).items()}


def due_by_school(unit: Unit, program) -> list[Due]:
    """The schools at or below a unit with certificates due, the most first; a fixed number of queries."""
    rows = due_entries(unit, program).order_by().values(school=F("teacher__unit"))
    by_sheet = Count("pk", filter=Q(declaration=None))
    counted = list(rows.annotate(count=Count("pk"), people=Count("teacher", distinct=True), by_sheet=by_sheet))
    units = Unit.objects.in_bulk([row["school"] for row in counted])
    asked = asked_of(units.values(), program)
    found = [
        Due(units[row["school"]], row["count"], row["people"], asked[row["school"]].credits, row["by_sheet"]) for row in counted
    ]
    return sorted(found, key=lambda due: (-due.count, due.unit.path))


def ended_in(job) -> list[Certificate]:
    """Of the certificates a job packed those that vouch for nothing today, by number; one query.

    Jobs that kept no list of their papers are taken to hold every certificate of their unit.
    """
    papers = job.result.get("papers")
    packed = within(job.unit.path, "unit__path") if papers is None else Q(document__in=papers)
    return list(Certificate.objects.filter(packed).exclude(state=CertificateState.VALID).order_by("number"))
