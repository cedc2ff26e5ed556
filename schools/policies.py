"""Who may say what a school is, and who may act for those who work there."""

from django.utils.translation import gettext as _

from portal.accounts.enums import OFFICE_ROLES, Role
from portal.kit.asking import asks
from portal.kit.errors import Denied
from schools.enums import TransferState
from schools.models import School

KEEPERS = (Role.OFFICE, Role.BUREAU, Role.SCHOOL_ADMIN, Role.CIO)
ABOVE = (Role.OFFICE, Role.BUREAU, Role.BUREAU_LEADER)


def check_describe(by, unit) -> None:
    """The school's own administrator, that of its 中心校, and the office or bureau over it."""
    if by is None or by.holds(Role.OFFICE, Role.BUREAU, Role.SCHOOL_ADMIN, over=unit):
        return
    if not School.objects.current().filter(unit=unit, central_school__unit__in=by.units_of(Role.SCHOOL_ADMIN)).exists():
        raise Denied(_("您不能修改%s的学校信息。") % unit.name)


def check_keep(by, unit) -> None:
    """Who may change the roster of a school: the school itself and the bureaus over it."""
    if by is not None and not by.holds(*KEEPERS, over=unit):
        raise Denied(_("您不能修改%s的教师名册。") % unit.name)


def sees_origin(user, transfer) -> bool:
    """The asking side learns who is asked, and where, only with the yes."""
    return transfer.state == TransferState.AGREED or user.holds(*OFFICE_ROLES, over=transfer.from_unit)


def check_answer_transfer(by, transfer) -> None:
    """The school somebody is to leave answers, or whoever stands over both schools."""
    if by is None or by.holds(*KEEPERS, over=transfer.from_unit):
        return
    raise Denied(_("调动申请由原学校或两校共同的上级单位答复。"))


def check_withdraw_transfer(by, transfer) -> None:
    if by is not None and not by.holds(*KEEPERS, over=transfer.to_unit):
        raise Denied(_("调动申请由提出的学校撤回。"))


def check_merge(by, *teachers) -> None:
    """Whoever keeps the rosters of both schools."""
    for teacher in teachers:
        check_keep(by, teacher.unit)


def check_confirm_merge(by, merge) -> None:
    """Another person than the one who proposed it."""
    check_merge(by, merge.keep, merge.drop)
    if by is not None and by.pk == merge.asked_by_id:
        raise Denied(_("合并须由提出人以外的另一人复核。"))


def check_reveal(by, teacher) -> None:
    """Full numbers are for those who keep the roster, and for the person himself."""
    if by.pk is not None and by.pk == teacher.user_id:
        return
    check_keep(by, teacher.unit)


def is_above(by, unit) -> bool:
    """Whether somebody holds an office over the unit, not just at it."""
    return any(
        post.role in ABOVE and unit.path.startswith(post.unit.path) and post.unit_id != unit.pk for post in by.current_posts()
    )


def check_review_roster(by, unit) -> None:
    """The bureau over a school returns, locks and unlocks its roster."""
    if by is not None and not is_above(by, unit):
        raise Denied(_("%s的名册由上级单位审核。") % unit.name)


def check_call_census(by, unit) -> None:
    """An office or bureau calls for the rosters of its own subtree."""
    if by is not None and not by.holds(Role.OFFICE, Role.BUREAU, over=unit):
        raise Denied(_("您不能为%s设统计时点。") % unit.name)


def check_remind(by, census) -> None:
    """Whoever holds an office over schools of the census reminds those."""
    if by is not None and not any(post.role in ABOVE and _meet(post.unit, census.unit) for post in by.current_posts()):
        raise Denied(_("“%s”由主管部门催报。") % census.title)


def _meet(one, other) -> bool:
    """Whether one of two units lies in the other."""
    return one.path.startswith(other.path) or other.path.startswith(one.path)


can_describe = asks(check_describe)
can_keep = asks(check_keep)
can_answer_transfer = asks(check_answer_transfer)
can_withdraw_transfer = asks(check_withdraw_transfer)
can_confirm_merge = asks(check_confirm_merge)
can_reveal = asks(check_reveal)
can_review_roster = asks(check_review_roster)
can_call_census = asks(check_call_census)
can_remind = asks(check_remind)
