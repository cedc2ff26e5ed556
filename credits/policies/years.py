"""Who closes years of hours, opens them again, and adjusts what is closed."""

from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.kit.asking import asks
from portal.kit.errors import Denied

CLOSERS = (Role.OFFICE, Role.BUREAU)


def check_close(by, unit) -> None:
    """The office or bureau of the unit or over it; the system may."""
    if by is not None and not by.holds(*CLOSERS, over=unit):
        raise Denied(_("%s的学时年度由主管部门结账和重新开放。") % unit.name)


def check_adjust(by, teacher) -> None:
    """The office or bureau over the teacher's school."""
    if by is not None and not by.holds(*CLOSERS, over=teacher.unit):
        raise Denied(_("已结账年度的学时由%s的上级主管部门调整。") % teacher.unit.name)


can_close = asks(check_close)
can_adjust = asks(check_adjust)
