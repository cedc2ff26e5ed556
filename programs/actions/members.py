"""Who is in a group: joins, is described anew, leaves on a day for a reason."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from portal.audit.recording import record, record_many
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from portal.kit.text import clean_name, mask
from programs.enums.evidence import RecordState
from programs.enums.groups import MemberRole
from programs.models import Group, GroupMember
from programs.policies import groups as policies
from schools.models import Teacher

REASON_LIMIT = 200
TRAINED = ("trained_at", "trained_in")
TOLD = ("role", "is_contact", "name", "workplace", "position", "capacity", "email", "short_number", "phone", *TRAINED)
PERSONAL = {"name", "email", "short_number", "phone"}
KEPT = (*TOLD, "workplace_unit", "teacher", "place")


@transaction.atomic
def join(*, group: Group, role: str, name: str, starts_on: date, by, **values) -> GroupMember:
    """Somebody comes into a group; ``Refused`` where that name holds that place already, or the day is still to come."""
    _check_open(by, group)
    name = clean_name(name)
    _check_day(starts_on, "starts_on")
    _check_trained(values.get("trained_at", ""), values.get("trained_in"))
    _check_alone(group, name, role)
    place = GroupMember.objects.filter(group=group).aggregate(last=Max("place"))["last"] or 0
    member = GroupMember.objects.create(group=group, role=role, name=name, starts_on=starts_on, place=place + 1, **values)
    record(by, "member.joined", member, unit=group.unit, data={"group": group.pk})
    _touch(group)
    return member


@transaction.atomic
def pick(*, group: Group, teachers: Iterable[Teacher], role: str, starts_on: date, by) -> list[GroupMember]:
    """Members picked from the roster, with what it holds of them; those already in that place are left out."""
    _check_open(by, group)
    there = set(GroupMember.objects.serving().filter(group=group, role=role).values_list("name", flat=True))
    picked = [teacher for teacher in teachers if teacher.name not in there]
    return [
        join(group=group, role=role, name=teacher.name, starts_on=starts_on, by=by, **from_roster(teacher)) for teacher in picked
    ]


def from_roster(teacher: Teacher) -> dict:
    """What the roster tells of a teacher, as a member's values; 职务 and 职称 stand in one cell of the forms."""
    position = "/".join(filter(None, [teacher.position, teacher.get_title_display() if teacher.title else ""]))
    about = {"workplace": teacher.unit.name, "workplace_unit": teacher.unit, "position": position, "teacher": teacher}
    return about | {"phone": teacher.phone, "short_number": teacher.short_number, "email": teacher.email}


@transaction.atomic
def revise(*, member: GroupMember, by, upload=None, **values) -> None:
    """Bring what is told of a member to ``values``; nothing is written where nothing differs."""
    _check_open(by, member.group)
    if member.ends_on is not None or member.state != RecordState.CURRENT:
        raise WrongState(_("%s已退出，不能修改。") % member.name)
    changes = {name: (getattr(member, name), value) for name, value in values.items() if getattr(member, name) != value}
    if not changes:
        return
    _check_trained(*(values.get(name, getattr(member, name)) for name in TRAINED))
    if {"name", "role"} & set(changes):
        _check_alone(member.group, values.get("name", member.name), values.get("role", member.role), but=member)
    for name, (_before, after) in changes.items():
        setattr(member, name, after)
    member.upload = upload or member.upload
    member.save(update_fields=[*changes, "upload"])
    told = {name: pair for name, pair in changes.items() if name in TOLD}
    record(by, "member.revised", member, unit=member.group.unit, changes=_masked(told))
    _touch(member.group)


@transaction.atomic
def leave(*, member: GroupMember, on: date, reason: str, by) -> None:
    """Somebody leaves a group on a day, for a reason; he stays in its history."""
    _check_open(by, member.group)
    reason = reason_of(reason, limit=REASON_LIMIT)
    _check_day(on, "on")
    if on < member.starts_on:
        raise Refused(_("退出日期早于进组日期 %s。") % member.starts_on.isoformat(), fields={"on": _("请核对。")})
    if not GroupMember.objects.serving().filter(pk=member.pk).stamp(ends_on=on, ended_why=reason):
        raise WrongState(_("%s已经退出。") % member.name)
    record(by, "member.left", member, unit=member.group.unit, changes={"ends_on": (None, on)}, note=reason)
    _touch(member.group)


@transaction.atomic
def copy(*, source: Group, target: Group, on: date, by) -> None:
    """Those who serve in ``source`` begin in ``target`` on that day."""
    _check_day(on, "on")
    serving = GroupMember.objects.serving().filter(group=source).order_by("place", "pk")
    rows = [GroupMember(group=target, starts_on=on, **{name: getattr(row, name) for name in KEPT}) for row in serving]
    GroupMember.objects.bulk_create(rows)
    changes = ((row.pk, "name", "", mask(row.name)) for row in rows)
    record_many(by, "members.copied", target, unit=target.unit, changes=changes)


@transaction.atomic
def void(*, members, by, reason: str) -> None:
    """Take back members (a queryset) who were entered by mistake."""
    for member in members.select_related("group__unit"):
        policies.check_keep_groups(by, member.group.unit)
        GroupMember.objects.filter(pk=member.pk).stamp(state=RecordState.VOID)
        record(by, "member.voided", member, unit=member.group.unit, note=reason)
        _touch(member.group)


@transaction.atomic
def put_back(*, member: GroupMember, values: dict, upload, by) -> None:
    """Give a member the ``values`` he had before an upload; ``upload`` is the key of the one before that."""
    changes = {name: (getattr(member, name), value) for name, value in values.items()}
    for name, value in values.items():
        setattr(member, name, value)
    member.upload_id = upload
    member.save(update_fields=[*values, "upload"])
    record(by, "member.put_back", member, unit=member.group.unit, changes=_masked(changes))
    _touch(member.group)


def _check_open(by, group) -> None:
    policies.check_keep_groups(by, group.unit)
    if not group.is_current:
        raise WrongState(_("“%s”已不是现任，不能修改。") % group)


def _check_day(day: date, field: str) -> None:
    if day > local(database_now()).date():
        raise Refused(_("日期 %s 在今天之后。") % day.isoformat(), fields={field: _("不晚于今天。")})


def _check_alone(group, name, role, but=None) -> None:
    same = GroupMember.objects.serving().filter(group=group, name=name, role=role)
    if same.exclude(pk=but.pk if but else None).exists():
        raise Refused(_("%(name)s已是%(group)s的%(role)s。") % {"name": name, "group": group, "role": MemberRole(role).label})


def _check_trained(level: str, year: int | None) -> None:
    """A training has both its level and its year, or neither; nobody was trained in a year still to come."""
    if bool(level) != bool(year):
        missing = "trained_in" if level else "trained_at"
        raise Refused(_("培训级别和年度要么都填，要么都不填。"), fields={missing: _("请填写。")})
    if year and year > local(database_now()).year:
        raise Refused(_("培训年度 %d 晚于今年。") % year, fields={"trained_in": _("不晚于今年。")})


def _touch(group) -> None:
    """A group whose members changed was changed: who asks for what is new since a moment gets it."""
    Group.objects.filter(pk=group.pk).update(updated_at=Now())


def _masked(changes: dict) -> dict:
    return {name: tuple(map(mask, pair)) if name in PERSONAL else pair for name, pair in changes.items()}
