"""Groups and teams: set up, described, carried into the next year, put aside."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from portal.kit.text import clean_text
from portal.units.enums import Level
from portal.units.models import Unit
from programs.actions import members
from programs.enums.groups import LEVELS, GroupKind, GroupState
from programs.models import Group, Program
from programs.policies import groups as policies

DEPARTMENT_LIMIT = 60


@transaction.atomic
def set_up(*, unit: Unit, program: Program, kind: str, year: int, by, department: str = "", upload=None) -> Group:
    """A group of that kind for the unit; ``Refused`` where it has one at work already."""
    policies.check_keep_groups(by, unit)
    _check_kind(unit, kind)
    Unit.objects.select_for_update().get(pk=unit.pk)
    if Group.objects.current().filter(unit=unit, program=program, kind=kind).exists():
        about = {"unit": unit.name, "kind": GroupKind(kind).label}
        raise Refused(_("%(unit)s已有现任的%(kind)s，换届请在其页面上“沿用到新年度”。") % about)
    values = {"department": _department(department), "upload": upload, "parent": _leaders_of(unit, program, kind)}
    group = Group.objects.create(unit=unit, program=program, kind=kind, year=year, **values)
    if kind == GroupKind.LEADERSHIP_GROUP:
        offices = Group.objects.current().filter(unit=unit, program=program, kind=GroupKind.OFFICE, parent=None)
        offices.stamp(parent=group)
    record(by, "group.set_up", group, unit=unit)
    return group


@transaction.atomic
def describe(*, group: Group, department: str, by) -> None:
    """Say which 科室 does the group's work."""
    _check_at_work(by, group)
    before, after = group.department, _department(department)
    Group.objects.filter(pk=group.pk).stamp(department=after)
    record(by, "group.described", group, changes={"department": (before, after)})


@transaction.atomic
def carry_over(*, group: Group, year: int, on: date, by) -> Group:
    """The same members as a new group of ``year`` from the day ``on``; the old one stays as it was, 往届."""
    _check_at_work(by, group)
    if year <= group.year:
        raise Refused(_("新年度应晚于现任的 %d 年度。") % group.year, fields={"year": _("请填写更晚的年度。")})
    if not Group.objects.current().filter(pk=group.pk).stamp(state=GroupState.FORMER):
        raise WrongState(_("“%s”刚被他人改动，请刷新后再试。") % group)
    values = {name: getattr(group, name) for name in ("unit", "program", "kind", "parent", "department")}
    new = Group.objects.create(year=year, **values)
    Group.objects.current().filter(parent=group).stamp(parent=new)
    members.copy(source=group, target=new, on=on, by=by)
    record(by, "group.carried_over", new, unit=new.unit, changes={"year": (group.year, year)})
    return new


@transaction.atomic
def put_aside(*, group: Group, reason: str, by, state: str = GroupState.FORMER) -> None:
    """A group that is at work no more (往届), or that was entered by mistake (作废); its rows stay in sight."""
    policies.check_keep_groups(by, group.unit)
    reason = reason_of(reason, limit=members.REASON_LIMIT)
    if not Group.objects.current().filter(pk=group.pk).stamp(state=state):
        raise WrongState(_("“%s”已不是现任。") % group)
    Group.objects.filter(parent=group).stamp(parent=None)
    record(by, "group.put_aside", group, unit=group.unit, changes={"state": (GroupState.CURRENT, state)}, note=reason)


def _check_at_work(by, group) -> None:
    policies.check_keep_groups(by, group.unit)
    if not group.is_current:
        raise WrongState(_("“%s”已不是现任，不能修改。") % group)


def _check_kind(unit, kind) -> None:
    if unit.level not in LEVELS[GroupKind(kind)]:
        about = {"unit": unit.name, "level": Level(unit.level).label, "kind": GroupKind(kind).label}
        raise Refused(_("%(unit)s是%(level)s，不设%(kind)s。") % about, fields={"kind": _("与单位不符")})


def _leaders_of(unit, program, kind) -> Group | None:
    """The leadership group an office belongs to."""
    if kind != GroupKind.OFFICE:
        return None
    return Group.objects.current().filter(unit=unit, program=program, kind=GroupKind.LEADERSHIP_GROUP).first()


def _department(text: str) -> str:
    text = clean_text(text)
    if len(text) > DEPARTMENT_LIMIT:
        raise Refused(_("负责科室不超过 %d 字。") % DEPARTMENT_LIMIT, fields={"department": _("请缩短。")})
    return text
