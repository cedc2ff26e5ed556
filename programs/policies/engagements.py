"""Who may say which institutions work for a unit."""

from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.kit.asking import asks
from portal.kit.errors import Denied

KEEPERS = (Role.OFFICE, Role.BUREAU)


def check_engage(by, unit) -> None:
    """The office or bureau over the unit; the system may."""
    if by is not None and not by.holds(*KEEPERS, over=unit):
        raise Denied(_("只有%s或其上级的主管部门可以登记承训关系。") % unit.name)


can_engage = asks(check_engage)
