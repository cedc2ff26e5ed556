"""Who may enter a form for somebody else (代录) when it came by another way than the portal."""

from django.utils.translation import gettext as _

from awards.models import AwardCategory, AwardCycle, Nomination
from awards.policies.cycles import BUREAU, OFFICE, check_open, check_takes_part, is_above, units_over
from portal.kit.asking import asks
from portal.kit.errors import Denied, WrongState


def check_enter(user, category: AwardCategory, unit) -> None:
    """The city over a county, or the programme office, while forms are taken; late it is only as far as the unit itself may be."""
    if unit.level != category.nominee or not unit.is_within(category.cycle.unit):
        told = _("%(unit)s 不在“%(category)s”的申报范围内。") % {"unit": unit, "category": category}
        raise Denied(told, clause=category.cycle.cite(category.clause))
    if not is_above(user, category, unit):
        raise Denied(_("只有%(unit)s的上级可以代录。") % {"unit": unit.bureau()})
    check_takes_part(category, unit)
    check_open(category.cycle, "nominate", "recommend", units=units_over(category, unit), begun="nominate")


def check_entering(user, category: AwardCategory, unit) -> None:
    """Everything that stands in the way of beginning: also a form the unit has already, which is its own to fill in."""
    check_enter(user, category, unit)
    if Nomination.objects.live().filter(category=category, unit=unit).exists():
        told = _("%(unit)s已有“%(category)s”推荐表，由它自己填报。") % {"unit": unit.bureau(), "category": category}
        raise WrongState(told, code="has_a_form")


def enters_somewhere(user, cycle: AwardCycle, city=None) -> bool:
    """Whether the pages offer it to this person: over the counties of ``city``, or over those that report themselves."""
    over = user.holds(*OFFICE, unit=cycle.unit)
    return over if city is None else over or user.holds(*BUREAU, unit=city)


can_enter = asks(check_enter)
