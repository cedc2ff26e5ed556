"""Who may correct the evidence."""

from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.kit.asking import asks
from portal.kit.errors import Denied

KEEPERS = (Role.OFFICE, Role.BUREAU)


def check_void(by, row) -> None:
    """The office or bureau over the unit takes back a row; the system may."""
    if by is not None and not by.holds(*KEEPERS, over=row.unit):
        raise Denied(_("只有%s或其上级的主管部门可以作废这条记录。") % row.unit.name)


can_void = asks(check_void)
