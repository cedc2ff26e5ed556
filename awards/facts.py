"""All facts of all nominees of a cycle, in a fixed number of queries: each measure that its criteria use gathers its own."""

from collections import defaultdict
from dataclasses import dataclass, field

from awards.asked import Asked
from awards.facts_desk.taking_part import has_a_way, taking_part
from awards.measures import MEASURES
from awards.models import AwardCategory, AwardCycle
from awards.nominee_facts import NomineeFacts
from awards.rules import measures_used
from portal.units.models import Unit, within


@dataclass
class Gathered:
    """What each measure gathered, by the name it reads; within by unit id, or by (category id, unit id)."""

    known: dict = field(default_factory=dict)

    def of(self, category: AwardCategory, unit: Unit) -> NomineeFacts:
        """The facts of one nominee as plain values."""
        found = {}
        for name, rows in self.known.items():
            for key in (unit.pk, (category.pk, unit.pk)):
                if key in rows:
                    found[name] = rows[key]
        return NomineeFacts(**found)


def possible_nominees(cycle: AwardCycle) -> list[tuple[AwardCategory, Unit]]:
    """Every unit that could be put forward in a category; managers once their unit has named them."""
    categories = list(cycle.categories.select_related("cycle"))
    levels = {category.nominee for category in categories if not category.names_a_person}
    by_level = defaultdict(list)
    for unit in taking_part(_units(cycle, levels), cycle).order_by("path"):
        by_level[unit.level].append(unit)
    named = defaultdict(list)
    for nomination in cycle.nominations.live().exclude(manager_name="").select_related("unit").order_by("unit__path"):
        named[nomination.category_id].append(nomination.unit)
    nominees = []
    for category in categories:
        able = [unit for unit in by_level[category.nominee] if has_a_way(category, unit)]
        nominees += [(category, unit) for unit in (named[category.pk] if category.names_a_person else able)]
    return nominees


def _units(cycle: AwardCycle, levels: set[str]):
    return Unit.objects.active().filter(within(cycle.unit.path), level__in=levels)


def gather(cycle: AwardCycle, units: list[Unit], rules=None) -> Gathered:
    """The facts of ``units`` in ``cycle`` as far as ``rules`` (those of its categories) read any; queries as the measures state."""
    if rules is None:
        rules = [category.rule for category in cycle.categories.all()]
    asked = Asked(cycle, tuple(units))
    readers = {MEASURES[name].reads: MEASURES[name] for rule in rules for name in measures_used(rule)}
    return Gathered({name: reader.gather(asked) for name, reader in sorted(readers.items())})
