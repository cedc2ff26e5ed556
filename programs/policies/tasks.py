"""Who may ask units for something, and who may look after it."""

from django.utils.translation import gettext as _

from portal.accounts.enums import MANAGERS
from portal.kit.asking import asks
from portal.kit.errors import Denied
from portal.units.enums import CHILDREN

ISSUERS = tuple(sorted(MANAGERS))


def check_issue(by, issuer) -> None:
    """The issuing unit's own office, bureau or clerk, one above it, or the system."""
    if by is not None and not by.holds(*ISSUERS, over=issuer):
        raise Denied(_("只有%s或其上级的经办人可以发起和管理这项报送。") % issuer.name)


can_issue = asks(check_issue)


def can_issue_somewhere(user) -> bool:
    """Whether the page for a new 收表 is of any use to this user: a school has nobody below it to ask."""
    return any(CHILDREN[unit.level] for unit in user.units_of(*ISSUERS))
