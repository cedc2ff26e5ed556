"""Who may call for institutions, bid, and decide."""

from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.kit.asking import asks
from portal.kit.errors import Denied
from programs.policies.institutions import KEEPERS


def check_call(by, unit) -> None:
    """The office or bureau of the unit that calls, or one over it."""
    if by is not None and not by.holds(*KEEPERS, over=unit):
        raise Denied(_("只有%s或其上级的主管部门可以公开征集培训机构。") % unit.name)


def check_bid(by, institution) -> None:
    """Whoever speaks for the institution."""
    if by is not None and not by.holds(Role.INSTITUTION, unit=institution):
        raise Denied(_("只有%s的人员可以替它应征。") % institution.name)


can_call, can_bid = asks(check_call), asks(check_bid)
