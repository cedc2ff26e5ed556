"""Which units a task asks, and through whom each of them files."""

from portal.kit.trees import within
from portal.units.enums import Level
from portal.units.models import Unit
from programs.enums.tasks import COLLATING_LEVELS, Route
from schools.models import School


def units_asked(task):
    """Active units by the task's choice: ``levels`` below ``under`` (the issuer where none is named), ``units`` by code.

    ``direct_schools`` are the schools right below the issuer (市直属).
    """
    return chosen_units(task.issuer, task.chosen)


def chosen_units(issuer, chosen: dict):
    """The same for a choice that is not stored yet; never anything outside the issuer's own subtree."""
    own = Unit.objects.active().within(issuer)
    found = own.none()
    if levels := chosen.get("levels"):
        under = chosen.get("under") or [issuer.code]
        for path in own.filter(code__in=under).values_list("path", flat=True):
            found = found | own.filter(within(path), level__in=levels)
    if codes := chosen.get("units"):
        found = found | own.filter(code__in=codes)
    if chosen.get("direct_schools"):
        found = found | own.filter(parent=issuer, level=Level.SCHOOL)
    return found.exclude(code__in=chosen.get("except") or ()).order_by("path")


def receivers_of(task, units) -> dict[int, int]:
    """Unit → who reviews it: the unit of the receiving level over it, else the issuer; one query."""
    if not task.receiver_level or task.receiver_level == task.issuer.level:
        return {unit.pk: task.issuer_id for unit in units}
    over = _above(task, units, task.receiver_level)
    return {unit.pk: over.get(unit.pk, task.issuer_id) for unit in units}


def collators_of(task, units) -> dict[int, int]:
    """Unit → the unit that collates it; none for those that have none on the way, and for the collating units themselves."""
    if task.route == Route.DIRECT:
        return {}
    if task.route == Route.CENTRAL_SCHOOL:
        schools = School.objects.filter(unit__in=units, central_school__isnull=False)
        return dict(schools.values_list("unit_id", "central_school__unit_id"))
    return _above(task, units, COLLATING_LEVELS[task.route])


def _above(task, units, level) -> dict[int, int]:
    """Unit → the unit of ``level`` strictly over it and within the issuer's subtree."""
    places = dict(Unit.objects.within(task.issuer).filter(level=level).values_list("path", "pk"))
    found = ((unit.pk, _nearest(unit, places)) for unit in units)
    return {pk: over for pk, over in found if over}


def _nearest(unit, places: dict[str, int]) -> int | None:
    return next((places[path] for path in reversed(unit.paths_upward()[:-1]) if path in places), None)


def offered_levels(issuer) -> list[Level]:
    """The levels below a unit that a 收表 may ask."""
    order = [level for level in Level if level != Level.PROVINCE]
    if issuer.level == Level.PROVINCE:
        return order
    return [level for level in order if level not in (issuer.level, Level.CITY)] if issuer.level != Level.CITY else order[1:]
