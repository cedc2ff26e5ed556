"""Which units a task asks, and through whom each of them files."""

from django.db.models import BigIntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Length, Substr

from portal.kit.trees import within
from portal.units.enums import CHILDREN, Level
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


def receiver_of(task):
    """Who reviews what a unit hands in, as an expression over units: the unit of the receiving level over it, else the issuer."""
    if not task.receiver_level or task.receiver_level == task.issuer.level:
        return Value(task.issuer_id)
    return Coalesce(*_over(task, task.receiver_level), Value(task.issuer_id))


def collator_of(task):
    """Who collates it: none for those that have none on the way, and for the collating units themselves."""
    if task.route == Route.CENTRAL_SCHOOL:
        return Subquery(School.objects.filter(unit=OuterRef("pk")).values("central_school__unit")[:1])
    nobody = Value(None, BigIntegerField())
    over = [] if task.route == Route.DIRECT else _over(task, COLLATING_LEVELS[task.route])
    return Coalesce(*over, nobody) if over else nobody  # PostgreSQL takes a COALESCE of nothing but NULL for a text


def _over(task, level) -> list[Subquery]:
    """The unit of ``level`` strictly over a unit and within the issuer's subtree: nearest first, one for each length of path."""
    places = Unit.objects.within(task.issuer).filter(level=level).order_by()
    lengths = places.values_list(Length("path"), flat=True).distinct()
    return [
        Subquery(places.filter(path=Substr(OuterRef("path"), 1, length)).exclude(pk=OuterRef("pk")).values("pk")[:1])
        for length in sorted(lengths, reverse=True)
    ]


def offered_levels(issuer) -> list[Level]:
    """The levels below a unit that a 收表 may ask, in the order of the tree."""
    below, found = set(CHILDREN[issuer.level]), set()
    while below - found:
        found |= below
        below = set().union(*(CHILDREN[level] for level in found))
    return [level for level in Level if level in found]
