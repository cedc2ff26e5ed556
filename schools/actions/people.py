"""What happens to one teacher: corrections, leave, leaving, return, and the look at a full number."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.kit.clock import database_now, local
from portal.kit.crypto import fingerprint
from portal.kit.errors import Refused, Stale, WrongState
from portal.kit.reasons import reason_of
from schools import policies
from schools.actions import employments, signin_phones
from schools.actions.telling import told_number
from schools.actions.transfers import check_open
from schools.enums import IdType, RecordState, TeacherStatus
from schools.models import Teacher
from schools.rules.id_numbers import fault_of, holder_of

PLAIN = (
    *("name", "staff_number", "sex", "born_on", "category", "stage", "subject", "research_group", "position", "title"),
    *("short_number", "email", "joined_on"),
)
REVEALED = ("id_number", "phone")


@transaction.atomic
def revise(*, teacher: Teacher, values: dict, seen: str = "", by) -> Teacher:
    """Correct what is registered of somebody; ``values`` may hold the plain fields and ``phone``.

    ``seen`` is the version the form showed: ``Stale`` when somebody else changed the row since. The phone of the account follows.
    """
    policies.check_keep(by, teacher.unit)
    teacher = _locked(teacher)
    if seen and seen != version_of(teacher):
        raise Stale(_("%s的登记刚被他人改动，请核对后再保存。") % teacher.name)
    wanted = {name: values[name] for name in PLAIN if name in values}
    if "phone" in values:
        wanted |= {"phone": values["phone"], "phone_key": fingerprint(values["phone"]) if values["phone"] else ""}
    changes = {name: (getattr(teacher, name), value) for name, value in wanted.items() if getattr(teacher, name) != value}
    if changes:
        Teacher.objects.filter(pk=teacher.pk).stamp(**{name: after for name, (_before, after) in changes.items()})
        told = {name: told_number(*pair) if name == "phone" else pair for name, pair in changes.items() if name != "phone_key"}
        record(by, "teacher.revised", teacher, changes=told)
    if "phone" in changes:
        signin_phones.follow(Teacher.objects.filter(pk=teacher.pk), about=teacher, unit=teacher.unit, by=by)
    return Teacher.objects.get(pk=teacher.pk)


@transaction.atomic
def correct_number(*, teacher: Teacher, id_type: str, id_number: str, reason: str, seen: str = "", by) -> Teacher:
    """Put another document number in the place of a wrong one; the birth date is the number's, as in rosters.

    ``Refused`` for a number that cannot be one, one registered for somebody else, and without a reason.
    """
    policies.check_keep(by, teacher.unit)
    teacher = _locked(teacher)
    if seen and seen != version_of(teacher):
        raise Stale(_("%(name)s的登记刚被他人改动，请核对后再保存。") % {"name": teacher.name})
    reason = _why(reason, _("请写明更正的理由"))
    if fault_of(id_number, id_type, local(database_now()).date()):
        raise Refused(_("证件号码不符合“%s”的规则。") % IdType(id_type).label, fields={"id_number": _("请逐位核对")})
    if (id_type, id_number) == (teacher.id_type, teacher.id_number):
        raise Refused(_("新号码与登记的相同，不需要更正。"), fields={"id_number": _("与登记的相同")})
    _check_free(teacher, id_type, id_number, by)
    return _number(teacher, id_type, id_number, reason, by)


def _check_free(teacher: Teacher, id_type: str, id_number: str, by) -> None:
    """One number stands for one person; of a registration out of reach nothing is told but that there is one."""
    rows = Teacher.objects.current().filter(id_type=id_type, id_key=fingerprint(id_number)).exclude(pk=teacher.pk)
    other = rows.select_related("unit").first()
    if other is None:
        return
    if by is None or policies.can_keep(by, other.unit):
        about = {"name": other.name, "school": other.unit.name, "code": other.code}
        sentence = _("这个号码已登记在%(name)s（%(school)s，行码 %(code)s）名下。是同一人的，请在本页提出合并；否则请核对号码。")
        raise Refused(sentence % about, code="id_of_another", fields={"id_number": _("已登记")})
    sentence = _("这个号码已在系统登记，但不在您的管理范围内。人已调来的，请申请调入；确是同一人重复登记的，请上级单位合并。")
    raise Refused(sentence, code="id_of_another", fields={"id_number": _("已登记")})


def _number(teacher: Teacher, id_type: str, id_number: str, reason: str, by) -> Teacher:
    holder = holder_of(id_number)
    values = {"id_type": id_type, "id_number": id_number, "id_key": fingerprint(id_number)}
    if holder:
        values |= {"born_on": holder.born_on, "sex": teacher.sex or holder.sex.value}
    told = {name: (getattr(teacher, name), values[name]) for name in ("born_on", "sex") if name in values}
    told["id_type"] = (IdType(teacher.id_type).label, IdType(id_type).label)
    told["id_number"] = told_number(teacher.id_number, id_number)
    try:
        with transaction.atomic():
            Teacher.objects.filter(pk=teacher.pk).stamp(**values)
    except IntegrityError:
        raise WrongState(_("这个号码刚被登记在另一人名下，请刷新后再试。")) from None
    record(by, "teacher.number_corrected", teacher, changes=told, note=reason)
    return Teacher.objects.get(pk=teacher.pk)


def version_of(teacher: Teacher) -> str:
    """A text that changes with every change of the row."""
    return teacher.updated_at.isoformat()


@transaction.atomic
def change_status(*, teacher: Teacher, status: str, on: date, reason: str = "", by) -> Teacher:
    """Leave, return, leaving, retirement as of a day; employments follow."""
    policies.check_keep(by, teacher.unit)
    teacher = _locked(teacher)
    if on > local(database_now()).date():
        raise Refused(_("起始日期不能晚于今天，请到当天再办理。"), fields={"on": _("晚于今天")})
    if status == teacher.status:
        raise WrongState(_("%(name)s现在就是“%(status)s”。") % {"name": teacher.name, "status": teacher.get_status_display()})
    before = teacher.get_status_display()
    rows = Teacher.objects.filter(pk=teacher.pk)
    rows.stamp(status=status)
    employments.follow(rows, on=on)
    changes = {"status": (before, TeacherStatus(status).label)}
    record(by, "teacher.status_changed", teacher, changes=changes, note=reason, data={"on": on.isoformat()})
    return rows.get()


def _locked(teacher: Teacher) -> Teacher:
    """The row as it is now, held until the end of the transaction; ``WrongState`` when it counts no more."""
    check_open([teacher.unit_id])
    teacher = Teacher.objects.select_for_update(of=("self",)).select_related("unit").get(pk=teacher.pk)
    if teacher.state != RecordState.CURRENT:
        raise WrongState(_("%s的登记已作废。") % teacher.name)
    return teacher


@transaction.atomic
def reveal(*, teacher: Teacher, field: str, reason: str, by) -> str:
    """One full number, for a stated reason; the look is in the log, the number is not."""
    policies.check_reveal(by, teacher)
    if field not in REVEALED:
        raise Refused(_("没有这一项。"))
    reason = _why(reason, _("请写明查看的理由"))
    record(by, "teacher.revealed", teacher, note=reason, data={"field": field})
    return getattr(teacher, field)


def _why(text: str, asked: str) -> str:
    """A reason of at least two characters: a single one tells nobody why somebody's number was touched."""
    text = reason_of(text, asked=asked)
    if len(text) < 2:
        raise Refused(_("%s，至少 2 个字。") % asked, fields={"reason": _("至少 2 个字")})
    return text
