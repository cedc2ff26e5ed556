"""Who keeps the list of outside platforms."""

from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.kit.asking import asks
from portal.kit.errors import Denied

KEEPERS = (Role.OFFICE, Role.BUREAU)


def check_keep_systems(by, unit) -> None:
    """The office or bureau of the unit whose teachers use it, or one over it."""
    if by is not None and not by.holds(*KEEPERS, over=unit):
        raise Denied(_("%s的平台与资源由它或其上级的主管部门维护。") % unit.name)


can_keep_systems = asks(check_keep_systems)
