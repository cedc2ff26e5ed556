"""Who may say how a unit stands with a step of a calendar, who designates units, and who sets out a year's tasks."""

from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.kit.asking import asks
from portal.kit.errors import Denied

REPORTERS = (Role.OFFICE, Role.BUREAU, Role.BUREAU_LEADER, Role.SCHOOL_ADMIN, Role.CIO)
KEEPERS = (Role.OFFICE, Role.BUREAU)


def check_report(by, unit) -> None:
    """The unit's own people, and the offices over it on its behalf; the system may."""
    if by is None or by.holds(*REPORTERS, unit=unit) or by.holds(*KEEPERS, over=unit):
        return
    raise Denied(_("只有%s或其上级的主管部门可以填报它的进展。") % unit.name)


can_report = asks(check_report)


def check_designate(by, unit) -> None:
    """The office or bureau of the unit or over it."""
    if by is not None and not by.holds(*KEEPERS, over=unit):
        raise Denied(_("只有%s或其上级的主管部门可以登记它的称号。") % unit.name)


can_designate = asks(check_designate)


def check_plan_year(by, issuer) -> None:
    """The office or bureau that issued the notice, or one over it."""
    if by is not None and not by.holds(*KEEPERS, over=issuer):
        raise Denied(_("只有%s或其上级的主管部门可以生成新一年度的任务。") % issuer.name)


can_plan_year = asks(check_plan_year)
