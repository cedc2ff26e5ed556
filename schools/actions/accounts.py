"""Accounts for the people of a roster, many at once."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts import policies
from portal.accounts.actions import grant_post, open_account
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.accounts.people import random_username
from portal.audit.recording import record
from portal.kit.errors import Refused
from portal.kit.text import clean_name
from schools.models import Teacher

AT_MOST = 500


@dataclass
class Opened:
    """Who can be given a first password now, and who got no account with the reason for each."""

    people: list[Teacher] = field(default_factory=list)
    refused: list[tuple[Teacher, str]] = field(default_factory=list)


@transaction.atomic
def open_accounts(*, teachers: list[Teacher], by) -> Opened:
    """Open an account for each of ``teachers``, or take the one of the same phone and name; nobody can sign in by this alone.

    One who cannot have an account does not hold up the others; ``Denied`` when somebody's school is not managed by ``by``.
    """
    if len(teachers) > AT_MOST:
        raise Refused(
            _("一次最多开通 %(most)d 人，现在选了 %(count)d 人，请按学校分批。") % {"most": AT_MOST, "count": len(teachers)}
        )
    for unit in {teacher.unit for teacher in teachers}:
        policies.check_grant(by, unit, Role.TEACHER)
    opened = Opened()
    locked = Teacher.objects.employed().select_for_update(of=("self",)).filter(pk__in=[teacher.pk for teacher in teachers])
    rows = list(locked.select_related("unit", "user").order_by("unit__path", "name", "pk"))
    holders = _holders(rows)
    for teacher in rows:
        holder = holders.get(teacher.phone_key) if teacher.phone_key else None
        if reason := _hindrance(teacher, holder):
            opened.refused.append((teacher, reason))
        else:
            holders[teacher.phone_key] = _open(teacher, holder, by)
            opened.people.append(teacher)
    return opened


def _holders(rows) -> dict[str, User]:
    """Fingerprint of a phone → the account registered with it; one query."""
    keys = {teacher.phone_key for teacher in rows if teacher.phone_key}
    return {user.phone_key: user for user in User.objects.filter(phone_key__in=keys).select_related("teacher")}


def _hindrance(teacher: Teacher, holder: User | None) -> str:
    """Why somebody gets no account; empty when nothing is in the way."""
    if teacher.user:
        return _("已有账号")
    if holder is None:
        return ""
    if clean_name(holder.name) != clean_name(teacher.name):
        return _("手机号已登记在另一个姓名的账号上，请核对名册中的手机号")
    return _("同一手机号的账号已归另一条登记，请核对是否重复登记") if hasattr(holder, "teacher") else ""


def _open(teacher: Teacher, holder: User | None, by) -> User:
    """The link does not stamp the row: an upload that wrote it can still be undone."""
    user = holder or open_account(username=random_username(), name=teacher.name, phone=teacher.phone, by=by)
    grant_post(user=user, unit=teacher.unit, role=Role.TEACHER, staff_number=teacher.staff_number, by=by)
    Teacher.objects.filter(pk=teacher.pk).update(user=user)
    user.teacher = teacher
    record(by, "teacher.account_opened", teacher, data={"user": user.username})
    return user
