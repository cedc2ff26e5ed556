"""Who sends bulletins to the units below."""

from django.utils.translation import gettext as _

from portal.kit.asking import asks
from portal.kit.errors import Denied
from portal.units.enums import Level
from programs.policies.institutions import KEEPERS


def check_send(by, unit) -> None:
    """The office or bureau of the unit itself or one over it; schools have nobody to send to."""
    if unit.level in (Level.SCHOOL, Level.INSTITUTION) or (by is not None and not by.holds(*KEEPERS, over=unit)):
        raise Denied(_("只有主管部门可以向%s的下级发通报。") % unit.name)


can_send = asks(check_send)
