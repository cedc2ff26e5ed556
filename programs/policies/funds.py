"""Who keeps a unit's money matters."""

from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.kit.asking import asks
from portal.kit.errors import Denied

KEEPERS = (Role.OFFICE, Role.BUREAU, Role.SCHOOL_ADMIN, Role.CIO)


def check_keep_funds(by, unit) -> None:
    """The unit's own clerk or head, and those over it; the system may."""
    if by is not None and not by.holds(*KEEPERS, over=unit):
        raise Denied(_("您不能登记%s的经费。") % unit.name)


can_keep_funds = asks(check_keep_funds)
