"""Whether the records behind stored verdicts have changed since these were judged."""

from datetime import datetime

from django.db.models import Exists, Q

from awards.measures import MEASURES
from awards.models import AwardCycle
from awards.rules import measures_used
from portal.units.enums import Level
from portal.units.models import Unit, within
from programs.models import InstitutionRanking, MediaReport, PerformanceEvaluation, Showcase

SCOPES = ("region_average", "school")


def outdated(cycle: AwardCycle, as_of: datetime | None, unit: Unit | None = None) -> bool:
    """Whether evidence that bears on ``unit``, or on anybody of the cycle, is younger than ``as_of``; one query.

    A county's rank follows the scores of all counties of its city. Once the results are out nothing is outdated any more.
    """
    if as_of is None or cycle.state != AwardCycle.State.OPEN:
        return False
    younger = [Exists(rows.filter(updated_at__gt=as_of)) for rows in _evidence(cycle, unit or cycle.unit)]
    any_of = Q()
    for exists in younger:
        any_of |= Q(exists)
    return AwardCycle.objects.filter(any_of, pk=cycle.pk).exists()


def _evidence(cycle: AwardCycle, unit: Unit) -> list:
    """The kinds of record a verdict may rest on, those about ``unit``."""
    below = within(unit.path, "unit__path")
    ranked = Q(unit__parent=unit.parent_id) if unit.level == Level.COUNTY else below
    joined = Q(institutions=unit) if unit.level == Level.INSTITUTION else below
    program = {"period__program": cycle.program_id}
    used = {name for category in cycle.categories.all() for name in measures_used(category.rule)}
    others = [rows for name in sorted(used) for rows in MEASURES[name].evidence(cycle, below)]
    return [
        *others,
        PerformanceEvaluation.objects.filter(ranked, **program),
        InstitutionRanking.objects.filter(below, **program),
        Showcase.objects.filter(joined),
        MediaReport.objects.filter(below),
    ]


def changed_scores(cycle: AwardCycle, units: list[Unit], as_of: datetime | None) -> dict[tuple[int, int], datetime]:
    """When scores of ``units`` changed after ``as_of``, by (unit, period), those void by now among them; one query.

    A score is a county's average or a school's own.
    """
    if as_of is None:
        return {}
    rows = PerformanceEvaluation.objects.filter(unit__in=units, scope__in=SCOPES, period__program=cycle.program_id)
    changed = rows.filter(updated_at__gt=as_of).order_by("updated_at")
    return {(unit, period): at for unit, period, at in changed.values_list("unit_id", "period__number", "updated_at")}
