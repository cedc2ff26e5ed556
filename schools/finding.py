"""What this user may see of schools and people; anything else is 404."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from portal.accounts.enums import Role
from portal.units.enums import Level
from portal.units.models import Unit
from schools.models import Census, Merge, RosterReport, Teacher, Transfer

DIGITS = 15


def units_in_reach(user):
    """Units under the user's offices; the system administrator looks after them all."""
    units = Unit.objects.active()
    return units if user.holds(Role.SYSADMIN) else units.filter(user.reach(""))


def schools_in_reach(user):
    """Schools as units, whether or not anybody has described them yet."""
    return units_in_reach(user).at(Level.SCHOOL)


def named(queryset, words: str, field: str = "name"):
    """Rows whose ``field`` holds ``words``, one character or more."""
    return queryset.filter(**{f"{field}__contains": words.strip()}) if words.strip() else queryset


def numbers(values) -> list[int]:
    """The row numbers among what a form sent."""
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) <= DIGITS]


def find_teacher(request, code: str) -> Teacher:
    rows = Teacher.objects.visible_to(request.user).select_related("unit__parent", "upload", "merged_into")
    return get_object_or_404(rows, code=code)


def find_transfer(request, pk: int) -> Transfer:
    rows = Transfer.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("teacher__unit", "from_unit", "to_unit", "asked_by", "decided_by"), pk=pk)


def find_merge(request, pk: int) -> Merge:
    rows = Merge.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("keep__unit", "drop__unit", "asked_by", "decided_by"), pk=pk)


def find_census(request, pk: int) -> Census:
    return get_object_or_404(Census.objects.current().visible_to(request.user).select_related("unit"), pk=pk)


def find_report(request, pk: int) -> RosterReport:
    rows = RosterReport.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("unit", "census__unit", "submitted_by", "reviewed_by"), pk=pk)


def find_school(request, census: Census, code: str) -> Unit:
    """A school of the census within the user's reach."""
    unit = schools_in_reach(request.user).filter(code=code).first()
    if unit is None or not unit.is_within(census.unit):
        raise Http404
    return unit


def namesakes(user, teacher):
    """Other registrations of the same name or phone: whom somebody may mean by the same person."""
    return _others(user, teacher, Q(name=teacher.name))


def likely_same(user, teacher):
    """Other registrations that are probably the same person: same name and birthday, or the same phone."""
    return _others(user, teacher, Q(name=teacher.name, born_on=teacher.born_on) if teacher.born_on else Q(pk__in=[]))


def _others(user, teacher, alike: Q):
    if teacher.phone_key:
        alike |= Q(phone_key=teacher.phone_key)
    rows = Teacher.objects.current().visible_to(user).filter(alike).exclude(pk=teacher.pk)
    return rows.select_related("unit").order_by("unit__path", "pk")
