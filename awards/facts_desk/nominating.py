"""Who may put somebody forward and has not: every unit in reach and category, with what it said instead."""

from django.utils.translation import gettext as _

from awards.enums import HANDED_IN
from awards.facts_desk.taking_part import has_a_way, taking_part
from awards.models import Abstention, AwardCategory, AwardCycle, Nomination
from portal.units.models import Unit, within

SAID, SILENT = "abstains", "unanswered"


def not_nominated(cycle: AwardCycle, user) -> list[dict]:
    """A row for each such unit and category; a fixed number of queries.

    Putting nobody forward is a valid answer (浙工程办函〔2023〕7号 二(二)), told apart from none at all. Drafts are the unit's own.
    """
    categories = list(cycle.categories.all())
    units = _units_of(cycle, user, {category.nominee for category in categories})
    handed = Nomination.objects.filter(cycle=cycle, state__in=HANDED_IN)
    done = set(handed.values_list("category_id", "unit_id"))
    said = set(Abstention.objects.standing().filter(cycle=cycle).values_list("category_id", "unit_id"))
    return [
        _row(cycle, category, unit, (category.pk, unit.pk) in said)
        for category in categories
        for unit in units
        if unit.level == category.nominee and (category.pk, unit.pk) not in done and has_a_way(category, unit)
    ]


def _units_of(cycle: AwardCycle, user, levels: set[str]) -> list[Unit]:
    """Units that may put somebody forward, as far as the user's offices reach."""
    inside = Unit.objects.active().filter(user.reach(""), within(cycle.unit.path), level__in=levels)
    return list(taking_part(inside, cycle).select_related("parent").order_by("path"))


def _row(cycle: AwardCycle, category: AwardCategory, unit: Unit, said: bool) -> dict:
    return {
        "cycle": cycle.code,
        "category": category.key,
        "category_name": category.name,
        "unit": unit.code,
        "name": unit.name,
        "above": unit.parent.name if unit.parent else "",
        "answer": SAID if said else SILENT,
        "answer_text": _("已答复本次不推荐") if said else _("没有推荐，也没有答复"),
        "valid": said or category.names_a_person,
        "clause": cycle.cite(category.clause),
    }
