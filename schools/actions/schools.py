"""Keeping what only schools have."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.kit.errors import Refused
from portal.units.enums import Level
from schools import policies
from schools.actions.telling import told_number
from schools.enums import SchoolState, Stage
from schools.models import School, SchoolStage

FIELDS = (
    *("kind", "ownership", "rural", "small", "remote", "environment", "area", "lead_school", "central_school"),
    *("contact", "phone", "reported_teachers"),
)


@transaction.atomic
def describe(*, unit, stages: Iterable[str], by, upload=None, **values) -> School:
    """Say what a school is: ``values`` of ``FIELDS``; what is not named stays as it is. What was void counts again.

    ``Refused`` when the unit is no school, no stage is given, or the school would lead or belong to itself.
    """
    policies.check_describe(by, unit)
    if unknown := values.keys() - set(FIELDS):
        raise TypeError(f"a school has no {', '.join(sorted(unknown))}")
    if unit.level != Level.SCHOOL:
        raise Refused(_("%(unit)s是%(level)s，不是学校。") % {"unit": unit.name, "level": Level(unit.level).label})
    if not (wanted := {Stage(stage) for stage in stages}):
        raise Refused(_("请至少选择一个学段。"), fields={"stages": _("必填")})
    school, created = School.objects.get_or_create(unit=unit, defaults={**values, "upload": upload})
    _check_relations(school, values)
    values |= {"state": SchoolState.CURRENT}
    changes = {name: (getattr(school, name), value) for name, value in values.items() if getattr(school, name) != value}
    before = set(school.taught)
    set_stages(school, wanted)
    if wanted != before and not created:
        changes["stages"] = (named(before), named(wanted))
    if changes:
        School.objects.filter(pk=school.pk).stamp(**values, **({"upload": upload} if upload else {}))
    if created or changes:
        record(by, "school.described", school, unit=unit, changes=told(changes))
    return School.objects.get(pk=school.pk)


def _check_relations(school, values) -> None:
    central = values.get("central_school")
    if central == school:
        raise Refused(_("学校不能是自己的中心校。"), fields={"central_school": _("不能是本校")})
    if central and central.central_school_id:
        raise Refused(_("%s是教学点，不能作为中心校。") % central, fields={"central_school": _("本身是教学点")})


def told(changes: dict) -> dict:
    """Changes as the log may tell them."""
    return {name: told_number(*pair) if name == "phone" else pair for name, pair in changes.items()}


def named(stages) -> str:
    """Stages in words, the youngest first."""
    return "、".join(str(stage.label) for stage in Stage if stage in stages)


def set_stages(school, wanted: set[Stage]) -> None:
    """Stages are a set of the school's, so rows no longer in it go; their history is the audit's."""
    there = set(school.taught)
    school.stages.filter(stage__in=there - wanted).delete()
    SchoolStage.objects.bulk_create(SchoolStage(school=school, stage=stage) for stage in Stage if stage in wanted - there)
