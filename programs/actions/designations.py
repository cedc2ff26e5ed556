"""Designations: given, ended, taken back as mistaken."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from portal.kit.text import clean_name
from portal.units.models import Unit
from programs.enums.calendar import OF_PEOPLE
from programs.enums.evidence import RecordState
from programs.models import Designation, Notice, Program
from programs.policies import calendar as policies


@transaction.atomic
def designate(
    *,
    program: Program,
    unit: Unit,
    kind: str,
    level: str,
    starts_on: date,
    ends_on: date | None = None,
    person: str = "",
    notice: Notice | None = None,
    note: str = "",
    by,
) -> Designation:
    """Put down that a unit, or a person at it, was chosen; the same may not be chosen twice."""
    policies.check_designate(by, unit)
    person = clean_name(person) if person else ""
    _check_person(kind, person)
    _check_order(starts_on, ends_on)
    row = Designation(program=program, unit=unit, kind=kind, level=level, person=person, notice=notice, note=note)
    row.starts_on, row.ends_on = starts_on, ends_on
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(_("%(who)s已登记为%(kind)s。") % {"who": person or unit.name, "kind": row.get_kind_display()}) from None
    record(by, "designation.given", row, unit=unit, note=note)
    return row


@transaction.atomic
def revise_designation(
    *, designation: Designation, level: str, starts_on: date, ends_on: date | None = None, note: str = "", by
) -> None:
    """Correct what is told of a designation; unit, kind and person stay, for another of these is another designation."""
    policies.check_designate(by, designation.unit)
    _check_order(starts_on, ends_on)
    wanted = {"level": level, "starts_on": starts_on, "ends_on": ends_on, "note": note}
    before = {name: getattr(designation, name) for name in wanted}
    changes = {name: (before[name], value) for name, value in wanted.items() if before[name] != value}
    same = Designation.objects.current().filter(pk=designation.pk, **before)
    try:
        with transaction.atomic():
            _changed_once(same.stamp(**wanted))
    except IntegrityError:
        about = {"who": designation.person or designation.unit.name, "kind": designation.get_kind_display()}
        raise Refused(_("%(who)s已登记为%(kind)s。") % about, fields={"level": _("这个级别已经登记。")}) from None
    designation.refresh_from_db()
    record(by, "designation.revised", designation, unit=designation.unit, changes=changes)


@transaction.atomic
def end_designation(*, designation: Designation, ends_on: date, by) -> None:
    """Set the last day of a designation, or move it."""
    policies.check_designate(by, designation.unit)
    _check_order(designation.starts_on, ends_on)
    same = Designation.objects.filter(pk=designation.pk, state=RecordState.CURRENT, ends_on=designation.ends_on)
    _changed_once(same.stamp(ends_on=ends_on))
    record(by, "designation.ended", designation, unit=designation.unit, changes={"ends_on": (designation.ends_on, ends_on)})


@transaction.atomic
def void_designation(*, designation: Designation, reason: str, by) -> None:
    """Take back a designation put down by mistake; it counts nowhere any more."""
    policies.check_designate(by, designation.unit)
    reason = reason_of(reason, asked=_("请写明作废原因"))
    same = Designation.objects.filter(pk=designation.pk, state=RecordState.CURRENT)
    _changed_once(same.stamp(state=RecordState.VOID))
    changes = {"state": (RecordState.CURRENT, RecordState.VOID)}
    record(by, "designation.voided", designation, unit=designation.unit, changes=changes, note=reason)


def _changed_once(count: int) -> None:
    if not count:
        raise WrongState(_("这条称号刚被他人改动，请刷新后再试。"))


def _check_person(kind: str, person: str) -> None:
    if kind in OF_PEOPLE and not person:
        raise Refused(_("这个称号授予个人，请填写姓名。"), fields={"person": _("请填写姓名。")})
    if kind not in OF_PEOPLE and person:
        raise Refused(_("这个称号授予单位，不填姓名。"), fields={"person": _("请留空。")})


def _check_order(starts_on, ends_on) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("结束日期早于开始日期。"), fields={"ends_on": _("不能早于开始日期。")})
