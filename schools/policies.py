"""Who may say what a school is."""

from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.kit.asking import asks
from portal.kit.errors import Denied


def check_describe(by, unit) -> None:
    """The school's own administrator, and the office or bureau over it."""
    if by is not None and not by.holds(Role.OFFICE, Role.BUREAU, Role.SCHOOL_ADMIN, over=unit):
        raise Denied(_("您不能修改%s的学校信息。") % unit.name)


can_describe = asks(check_describe)
