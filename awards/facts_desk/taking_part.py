"""Which units have a part in a selection: the one answer for lists, reminders, reports and scoring."""

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat

from portal.units.enums import Level
from portal.units.models import Unit, within
from programs.enums.evidence import RecordState
from programs.models import Engagement, TrainingInstitution

KEY, ENGAGED = "takes_part", "engaged"


def undertaking(cycle, unit):
    """The entry of the institution ``unit`` where it undertook tasks as the cycle reads it (约定 ``takes_part``, 一1).

    It is registered as having done so; where ``engaged`` is chosen, an engagement for a unit of the cycle stands on record too.
    """
    rows = TrainingInstitution.objects.filter(unit=unit, undertook_tasks=True)
    if cycle.reading_of(KEY) != ENGAGED:
        return rows
    engaged = Engagement.objects.filter(institution=OuterRef("unit"), state=RecordState.CURRENT)
    return rows.filter(Exists(engaged.filter(within(cycle.unit.path, "unit__path"))))


def taking_part(units, cycle):
    """Those of ``units``, a query, that may put somebody forward in ``cycle``, as ``check_takes_part`` lets them.

    A county must count as one (浙工程办函〔2023〕7号 附件1), an institution must have undertaken tasks (一1); whether a city
    or a school counts says nothing about itself. Each says ``under_city``, for ``has_a_way``.
    """
    undertook = Exists(undertaking(cycle, OuterRef("pk")))
    counted = units.exclude(level=Level.COUNTY, counts_for_quota=False).filter(~Q(level=Level.INSTITUTION) | undertook)
    return counted.annotate(under_city=_under_city())


def _under_city() -> Exists:
    """A city lies over the unit, or is it: its path begins with the city's."""
    cities = Unit.objects.at(Level.CITY).annotate(end=Concat("path", Value("\uffff")))
    return Exists(cities.filter(path__lte=OuterRef("path"), end__gt=OuterRef("path")))


def has_a_way(category, unit) -> bool:
    """Whether forms of ``unit``, one ``taking_part`` gave, can travel as the category asks: through a city there must be one."""
    return not category.passes_a_city or unit.under_city
