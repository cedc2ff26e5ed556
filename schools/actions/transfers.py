"""Asking for somebody registered at another school, and answering."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.accounts.messages import notify, staff_of
from portal.audit.recording import record
from portal.kit.clock import database_now
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from portal.units.models import Unit
from schools import policies
from schools.actions import employments
from schools.actions.moving import move
from schools.enums import TRANSFER_MOVES, RecordState, TeacherStatus, TransferState
from schools.models import Employment, RosterReport, Teacher, Transfer


def ask_many(asked: Iterable[tuple[int, int, str]], *, upload, on: date, by) -> list[Transfer]:
    """Requests for (teacher, school, name as given) of a roster just saved; one that is open already is not asked twice."""
    made = []
    units = Unit.objects.in_bulk({unit for _teacher, unit, _name in asked})
    teachers = Teacher.objects.current().select_related("unit").in_bulk([teacher for teacher, _unit, _name in asked])
    for teacher, unit, name in asked:
        if not Transfer.objects.filter(teacher=teacher, to_unit=unit, state=TransferState.ASKED).exists():
            made.append(ask(teacher=teachers[teacher], to_unit=units[unit], name=name, starts_on=on, upload=upload, by=by))
    return made


@transaction.atomic
def ask(*, teacher: Teacher, to_unit, name: str, starts_on: date, reason: str = "", upload=None, by) -> Transfer:
    """Ask for ``teacher`` to come to ``to_unit``; who works nowhere now comes at once, having nobody to ask."""
    policies.check_keep(by, to_unit)
    if teacher.unit_id == to_unit.pk:
        raise Refused(_("%s已在这所学校。") % teacher.name)
    asked = {"name_given": name, "starts_on": starts_on, "reason": reason, "upload": upload, "asked_by": by}
    try:
        with transaction.atomic():
            request = Transfer.objects.create(teacher=teacher, from_unit=teacher.unit, to_unit=to_unit, **asked)
    except IntegrityError:
        raise WrongState(_("已经申请过调入%s，请等待答复。") % name) from None
    record(by, "transfer.asked", request, unit=to_unit)
    if teacher.employed:
        text = _("%(school)s申请调入%(name)s，请答复。") % {"school": to_unit.name, "name": teacher.name}
        notify(staff_of(teacher.unit), text, request.get_absolute_url())
    else:
        check_open([to_unit.pk])
        _carry_out(request, by, _("该教师已离开原学校，直接调入。"))
    return request


@transaction.atomic
def agree(*, transfer: Transfer, answer: str = "", by) -> Transfer:
    """Let the teacher go: the old employment ends and the new one begins on the day asked for."""
    policies.check_answer_transfer(by, transfer)
    check_open([transfer.from_unit_id, transfer.to_unit_id])
    _carry_out(transfer, by, answer)
    return transfer


def _carry_out(transfer, by, answer) -> None:
    teacher = Teacher.objects.select_for_update(of=("self",)).get(pk=transfer.teacher_id)
    if teacher.unit_id != transfer.from_unit_id:
        raise Refused(_("%s已不在原学校，请撤回后重新申请。") % transfer.name_given)
    if teacher.state != RecordState.CURRENT:
        raise Refused(_("%s的登记已作废，请撤回后重新申请。") % transfer.name_given)
    now = database_now()
    move(transfer, TRANSFER_MOVES, TransferState.AGREED, decided_by=by, decided_at=now, answer=answer)
    moved = Teacher.objects.filter(pk=teacher.pk)
    moved.stamp(unit=transfer.to_unit, status=TeacherStatus.IN_POST)
    employments.follow(moved, on=_first_day(transfer))
    changes = {"unit": (transfer.from_unit, transfer.to_unit)}
    record(by, "transfer.agreed", transfer, unit=transfer.to_unit, changes=changes, note=answer)
    _tell_asker(transfer, _("%s的调动申请已同意。") % transfer.name_given)


def _first_day(transfer) -> date:
    """The day asked for, or the first of the employment that ends with it where that is later."""
    began = Employment.objects.active().filter(teacher=transfer.teacher_id).values_list("starts_on", flat=True).first()
    return max(transfer.starts_on, began or transfer.starts_on)


def check_open(units) -> None:
    """``Refused`` while the roster of one of the schools is reported or locked."""
    closed = RosterReport.objects.closed().filter(unit__in=units).select_related("unit", "census").first()
    if closed:
        about = {"school": closed.unit.name, "census": closed.census, "state": closed.get_state_display()}
        raise Refused(_("%(school)s的名册在“%(census)s”中%(state)s，请上级单位退回或解锁后再办理。") % about)


@transaction.atomic
def refuse(*, transfer: Transfer, answer: str, by) -> Transfer:
    """Say no, with the reason."""
    policies.check_answer_transfer(by, transfer)
    answer = reason_of(answer, limit=300, field="answer", asked=_("请写明不同意的理由"))
    move(transfer, TRANSFER_MOVES, TransferState.REFUSED, decided_by=by, decided_at=database_now(), answer=answer)
    # With the school that answered, whose name and people the asking side does not see.
    record(by, "transfer.refused", transfer, unit=transfer.from_unit, note=answer)
    _tell_asker(transfer, _("%s的调动申请未获同意，理由见申请页。") % transfer.name_given)
    return transfer


@transaction.atomic
def withdraw(*, transfer: Transfer, by) -> Transfer:
    """Take a request back before it is answered."""
    policies.check_withdraw_transfer(by, transfer)
    move(transfer, TRANSFER_MOVES, TransferState.WITHDRAWN, decided_by=by, decided_at=database_now())
    record(by, "transfer.withdrawn", transfer, unit=transfer.to_unit)
    return transfer


def withdraw_many(upload) -> None:
    """Take back what an upload asked for and nobody has answered."""
    for transfer in Transfer.objects.filter(upload=upload, state=TransferState.ASKED).select_related("to_unit"):
        withdraw(transfer=transfer, by=None)


def _tell_asker(transfer, text) -> None:
    if transfer.asked_by:
        notify(transfer.asked_by, text, transfer.get_absolute_url())
