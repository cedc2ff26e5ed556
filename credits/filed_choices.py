"""The teachers' choices of points as something a school can file (``programs.contents``): frozen as they stood."""

from collections import defaultdict

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from credits.enums.choosing import Stage
from credits.facts.choosing import choosers, standings
from credits.models import Selection
from portal.kit.clock import local
from programs.contents import ContentKind, register
from programs.enums.filings import SETTLED
from programs.models import Filing

KEY = "choices"


def register_choices() -> None:
    """A kind of content: what the portal knows of a school's choices."""
    template = "credits/choices/_frozen.html"
    register(ContentKind(KEY, _("教师选点情况"), freeze=frozen, template=template, address=address))


def frozen(unit, task) -> dict | None:
    """The confirmed choices as they stand, teacher by teacher; None while nobody has one."""
    stands = next(iter(standings(unit, task.program, _year(task))), None) if task.program else None
    if stands is None or not stands.chosen:
        return None
    points = defaultdict(list)
    rows = Selection.objects.current().filter(program=task.program, stage=Stage.CONFIRMED, teacher__in=choosers().filter(unit=unit))
    for row in rows.select_related("teacher", "ability").order_by("teacher__name", "teacher_id", "ability__position"):
        points[row.teacher].append(str(row.ability))
    people = [{"name": one.name, "subject": one.subject, "points": told} for one, told in points.items()]
    return {"teachers": stands.teachers, "chosen": stands.chosen, "points": stands.points, "people": people}


def address(unit, task) -> str:
    """Where a school reports its choices."""
    about = {"unit": unit.code, "year": _year(task)} | ({"program": task.program.code} if task.program else {})
    return f"{reverse('credits:choice-report')}?{urlencode(about)}"


def _year(task) -> int:
    return task.year or local(task.due_at).year


def asked_of(unit, program, year: int) -> list[Filing]:
    """The school's filings of the year that ask for its choices and still take something in; one query."""
    rows = Filing.objects.filter(unit=unit, task__content=KEY, task__program=program).exclude(state__in=SETTLED)
    rows = rows.select_related("task__issuer", "task__clause__notice", "task__program", "unit", "receiver", "collator", "current")
    return [row for row in rows if _year(row.task) == year and row.takes_content]
