"""Who may check, list, choose and judge training institutions."""

from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.kit.asking import asks
from portal.kit.errors import Denied

KEEPERS = (Role.OFFICE, Role.BUREAU)
CHOOSERS = (Role.OFFICE, Role.BUREAU, Role.SCHOOL_ADMIN, Role.CIO)


def check_judge(by, unit) -> None:
    """The office or bureau of the unit in whose name institutions are checked, listed and judged, or one over it."""
    if by is not None and not by.holds(*KEEPERS, over=unit):
        raise Denied(_("只有%s或其上级的主管部门可以核查、推荐和评价培训机构。") % unit.name)


def check_present(by, institution) -> None:
    """The institution itself, and the office or bureau over it."""
    if by is None or by.holds(Role.INSTITUTION, unit=institution) or by.holds(*KEEPERS, over=institution):
        return
    raise Denied(_("只有%s自己和它的主管部门可以填写机构介绍。") % institution.name)


def check_choose(by, unit) -> None:
    """The school itself, or those over it."""
    if by is not None and not by.holds(*CHOOSERS, over=unit):
        raise Denied(_("您不能为%s选择培训机构。") % unit.name)


def check_settle(by, unit) -> None:
    """The bureau over the school, as for every engagement."""
    if by is not None and not by.holds(*KEEPERS, over=unit):
        raise Denied(_("%s的选择由主管部门确定。") % unit.name)


can_judge = asks(check_judge)
can_present = asks(check_present)
can_choose = asks(check_choose)
can_settle = asks(check_settle)
