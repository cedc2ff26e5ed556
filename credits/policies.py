"""Who may work on the ledger and on completion."""

from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.kit.asking import asks
from portal.kit.errors import Denied

SCORERS = (Role.OFFICE, Role.BUREAU, Role.BUREAU_LEADER, Role.SCHOOL_ADMIN, Role.CIO)


def check_score(by, unit) -> None:
    """Whoever has an office at the unit or over it may have its completion worked out."""
    if by is not None and not by.holds(*SCORERS, over=unit):
        raise Denied(_("您不能计算%s的完成情况。") % unit.name)


can_score = asks(check_score)
