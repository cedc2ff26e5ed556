"""Who says that a unit has got a notice."""

from django.utils.translation import gettext as _

from portal.kit.asking import asks
from portal.kit.errors import Denied
from programs.policies.filings import FILERS


def check_confirm(by, receipt) -> None:
    """Staff of the unit itself; nobody confirms for another."""
    if by is not None and not by.holds(*FILERS, unit=receipt.unit):
        raise Denied(_("只有%s的人员可以签收。") % receipt.unit.name)


can_confirm = asks(check_confirm)
