"""Who gives out the duties of a school and who says that one is done."""

from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.kit.asking import asks
from portal.kit.errors import Denied
from portal.units.enums import Level

GIVERS = (Role.SCHOOL_ADMIN, Role.CIO)


def check_give(by, unit) -> None:
    """The head and the clerk of the school itself; offices above read only."""
    if unit.level != Level.SCHOOL or (by is not None and not by.holds(*GIVERS, unit=unit)):
        raise Denied(_("只有%s的校长（园长）和学校管理员可以分派校内工作。") % unit.name)


can_give = asks(check_give)


def check_finish(by, duty) -> None:
    """Who answers for it, and who may give it out."""
    if by is None or duty.account == by or can_give(by, duty.unit):
        return
    raise Denied(_("只有责任人%(who)s和%(unit)s的校长（园长）、学校管理员可以填报完成。") % _named(duty))


can_finish = asks(check_finish)


def _named(duty) -> dict:
    return {"who": duty.responsible, "unit": duty.unit.name}
