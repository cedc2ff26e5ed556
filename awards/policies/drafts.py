"""Who may prepare selections."""

from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.kit.asking import asks
from portal.kit.errors import Denied

PREPARING = (Role.OFFICE, Role.BUREAU)


def check_prepare(user, unit) -> None:
    """The programme office or bureau of the unit that runs the selection, or one above it; the system may too."""
    if user is not None and not user.holds(*PREPARING, over=unit):
        raise Denied(_("只有%s或其上级的主管部门可以筹备它的评选。") % unit.name)


can_prepare = asks(check_prepare)


def can_prepare_somewhere(user) -> bool:
    """Whether preparing selections is of any use to this user."""
    return user.holds(*PREPARING)
