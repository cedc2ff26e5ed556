"""Choices of points as schools and bureaus look at them, each in a fixed number of queries."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q
from django.db.models.functions import Coalesce

from credits.enums.choosing import OPEN, Stage
from credits.enums.ledger import Dimension, Environment
from credits.models import MicroAbility, Selection, SelectionPlan, SelectionReport
from portal.units.enums import Level
from portal.units.models import Unit, within
from schools.enums import StaffCategory
from schools.models import Teacher

NOTHING = {"chosen": 0, "points": 0, "open": 0, "newest": None}


def plan_of(teacher: Teacher, program) -> SelectionPlan | None:
    """The plan a teacher's choice belongs to: the newest for his subject, else for all; one query."""
    plans = SelectionPlan.objects.current().filter(unit=teacher.unit_id, program=program, subject__in={"", teacher.subject})
    return plans.order_by("-year", "-subject").first()


def choices_of(teacher: Teacher, program) -> list[Selection]:
    """A teacher's choices, those sent back or withdrawn among them, the newest first; one query."""
    return list(Selection.objects.filter(teacher=teacher, program=program).select_related("ability").order_by("state", "-pk"))


def teachers_of(plan: SelectionPlan):
    """Teachers a plan is for."""
    return choosers().filter(Q(unit=plan.unit_id) & (Q(subject=plan.subject) if plan.subject else Q()))


def with_choice(teachers, program):
    """Those of ``teachers`` with a choice that counts, however far it has come."""
    return teachers.filter(pk__in=Selection.objects.current().filter(program=program).values("teacher"))


def without_choice(teachers, program):
    return teachers.exclude(pk__in=Selection.objects.current().filter(program=program).values("teacher"))


def stages_of(selections) -> Counter:
    """How many of these choices stand at each stage; one query."""
    return Counter(dict(selections.order_by().values_list("stage").annotate(Count("pk"))))


@dataclass
class Standing:
    """How a school stands with the choosing of its teachers: people, those who chose, confirmed points, choices still open."""

    unit: Unit
    teachers: int
    chosen: int
    points: int
    open: int
    report: SelectionReport | None
    newest: datetime | None = None
    report_returnable: bool = False

    @property
    def lacking(self) -> int:
        """Teachers without any confirmed point."""
        return self.teachers - self.chosen

    @property
    def changed(self) -> bool:
        """Whether what was reported is no longer what stands: other figures, or one point in place of another."""
        told = self.report
        if told is None:
            return False
        later = self.newest is not None and self.newest > told.reported_at
        return later or (told.teachers, told.chosen, told.points) != (self.teachers, self.chosen, self.points)


def standings(unit: Unit, program, year: int) -> list[Standing]:
    """Every school with teachers at or below a unit; four queries."""
    schools = Unit.objects.active().within(unit).at(Level.SCHOOL).order_by("path")
    here = within(unit.path, "unit__path")
    people = Counter(dict(choosers().filter(here).order_by().values_list("unit").annotate(Count("pk"))))
    choices = _choices(unit, program)
    reports = {row.unit_id: row for row in SelectionReport.objects.filed().filter(here, program=program, year=year)}
    return [
        Standing(unit=one, teachers=people[one.pk], report=reports.get(one.pk), **choices.get(one.pk, NOTHING))
        for one in schools
        if people[one.pk]
    ]


def _choices(unit, program) -> dict[int, dict]:
    """School → teachers with a confirmed choice, confirmed points, choices still open, the moment of the newest confirmed one."""
    rows = Selection.objects.current().filter(
        within(unit.path, "teacher__unit__path"), program=program, teacher__in=choosers().values("pk")
    )
    confirmed = Q(stage=Stage.CONFIRMED)
    counted = (
        rows.order_by()
        .values_list("teacher__unit")
        .annotate(
            chosen=Count("teacher", distinct=True, filter=confirmed),
            points=Count("pk", filter=confirmed),
            open=Count("pk", filter=Q(stage__in=OPEN)),
            newest=Max(Coalesce("confirmed_at", "created_at"), filter=confirmed),
        )
    )
    return {school: dict(zip(NOTHING, told, strict=True)) for school, *told in counted}


def sums_of(rows: list[Standing]) -> dict[str, int]:
    """The figures of several schools together, and how many of them have reported."""
    sums = {name: sum(getattr(one, name) for one in rows) for name in ("teachers", "chosen", "lacking", "points", "open")}
    return sums | {"schools": len(rows), "filed": sum(one.report is not None for one in rows)}


def by_ability(unit: Unit, program) -> list[tuple[MicroAbility, int]]:
    """Points with how many confirmed choices they have at and below a unit, in the order of the catalogue; two queries."""
    rows = Selection.objects.current().filter(within(unit.path, "teacher__unit__path"), program=program, stage=Stage.CONFIRMED)
    return _counted(rows)


def by_kind(points: list[tuple[MicroAbility, int]]) -> list[tuple]:
    """(dimension, choices by environment, choices together) over the four dimensions."""
    sums: Counter = Counter()
    for ability, count in points:
        sums[ability.dimension, ability.environment] += count
    rows = [(one, [sums[one.value, place.value] for place in Environment]) for one in Dimension]
    return [(one, cells, sum(cells)) for one, cells in rows]


def chosen_points(plan: SelectionPlan) -> list[tuple[MicroAbility, int]]:
    """Points its teachers chose with how many did, whatever the stage; two queries."""
    return _counted(Selection.objects.current().filter(plan=plan))


def _counted(rows) -> list[tuple[MicroAbility, int]]:
    counts = dict(rows.order_by().values_list("ability").annotate(Count("pk")))
    return [(ability, counts[ability.pk]) for ability in MicroAbility.objects.filter(pk__in=counts)]


def choosers():
    """Those who choose points: teachers in post."""
    return Teacher.objects.employed().filter(category=StaffCategory.TEACHER)
