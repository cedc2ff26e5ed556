"""Who plans, agrees, confirms and reports choices of points (泗教师字〔2022〕1号 四(二)): 学校规划 → 教研组协商 → 教师申报."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.kit.asking import asks
from portal.kit.errors import Denied
from portal.units.enums import Level
from schools import policies as schools


def check_plan(by, unit) -> None:
    """The school and the bureaus over it plan its teachers' points, confirm their choices and report them."""
    if by is not None and not by.holds(*schools.KEEPERS, over=unit):
        raise Denied(_("%s的选点由学校和其上级主管部门办理。") % unit.name)
    if unit.level != Level.SCHOOL:
        raise Denied(_("%s不是学校，选点规划由学校制定。") % unit.name)


def check_agree(by, selections: Iterable) -> None:
    """The head of the group for its other members; the school may enter what its groups agreed."""
    for one in selections:
        if leads(by, one) and one.teacher.user_id == by.pk:
            raise Denied(_("您本人的选点由学校登记商定结果。"))
        if not leads(by, one):
            _check_school(by, one, _("%(name)s的选点由所在教研组组长商定，或由%(school)s登记。"))


def check_confirm(by, selections: Iterable) -> None:
    """The school, or a bureau over it on its behalf."""
    for one in selections:
        _check_school(by, one, _("%(name)s的选点由%(school)s确认。"))


def check_send_back(by, selections: Iterable) -> None:
    """The head while the group has not agreed; the school at any time."""
    for one in selections:
        if not (leads(by, one) and one.stage == one.Stage.PROPOSED):
            _check_school(by, one, _("%(name)s的选点由所在教研组组长商定前退回，或由%(school)s退回。"))


def check_withdraw(by, selection) -> None:
    """The teacher takes back a choice nobody has confirmed yet."""
    if by is not None and by.pk != selection.teacher.user_id:
        raise Denied(_("只有%s本人可以撤回这条选点。") % selection.teacher.name)


def check_return_report(by, unit) -> None:
    """The bureau over a school sends its report back."""
    if by is not None and not schools.is_above(by, unit):
        raise Denied(_("%s的选点上报由上级主管部门退回。") % unit.name)


def leads(by, selection) -> bool:
    """Whether somebody is head of the group whose plan a choice belongs to."""
    head = selection.plan.head if selection.plan_id else None
    return by is not None and head is not None and head.user_id == by.pk and by.holds(Role.TEACHER, unit=selection.teacher.unit)


def _check_school(by, selection, sentence: str) -> None:
    teacher = selection.teacher
    if by is not None and not by.holds(*schools.KEEPERS, over=teacher.unit):
        raise Denied(sentence % {"name": teacher.name, "school": teacher.unit.name})


can_plan = asks(check_plan)
can_agree = asks(check_agree)
can_confirm = asks(check_confirm)
can_send_back = asks(check_send_back)
can_withdraw = asks(check_withdraw)
can_return_report = asks(check_return_report)
