"""Who may say that nobody is put forward, who may hang files on a form, and who may remind."""

from django.utils.translation import gettext as _

from awards.models import Abstention, AwardCategory, AwardCycle, Nomination
from awards.policies import citing
from awards.policies.cycles import BUREAU, check_edit, check_nominee, check_office_of, check_open, units_over
from portal.accounts.enums import Role
from portal.kit.asking import asks
from portal.kit.errors import Denied, WrongState
from portal.units.enums import Level


def phases_of(category: AwardCategory, unit) -> tuple[str, ...]:
    """Until when an answer in a category may still change: a county's own with its forms, the others with the last hand-in."""
    return ("nominate", "recommend") if category.passes_a_city and unit.level == category.nominee else ("recommend",)


def check_abstain(user, category: AwardCategory, unit) -> None:
    """The nominee itself, or the city that chooses among its counties, says that it puts nobody forward (二(二): 自愿)."""
    if category.passes_a_city and unit.level == Level.CITY:
        if not (user.holds(*BUREAU, unit=unit) and unit.is_within(category.cycle.unit)):
            raise Denied(_("只有%(city)s可以这样答复。") % {"city": unit.bureau()}, clause=citing.of_route(category))
    else:
        check_nominee(user, category, unit)
    check_open(category.cycle, *phases_of(category, unit), units=units_over(category, unit))


def check_not_abstained(category: AwardCategory, *units) -> None:
    """Nobody of ``units`` has said that it puts nobody forward; what was said is taken back first."""
    said = Abstention.objects.standing().filter(category=category, unit__in=[unit.pk for unit in units])
    found = said.select_related("unit").order_by("pk").first()
    if found is not None:
        told = _("%(unit)s已声明“%(category)s”本次不推荐，要推荐请先收回声明。")
        raise WrongState(told % {"unit": found.unit.bureau(), "category": category}, code="abstained")


def check_attach(user, nomination: Nomination) -> None:
    """Files change as the text does: by the nominee, in a draft or a form sent back."""
    check_edit(user, nomination)


def check_remind(user, cycle: AwardCycle, city=None) -> None:
    """The programme office reminds all units of the cycle, a city those below it; while forms are taken."""
    if city is None:
        check_office_of(user, cycle)
    elif not user.holds(*BUREAU, Role.OFFICE, unit=city):
        raise Denied(_("只有%(city)s可以催报本市的区县。") % {"city": city.bureau()})
    check_open(cycle, "recommend")


can_abstain = asks(check_abstain)
can_attach = asks(check_attach)
can_remind = asks(check_remind)
