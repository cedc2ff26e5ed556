"""Who can answer for a duty of a school, what it may belong to, and which departments are named already."""

from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.kit.clock import database_now, local
from programs.facts.calendar import steps_over
from programs.models import Duty, Task
from schools.models import Teacher

STAFF = (Role.CIO, Role.SCHOOL_ADMIN)


def staff_of(unit):
    """Accounts of the school's head and clerks."""
    today = local(database_now()).date()
    posts = {"posts__unit": unit, "posts__role__in": STAFF, "posts__state": "active", "posts__starts_on__lte": today}
    return User.objects.filter(**posts, is_active=True).distinct().order_by("name", "pk")


def teachers_of(unit):
    return Teacher.objects.employed().filter(unit=unit).order_by("name", "pk")


def steps_for(unit):
    """The steps of the calendars that bind the school and are its own."""
    return [step for step in steps_over(unit) if unit.level in step.owners]


def tasks_for(unit):
    """What the school is asked to hand in."""
    return Task.objects.open().filter(filings__unit=unit).distinct().order_by("due_at", "pk")


def departments_of(units) -> list[str]:
    """Those named so far at any of ``units`` (a query), by name."""
    rows = Duty.objects.filter(unit__in=units).order_by("department").values_list("department", flat=True)
    return list(rows.distinct()[:100])
