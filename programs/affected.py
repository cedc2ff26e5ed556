"""Whom a notice would bind anew: for every unit under its issuer, which value in force becomes which; set-based."""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from portal.units.enums import Level
from portal.units.models import Unit, within
from programs.loading import Loaded, load_notice
from programs.models import Notice, Program
from programs.parameters import parameter_named
from programs.policy import Policy, resolve_many
from schools.models import Employment

COUNTED = (Level.CITY, Level.COUNTY, Level.SCHOOL_DISTRICT, Level.TOWNSHIP, Level.SCHOOL)


@dataclass(frozen=True)
class Shift:
    """A value in force that would change, and for how many units, schools and teachers."""

    label: str
    before: str
    after: str
    units: int
    schools: int
    teachers: int


@dataclass(frozen=True)
class Affected:
    """What loading a notice would change for those under it."""

    loaded: Loaded
    shifts: list[Shift]
    units: int
    schools: int
    teachers: int


@transaction.atomic
def affected_by(*, file: bytes, by) -> Affected:
    """Load the file in a transaction that is undone, and compare the policies of all units under its issuer; the same refusals."""
    with transaction.atomic():
        loaded = load_notice(file=file, by=by)
        notice = Notice.objects.select_related("issuer", "program").get(pk=loaded.notice.pk)
        issuer, code = notice.issuer, notice.program.code
        units = list(Unit.objects.active().within(issuer).filter(level__in=(issuer.level, *COUNTED)).order_by("path"))
        after = resolve_many(units, notice.program)
        transaction.set_rollback(True)
    program = Program.objects.filter(code=code).first()
    before = resolve_many(units, program) if program else {}
    return _told(loaded, units, before, after, _teachers(issuer))


def _teachers(issuer: Unit) -> dict[int, int]:
    """How many people are employed at each school under the issuer now."""
    rows = Employment.objects.active().filter(within(issuer.path, "unit__path")).order_by()
    return dict(rows.values_list("unit_id").annotate(Count("pk")))


def _told(loaded, units, before, after, teachers) -> Affected:
    groups: dict[tuple[int, int], list[Unit]] = {}
    for unit in units:
        groups.setdefault((id(before.get(unit.pk)), id(after[unit.pk])), []).append(unit)
    sums: dict[tuple[str, str, str], Counter] = {}
    touched = Counter()
    for members in groups.values():
        changed = differing(before.get(members[0].pk) or {}, after[members[0].pk])
        counted = _counted(members, teachers)
        touched.update(counted if changed else {})
        for shift in changed:
            sums.setdefault(shift, Counter()).update(counted)
    shifts = [Shift(*shift, count["units"], count["schools"], count["teachers"]) for shift, count in sums.items()]
    return Affected(loaded, shifts, touched["units"], touched["schools"], touched["teachers"])


def _counted(members: list[Unit], teachers: dict[int, int]) -> dict[str, int]:
    schools = [unit for unit in members if unit.level == Level.SCHOOL]
    people = sum(teachers.get(unit.pk, 0) for unit in schools)
    return {"units": len(members) - len(schools), "schools": len(schools), "teachers": people}


def differing(before: Policy, after: Policy) -> list[tuple[str, str, str]]:
    """(label, old phrase, new phrase) of every parameter whose value in force is another one."""
    nothing = _("未规定，不执行")
    told = []
    for key, new in after.items():
        old = before.get(key)
        if (old and old.value) != (new and new.value):
            label = str(parameter_named(key).label)
            told.append((label, old.text if old else nothing, new.text if new else nothing))
    return told
