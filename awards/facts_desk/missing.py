"""Who has neither put anybody forward nor said that it will not: whom to remind, and of what."""

from dataclasses import dataclass

from awards.enums import HANDED_IN, HOLDING
from awards.facts_desk.taking_part import taking_part
from awards.models import Abstention, AwardCategory, AwardCycle, Nomination, Reminder
from portal.units.enums import Level
from portal.units.models import Unit, within
from programs.facts.missing import NOBODY, Contact, contacts_of


@dataclass(frozen=True)
class Missing:
    """A unit that has not answered in ``categories``; what it has begun is its own affair."""

    unit: Unit
    categories: list[AwardCategory]
    contact: Contact
    reminder: Reminder | None

    @property
    def owed(self) -> str:
        return "、".join(category.name for category in self.categories)


def missing_of(cycle: AwardCycle, city: Unit | None = None) -> list[Missing]:
    """The units that owe an answer: the counties of ``city``, or, without one, those that report to the province themselves.

    Managers are put forward voluntarily (二(二)) and owe nothing. A fixed number of queries.
    """
    owed = _categories(cycle, city)
    units = _units(cycle, city, {level for levels in owed.values() for level in levels})
    answered = _answered(cycle, units)
    lacking = {}
    for unit in units:
        categories = [category for category, levels in owed.items() if unit.level in levels]
        lacking[unit] = [category for category in categories if (category.pk, unit.pk) not in answered]
    found = [unit for unit in units if lacking[unit]]
    contacts = contacts_of(found)
    reminders = {row.unit_id: row for row in Reminder.objects.filter(cycle=cycle, unit__in=[unit.pk for unit in found])}
    return [Missing(unit, lacking[unit], contacts.get(unit.pk, NOBODY), reminders.get(unit.pk)) for unit in found]


def _categories(cycle: AwardCycle, city: Unit | None) -> dict[AwardCategory, set[str]]:
    """The categories asked for, with the levels that answer in them: who is named in them, and the city that chooses."""
    categories = [category for category in cycle.categories.all() if not category.names_a_person]
    if city is not None:
        return {category: {category.nominee} for category in categories if category.passes_a_city}
    return {category: {Level.CITY} if category.passes_a_city else {category.nominee} for category in categories}


def _units(cycle: AwardCycle, city: Unit | None, levels: set[str]) -> list[Unit]:
    """The units of these levels that take part, in the order of the tree."""
    units = taking_part(Unit.objects.active().filter(within((city or cycle.unit).path), level__in=levels), cycle)
    return sorted(units, key=lambda unit: (unit.level == Level.INSTITUTION, unit.position, unit.path))


def _answered(cycle: AwardCycle, units: list[Unit]) -> set[tuple[int, int]]:
    """(category, unit) with a form handed in, by itself or chosen by its city, or the word that there will be none."""
    keys = [unit.pk for unit in units]
    own = Nomination.objects.filter(cycle=cycle, unit__in=keys, state__in=HANDED_IN).order_by()
    chosen = Nomination.objects.filter(cycle=cycle, via__in=keys, state__in=HOLDING).order_by()
    said = Abstention.objects.standing().filter(cycle=cycle, unit__in=keys).order_by()
    return {
        *own.values_list("category_id", "unit_id"),
        *chosen.values_list("category_id", "via_id"),
        *said.values_list("category_id", "unit_id"),
    }
