"""What of the hours is closed, what is claimed already and what is capped; each for many rows in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from credits.enums.ledger import HoursKind
from credits.models import ClosedYear, TrainingHours
from credits.rules.hours import Claim, Claimed
from portal.units.models import Unit, within
from programs.policy import Resolved, resolve_many

NAMED = ("program", "teacher", "kind", "course", "ends_on", "institution")
AT_ONCE = 1000
CAPS = {
    HoursKind.ONLINE: "online_hours_cap",
    HoursKind.PRACTICE: "practice_hours_cap",
    HoursKind.FACE_TO_FACE: "face_to_face_hours_cap",
}


def closing(unit: Unit, program, year: int) -> ClosedYear | None:
    """The closing that binds a unit's hours of a year, the highest unit's first; one query."""
    rows = ClosedYear.objects.closed().filter(unit__path__in=unit.paths_upward(), program=program, year=year)
    return rows.select_related("unit").order_by("unit__path").first()


def closings(program) -> list[ClosedYear]:
    """Every closing of a programme that stands; one query."""
    return list(ClosedYear.objects.closed().filter(program=program).select_related("unit"))


def mark_closed(rows) -> None:
    """Tell each row of hours in ``closed`` whether its year is closed where its teacher works; one query."""
    standing = list(ClosedYear.objects.closed().select_related("unit"))
    for row in rows:
        row.closed = any(
            one.year == row.year and one.program_id == row.program_id and row.teacher.unit.is_within(one.unit) for one in standing
        )


def closed_rows(upload):
    """Rows of an upload whose year is closed where their teachers work; two queries."""
    closed = Q(pk__in=[])
    for one in ClosedYear.objects.closed().select_related("unit"):
        closed |= within(one.unit.path, "teacher__unit__path") & Q(program=one.program_id, year=one.year)
    rows = TrainingHours.objects.current().filter(closed, upload=upload)
    return rows.select_related("teacher__unit", "program").order_by("pk")


def claimed(teachers: Iterable[int]) -> Claimed:
    """What these teachers have on record in every programme; one query for each thousand."""
    found, keys = Claimed(), sorted(set(teachers))
    for start in range(0, len(keys), AT_ONCE):
        rows = TrainingHours.objects.current().filter(teacher__in=keys[start : start + AT_ONCE]).order_by("pk")
        for *name, hours, joint, passed, key in rows.values_list(*NAMED, "hours", "joint_credits", "passed", "pk"):
            found.add(Claim(*name, hours or 0, joint or 0, passed, key))
    return found


def seen_from(unit: Unit):
    """Rows that whoever may read an upload for this unit may see: of its teachers, or brought in by that institution itself."""
    return TrainingHours.objects.filter(within(unit.path, "teacher__unit__path") | Q(institution=unit))


def places_of(claims: Iterable[Claim], seen) -> dict[int, tuple[str, str]]:
    """Row → (programme, unit) of claims on record, by name; only of rows among ``seen``; one query for each thousand."""
    keys, found = sorted({claim.row for claim in claims if claim.row is not None}), {}
    for start in range(0, len(keys), AT_ONCE):
        rows = seen.filter(pk__in=keys[start : start + AT_ONCE])
        found |= {key: (program, unit) for key, program, unit in rows.values_list("pk", "program__name", "unit__name")}
    return found


def caps_of(units: Iterable[Unit], program) -> dict[int, dict[str, Resolved]]:
    """Unit → kind of hours → the most that is recorded; kinds without a cap and units without any are not there."""
    policies = resolve_many(list(units), program)
    found = {
        unit: {kind.value: policy[key] for kind, key in CAPS.items() if policy[key] is not None}
        for unit, policy in policies.items()
    }
    return {unit: caps for unit, caps in found.items() if caps}


@dataclass
class YearRow:
    """The hours of one calendar year at and below a unit, in hundredths, and the closing that binds there."""

    year: int
    teachers: int
    rows: int
    hours: int
    adjusted: int
    closed: ClosedYear | None
    opens: bool = False


def years_of(unit: Unit, program) -> list[YearRow]:
    """Years with hours, and those closed without any, the newest first; two queries."""
    rows = TrainingHours.objects.current().filter(within(unit.path, "teacher__unit__path"), program=program).order_by()
    counted = rows.values("year").annotate(
        people=Count("teacher", distinct=True), number=Count("pk"), amount=Sum("hours"), late=Count("pk", filter=~Q(adjustment=""))
    )
    sums = {one["year"]: one for one in counted}
    closed = {}
    for row in ClosedYear.objects.closed().filter(unit__path__in=unit.paths_upward(), program=program).select_related("unit"):
        closed.setdefault(row.year, row)
    nothing = {"people": 0, "number": 0, "amount": 0, "late": 0}
    return [
        YearRow(year, one["people"], one["number"], one["amount"] or 0, one["late"], closed.get(year))
        for year in sorted({*sums, *closed}, reverse=True)
        for one in [sums.get(year, nothing)]
    ]
