"""Keeping what only schools have."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.kit.errors import Refused
from portal.units.enums import Level
from schools import policies
from schools.enums import Stage
from schools.models import School, SchoolStage

FIELDS = ("kind", "ownership", "rural", "small")


@transaction.atomic
def describe(*, unit, kind: str, ownership: str, rural: bool, small: bool, stages: Iterable[str], by) -> School:
    """Say what a school is; ``Refused`` when the unit is none or no stage is given."""
    policies.check_describe(by, unit)
    if unit.level != Level.SCHOOL:
        raise Refused(_("%(unit)s是%(level)s，不是学校。") % {"unit": unit.name, "level": Level(unit.level).label})
    if not (wanted := {Stage(stage) for stage in stages}):
        raise Refused(_("请至少选择一个学段。"), fields={"stages": _("必填")})
    values = {"kind": kind, "ownership": ownership, "rural": rural, "small": small}
    school, created = School.objects.get_or_create(unit=unit, defaults=values)
    changes = {name: (getattr(school, name), values[name]) for name in FIELDS if getattr(school, name) != values[name]}
    before = set(school.taught)
    _set_stages(school, wanted)
    if wanted != before and not created:
        changes["stages"] = (_named(before), _named(wanted))
    if changes:
        School.objects.filter(pk=school.pk).stamp(**values)
    if created or changes:
        record(by, "school.described", school, unit=unit, changes=changes)
    return School.objects.get(pk=school.pk)


def _named(stages: set[Stage]) -> str:
    return "、".join(str(stage.label) for stage in Stage if stage in stages)


def _set_stages(school, wanted: set[Stage]) -> None:
    """Stages are a set of the school's, so rows no longer in it go; their history is the audit's."""
    there = set(school.taught)
    school.stages.filter(stage__in=there - wanted).delete()
    SchoolStage.objects.bulk_create(SchoolStage(school=school, stage=stage) for stage in Stage if stage in wanted - there)
