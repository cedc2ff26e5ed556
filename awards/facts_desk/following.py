"""Forms whose county no longer lies in the city they go through."""

from dataclasses import dataclass

from awards.enums import HOLDING, LIVE
from awards.models import AwardCycle, Nomination
from portal.units.enums import Level
from portal.units.models import Unit


@dataclass(frozen=True)
class Strayed:
    """One such form and the city its county lies in now."""

    nomination: Nomination
    city: Unit

    @property
    def holds(self) -> bool:
        """Whether it took a place of the city it went through."""
        return self.nomination.state in HOLDING


def strayed_in(cycle: AwardCycle) -> list[Strayed]:
    """All of a cycle, two queries."""
    rows = cycle.nominations.filter(state__in=LIVE).exclude(unit__level=Level.CITY).select_related("unit", "via", "category")
    away = [row for row in rows.order_by("pk") if row.category.passes_a_city and not row.unit.is_within(row.via)]
    paths = {path for row in away for path in row.unit.paths_upward()}
    cities = {city.path: city for city in Unit.objects.filter(path__in=paths, level=Level.CITY)} if away else {}
    found = []
    for row in away:
        city = next((cities[path] for path in row.unit.paths_upward() if path in cities), None)
        if city is not None:
            found.append(Strayed(row, city))
    return found
