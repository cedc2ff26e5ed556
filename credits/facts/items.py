"""What a point asks of who works at a unit: the items of the nearest office that set its own, else the shipped defaults."""

from collections import defaultdict
from collections.abc import Iterable

from credits.models import EvidenceItem, MicroAbility

__all__ = ["items_of", "items_of_each"]


def items_of(ability: MicroAbility, unit=None) -> list[EvidenceItem]:
    """The items in use of one point, in order, as they bind at ``unit`` (without one, the defaults); one query."""
    return items_of_each([ability], unit).get(ability.pk, [])


def items_of_each(abilities: Iterable[MicroAbility], unit=None) -> dict[int, list[EvidenceItem]]:
    """Primary key of a point → its items as they bind at ``unit``; one query however many points."""
    by_unit: dict[int, dict[str, list[EvidenceItem]]] = defaultdict(lambda: defaultdict(list))
    for item in _at_or_above(unit).filter(ability__in=list(abilities)).select_related("ability", "unit").order_by("position", "pk"):
        by_unit[item.ability_id][item.unit.path if item.unit else ""].append(item)
    return {ability: sets[max(sets, key=len)] for ability, sets in by_unit.items()}


def _at_or_above(unit):
    """Items in use set at a unit or over it, and the defaults."""
    rows = EvidenceItem.objects.current()
    defaults = rows.filter(unit=None)
    return defaults if unit is None else defaults | rows.filter(unit__path__in=unit.paths_upward())
