"""What a 任务单 says: for all teachers of a school in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Sum

from credits.enums.ledger import HoursKind
from credits.facts.items import items_of_each
from credits.models import EvidenceItem, Selection, SelectionPlan, TrainingHours
from portal.units.enums import Level
from portal.units.models import Unit
from programs.facts.calendar import columns_of, steps_over
from programs.models import Program
from programs.policy import Resolved, resolve
from schools.models import Teacher

ASKED = (
    *("total_hours", "online_hours", "practice_hours", "face_to_face_hours", "practice_share_min", "credits", "joint_credits"),
    *("point_count", "dimension_count", "dimensions", "environments", "environment_rule", "compulsory_points", "excluded_points"),
    "deadline_year",
)
HOURS = {HoursKind.ONLINE: "online_hours", HoursKind.PRACTICE: "practice_hours", HoursKind.FACE_TO_FACE: "face_to_face_hours"}


@dataclass(frozen=True)
class TaskFacts:
    """One teacher's tasks: what the notices ask, the points chosen, what each point asks, hours had by kind in hundredths, days."""

    teacher: Teacher
    program: Program
    asked: list[Resolved]
    choices: list[Selection]
    items: dict[int, list[EvidenceItem]]
    had: dict[str, int]
    plan: SelectionPlan | None
    days: list[tuple[str, str]]


def tasks_of(unit: Unit, program: Program, teachers: list[Teacher]) -> list[TaskFacts]:
    """The tasks of teachers of one school, in their order."""
    policy = resolve(unit, program)
    asked = [value for key in ASKED if (value := policy[key]) is not None]
    choices, had, plans = defaultdict(list), defaultdict(dict), _plans(unit, program)
    rows = Selection.objects.current().filter(teacher__in=teachers, program=program).select_related("ability")
    for row in rows.order_by("ability__position"):
        choices[row.teacher_id].append(row)
    items = items_of_each({row.ability for rows in choices.values() for row in rows}, unit)
    sums = TrainingHours.objects.current().filter(teacher__in=teachers, program=program).order_by()
    for teacher, kind, hours in sums.values_list("teacher", "kind").annotate(Sum("hours")):
        had[teacher][kind] = hours or 0
    days = _days(unit, program)
    return [
        TaskFacts(one, program, asked, choices[one.pk], items, had[one.pk], plans.get(one.subject) or plans.get(""), days)
        for one in teachers
    ]


def _plans(unit, program) -> dict[str, SelectionPlan]:
    """Subject → the newest plan of the school."""
    return {plan.subject: plan for plan in SelectionPlan.objects.current().filter(unit=unit, program=program).order_by("year")}


def _days(unit, program) -> list[tuple[str, str]]:
    """Steps of the calendar that are the school's own, with the day each closes."""
    steps = [step for step in steps_over(unit, program) if Level.SCHOOL in step.owners]
    columns = [column for column in columns_of(steps) if column.closes_on and column.covers(unit.path)]
    return [(column.step.name, column.closes_on.isoformat()) for column in columns]
