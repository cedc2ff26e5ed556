"""Who has neither put anybody forward nor said that it will not: whom to remind, and of what.

The one definition of 没有报送 the front page, a city's desk and the list of the missing count by: in a category that asks for an
answer no form is with the unit above, and nobody said 本次不推荐. A draft and a form sent back are not handed in. Those the last
verdicts find not to qualify owe the answer too, and are told apart wherever they are counted.
"""

from dataclasses import dataclass

from awards.enums import HANDED_IN, HOLDING
from awards.facts_desk.cycles import stored_verdicts
from awards.facts_desk.reading import blocks_of, short_reason
from awards.facts_desk.taking_part import taking_part
from awards.models import Abstention, AwardCategory, AwardCycle, Eligibility, Nomination, Reminder
from portal.units.enums import Level
from portal.units.models import Unit, within
from programs.facts.missing import NOBODY, Contact, contacts_of


@dataclass(frozen=True)
class Owing:
    """A unit that has not answered in ``categories``, and in which of them the last verdict finds that it does not qualify."""

    unit: Unit
    categories: list[AwardCategory]
    barred: list[AwardCategory]

    @property
    def unable(self) -> bool:
        """Whether it qualifies, by the last verdicts, in nothing it owes an answer in."""
        return len(self.barred) == len(self.categories)


@dataclass(frozen=True)
class Judged:
    """The last verdict on a unit in a category it owes an answer in; None where none is stored."""

    category: AwardCategory
    verdict: Eligibility | None
    reason: str


@dataclass(frozen=True)
class Missing:
    """A unit that has not answered in ``categories``; what it has begun is its own affair."""

    unit: Unit
    categories: list[AwardCategory]
    contact: Contact
    reminder: Reminder | None
    unable: bool
    judged: list[Judged]

    @property
    def owed(self) -> str:
        return "、".join(category.name for category in self.categories)

    @property
    def own(self) -> AwardCategory | None:
        """The category a form is entered in for it first: one of its own level, one it may qualify in before the others."""
        own = [one for one in self.judged if one.category.nominee == self.unit.level]
        own.sort(key=lambda one: one.verdict is not None and one.verdict.eligible is False)
        return own[0].category if own else None


def missing_of(cycle: AwardCycle, city: Unit | None = None) -> list[Missing]:
    """The units that owe an answer with contact, last reminder and verdicts; those that do not qualify stand last.

    A fixed number of queries.
    """
    found = sorted(owing_of(cycle, city), key=lambda one: one.unable)
    units = [one.unit for one in found]
    contacts = contacts_of(units)
    reminders = {row.unit_id: row for row in Reminder.objects.filter(cycle=cycle, unit__in=[unit.pk for unit in units])}
    verdicts = stored_verdicts(cycle, units)
    return [
        Missing(
            unit=one.unit,
            categories=one.categories,
            contact=contacts.get(one.unit.pk, NOBODY),
            reminder=reminders.get(one.unit.pk),
            unable=one.unable,
            judged=[_judged(category, verdicts.get((category.pk, one.unit.pk))) for category in one.categories],
        )
        for one in found
    ]


def _judged(category: AwardCategory, verdict: Eligibility | None) -> Judged:
    if verdict is None:
        return Judged(category, None, "")
    blocks = blocks_of(category.rule, verdict.findings.all())
    return Judged(category, verdict, short_reason(verdict.eligible, blocks, category.clause))


def owing_of(cycle: AwardCycle, city: Unit | None = None) -> list[Owing]:
    """The units that owe an answer: the counties of ``city``, or, without one, those that report to the province themselves.

    Managers are put forward voluntarily (二(二)) and owe nothing. Five queries.
    """
    owed = _categories(cycle, city)
    units = _units(cycle, city, {level for levels in owed.values() for level in levels})
    answered = _answered(cycle, units)
    lacking = {}
    for unit in units:
        categories = [category for category, levels in owed.items() if unit.level in levels]
        lacking[unit] = [category for category in categories if (category.pk, unit.pk) not in answered]
    found = [unit for unit in units if lacking[unit]]
    barred = _barred(cycle, found)
    return [
        Owing(unit, lacking[unit], [category for category in lacking[unit] if (category.pk, unit.pk) in barred]) for unit in found
    ]


def _barred(cycle: AwardCycle, units: list[Unit]) -> set[tuple[int, int]]:
    """(category, unit) the last verdict finds not to qualify."""
    rows = Eligibility.objects.current().filter(cycle=cycle, unit__in=[unit.pk for unit in units], eligible=False)
    return set(rows.order_by().values_list("category_id", "unit_id"))


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
