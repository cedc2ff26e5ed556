"""Who may do what with notices."""

from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.kit.asking import asks
from portal.kit.errors import Denied

ISSUERS = (Role.OFFICE, Role.BUREAU)


def check_load_notice(user, issuer) -> None:
    """The issuing unit's own office or bureau, one above it, or the system loads its notices."""
    if user is not None and not user.holds(*ISSUERS, over=issuer):
        raise Denied(_("只有%s或其上级的主管部门可以载入它的通知。") % issuer.name)


can_load_notice = asks(check_load_notice)


def can_load_somewhere(user) -> bool:
    """Whether the page for loading notices is of any use to this user."""
    return user.holds(*ISSUERS)
