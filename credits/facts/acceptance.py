"""Whose results wait for the school, and what stands beside each person; a fixed number of queries whatever their number.

Only what was passed is taken, so a result that was not (不合格) waits for nobody: a panel's goes back to the teacher or ends by
itself, a sheet's stays as it is, without credits. Both are shown, neither is counted as still to be done (docs/decisions/0022).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from credits.enums.acceptance import AcceptanceOutcome, AcceptanceState, LineState
from credits.enums.declarations import DeclarationState
from credits.enums.ledger import PASSING, Grade, RecordState
from credits.facts.check_terms import formula_in
from credits.facts.passed import counting
from credits.facts.said import said_of
from credits.models import Acceptance, Certificate, CreditEntry, Declaration, ResultLine, TrainingHours
from credits.rules.grading import RANK
from credits.rules.pass_rate import Looked, PassRate, counted
from programs.models import Program
from programs.policy import resolve
from schools.models import Teacher

SENT = ~Q(state__in=[LineState.RETURNED, LineState.REJECTED])


@dataclass
class Person:
    """One teacher of the school: what waits, what was not passed, what was taken, what was sent up, hours in hundredths."""

    teacher: Teacher
    waiting: list = field(default_factory=list)
    failed: list = field(default_factory=list)
    taken: list = field(default_factory=list)
    sent: int = 0
    hours: int = 0
    credits: int = 0


def _graded(unit, program):
    return Declaration.objects.filter(unit=unit, program=program, state=DeclarationState.GRADED)


def _brought(unit, program):
    return CreditEntry.objects.current().filter(teacher__unit=unit, program=program, declaration=None)


def waiting_declarations(unit, program):
    """申报 with a passing grade, not yet taken."""
    return _graded(unit, program).filter(grade__in=PASSING)


def waiting_entries(unit, program):
    """Passed results brought in by sheet, not yet taken."""
    taken = Acceptance.objects.current().filter(entry__teacher__unit=unit).values("entry")
    return _brought(unit, program).filter(grade__in=PASSING).exclude(pk__in=taken)


def waiting_of(unit, program, teachers: Iterable) -> list:
    """What waits for the school of these people, a sheet's with whether it is ``certified``; two queries."""
    return _read(waiting_declarations(unit, program), waiting_entries(unit, program), teachers)


def failed_of(unit, program, teachers: Iterable) -> list:
    """What these people did not pass, which waits for nobody; two queries."""
    failed = {"grade": Grade.FAILED}
    return _read(_graded(unit, program).filter(**failed), _brought(unit, program).filter(**failed), teachers)


def _read(declared, brought, teachers: Iterable) -> list:
    who = {"teacher__in": list(teachers)}
    related = ("teacher__user", "teacher__unit", "ability", "unit", "program")
    certified = Exists(Certificate.objects.standing().filter(entry=OuterRef("pk")))
    rows = (declared, brought.annotate(certified=certified))
    return [row for found in rows for row in found.filter(**who).select_related(*related).order_by("teacher", "ability")]


def people_of(unit, program):
    """The school's people with ``waits``, ``took`` and ``not_passed``: whether something of theirs waits, was taken or refused, and
    was not passed.
    """
    own = {"teacher": OuterRef("pk")}
    waits = Exists(waiting_declarations(unit, program).filter(**own)) | Exists(waiting_entries(unit, program).filter(**own))
    took = Exists(Acceptance.objects.current().filter(unit=unit, program=program, **own))
    failed = {"grade": Grade.FAILED, **own}
    not_passed = Exists(_graded(unit, program).filter(**failed)) | Exists(_brought(unit, program).filter(**failed))
    return Teacher.objects.employed().filter(unit=unit).annotate(waits=waits, took=took, not_passed=not_passed)


def told(teachers: list[Teacher], unit, program) -> list[Person]:
    """The people of one page with what stands beside them; ten queries."""
    people = {teacher.pk: Person(teacher) for teacher in teachers}
    waiting = waiting_of(unit, program, people)
    declared = [result for result in waiting if isinstance(result, Declaration)]
    said = said_of(declared)
    for result in declared:
        result.said = [one for one in said[result.pk] if one.attempt == result.attempt]
    for result in waiting:
        people[result.teacher_id].waiting.append(result)
    for result in failed_of(unit, program, people):
        people[result.teacher_id].failed.append(result)
    of_them = {"teacher__in": list(people), "program": program}
    taken = Acceptance.objects.current().filter(unit=unit, **of_them).select_related("ability", "declaration")
    for row in taken.order_by("ability"):
        people[row.teacher_id].taken.append(row)
    for teacher, hours in (
        TrainingHours.objects.current().filter(**of_them).order_by().values_list("teacher").annotate(Sum("hours"))
    ):
        people[teacher].hours = hours or 0
    for teacher, credits in counting(**of_them).order_by().values_list("teacher").annotate(Sum("ability__credits")):
        people[teacher].credits = credits
    for teacher, sent in _sent(unit, program, people):
        people[teacher].sent = sent
    return list(people.values())


def _sent(unit, program, people):
    rows = ResultLine.objects.filter(SENT, batch__unit=unit, batch__program=program, teacher__in=list(people)).order_by()
    return rows.values_list("teacher").annotate(Count("pk"))


def to_send(unit, program) -> list:
    """Acceptances whose results were taken and not sent up: the next batch; two queries.

    Where a review and a sheet both speak of a point the better result goes, of equals the sheet's, which counts already.
    """
    fresh = Q(declaration__state=DeclarationState.ACCEPTED) | Q(entry__state=RecordState.CURRENT, entry__grade=F("grade"))
    same = Q(teacher=OuterRef("teacher"), ability=OuterRef("ability")) | Q(entry=OuterRef("entry"))
    sent = ResultLine.objects.filter(SENT, same | Q(declaration=OuterRef("declaration")))
    rows = Acceptance.objects.current().filter(fresh, ~Exists(sent), unit=unit, program=program)
    rows = rows.filter(outcome=AcceptanceOutcome.ACCEPTED).select_related("teacher", "ability", "declaration", "entry")
    rows = list(rows.order_by("teacher__name", "teacher", "ability__position"))
    by_weight = sorted(rows, key=lambda row: (RANK[Grade(row.grade)], row.entry_id is not None))
    best = {(row.teacher_id, row.ability_id): row.pk for row in by_weight}
    return [row for row in rows if best[row.teacher_id, row.ability_id] == row.pk]


@dataclass(frozen=True)
class Progress:
    """How far a school is with its people: employed, with something waiting, with everything looked at, with nothing but results
    that were not passed, and the rate of results.
    """

    employed: int
    waiting: int
    looked_at: int
    failed: int
    rate: PassRate

    @property
    def untouched(self) -> int:
        """Those of whom nothing was ever handed in or brought in."""
        return self.employed - self.waiting - self.looked_at - self.failed


def progress_of(unit, program: Program) -> Progress:
    """The figures over the school's list; two queries and the policy's."""
    counts = people_of(unit, program).aggregate(
        employed=Count("pk"),
        waiting=Count("pk", filter=Q(waits=True)),
        looked_at=Count("pk", filter=Q(took=True, waits=False)),
        failed=Count("pk", filter=Q(not_passed=True, took=False, waits=False)),
    )
    return Progress(**counts, rate=acceptance_rate(unit, program))


def acceptance_rate(unit, program: Program) -> PassRate:
    """Results the school took, of all it looked at, or people by them where a notice counts those; what was overtaken counts no
    more. What the school did not take fails whatever becomes of it, since there are no findings here.
    """
    rows = Acceptance.objects.filter(unit=unit, program=program, state=AcceptanceState.CURRENT).order_by()
    policy = resolve(unit, program)
    looked = [
        Looked(teacher, "" if outcome == AcceptanceOutcome.ACCEPTED else "upheld")
        for teacher, outcome in rows.values_list("teacher", "outcome")
    ]
    target = policy["pass_rate_target"]
    about = {"target": target.value, "citation": target.citation} if target else {}
    return PassRate(*counted(looked, formula_in(policy)), **about)
