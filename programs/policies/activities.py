"""Who keeps activities, mends what a visit found, and keeps the pool of experts."""

from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.kit.asking import asks
from portal.kit.errors import Denied

KEEPERS = (Role.OFFICE, Role.BUREAU, Role.SCHOOL_ADMIN, Role.CIO)
VISITORS = (Role.OFFICE, Role.BUREAU)


def check_keep_activity(by, unit) -> None:
    """The unit that holds it, or one over it; the system may."""
    if by is not None and not by.holds(*KEEPERS, over=unit):
        raise Denied(_("您不能登记%s的活动。") % unit.name)


def check_mend(by, unit) -> None:
    """The unit a visit found something at, or one over it."""
    if by is not None and not by.holds(*KEEPERS, over=unit):
        raise Denied(_("整改情况由%s填写。") % unit.name)


def check_pool(by, unit) -> None:
    """The office or bureau whose pool of experts it is."""
    if by is not None and not by.holds(*VISITORS, over=unit):
        raise Denied(_("%s的专家库由主管部门维护。") % unit.name)


can_keep_activity = asks(check_keep_activity)
can_mend = asks(check_mend)
can_pool = asks(check_pool)
