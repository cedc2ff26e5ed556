"""Schools as a list of schools brings them in, and taking that back."""

import secrets

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.kit.errors import DependedOn, Refused
from portal.units.actions import add_unit, close_units, revise_unit
from portal.units.enums import Level
from portal.units.models import Unit
from schools.actions.schools import describe, named, set_stages, told
from schools.enums import SchoolKind, SchoolState, Stage
from schools.models import School

LISTED = ("ownership", "contact", "phone", "reported_teachers")
NAMED = 3


@transaction.atomic
def add_school(*, parent: Unit, name: str, stages, by, code: str = "", upload=None, **values) -> School:
    """A new school with its unit under ``parent``; without a code it is given a local one.

    ``Refused`` where a school of that name stands there by now: two people may send the same list at once.
    """
    parent = Unit.objects.select_for_update().get(pk=parent.pk)
    if Unit.objects.active().at(Level.SCHOOL).filter(parent=parent, name=name).exists():
        raise Refused(_("%(unit)s之下已有“%(name)s”，请重新上传核对。") % {"unit": parent.name, "name": name})
    local = not code or Unit.objects.filter(code=code, local=True).exists()
    unit = add_unit(code=code or _local_code(), name=name, level=Level.SCHOOL, parent=parent, local=local, by=by)
    return describe(unit=unit, stages=stages, by=by, upload=upload, kind=_kind(stages), **values)


@transaction.atomic
def revise_school(*, unit: Unit, stages, by, upload=None, name: str | None = None, **values) -> School:
    """Bring a school's name, stages and ``LISTED`` values to what is given."""
    if name is not None:
        revise_unit(unit=unit, name=name, by=by)
    return describe(unit=unit, stages=stages, by=by, upload=upload, **values)


@transaction.atomic
def put_back_school(*, unit: Unit, by, name: str, stages, state, upload, **values) -> None:
    """Give a school the values it had before an upload (``upload`` is the key of the one before that, or None).

    What nobody had described then is void now.
    """
    revise_unit(unit=unit, name=name, by=by)
    school = School.objects.get(unit=unit)
    wanted = {**values, "state": state} if state else {"state": SchoolState.VOID}
    changes = {field: (getattr(school, field), value) for field, value in wanted.items() if getattr(school, field) != value}
    before, after = set(school.taught), {Stage(stage) for stage in stages} if state else set(school.taught)
    if before != after:
        set_stages(school, after)
        changes["stages"] = (named(before), named(after))
    School.objects.filter(pk=school.pk).stamp(**wanted, upload_id=upload)
    record(by, "school.put_back", school, unit=unit, changes=told(changes))


@transaction.atomic
def remove_schools(*, units, by) -> None:
    """Void what is told of schools and close their units (a queryset); ``DependedOn`` where anything else stands on one of them."""
    schools = list(School.objects.current().filter(unit__in=units).select_related("unit"))
    _check_followed(schools)
    School.objects.filter(pk__in=[school.pk for school in schools]).stamp(state=SchoolState.VOID)
    for school in schools:
        record(by, "school.voided", school, unit=school.unit, changes={"state": (SchoolState.CURRENT, SchoolState.VOID)})
    close_units(units=units, by=by)


def _check_followed(schools) -> None:
    """Other schools may look to one of ``schools`` as their lead school or 中心校."""
    others = School.objects.current().filter(Q(lead_school__in=schools) | Q(central_school__in=schools))
    names = list(others.exclude(pk__in=[school.pk for school in schools]).values_list("unit__name", flat=True)[:NAMED])
    if names:
        raise DependedOn(_("“%s”以其中的学校为牵头学校或中心校，请先改正。") % "”、“".join(names), fields={"units": names})


def _kind(stages) -> str:
    return SchoolKind.KINDERGARTEN if set(stages) == {Stage.KINDERGARTEN} else SchoolKind.SCHOOL


def _local_code() -> str:
    """A code of our own for a school that came without one."""
    return f"X{secrets.randbelow(10**9):09d}"
