"""Who may say what a point asks."""

from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.kit.asking import asks
from portal.kit.errors import Denied
from portal.units.enums import Level

SETTERS = (Role.OFFICE, Role.BUREAU)
SETTING = (Level.PROVINCE, Level.CITY, Level.COUNTY)


def check_set_items(by, unit) -> None:
    """The office or bureau of a province, city or county, or one over it; the system may."""
    if by is None or (unit is not None and unit.level in SETTING and by.holds(*SETTERS, over=unit)):
        return
    raise Denied(_("提交材料和评价指标由省、市、县的主管部门制定。"))


can_set_items = asks(check_set_items)
