"""How a unit stands with each point of the catalogue, and with its dimensions and environments; four queries."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from credits.enums.ledger import PASSING, Dimension, Environment, Grade
from credits.facts.passed import counting
from credits.models import CreditEntry, MicroAbility, Selection
from portal.units.models import Unit, within

ORDER = ("-catalogue", "position")
KINDS = {"dimension": Dimension, "environment": Environment}


@dataclass(frozen=True)
class PointFigures:
    """One point: how many chose it, how they were assessed, and the credits given for it, in hundredths."""

    ability: MicroAbility
    selected: int
    excellent: int
    passed: int
    failed: int

    @property
    def earned(self) -> int:
        return (self.excellent + self.passed) * self.ability.credits


@dataclass(frozen=True)
class Sums:
    """Several points together; ``points`` is how many they are."""

    points: int
    selected: int
    excellent: int
    passed: int
    failed: int
    earned: int


def by_point(unit: Unit, program, until: date) -> list[PointFigures]:
    """Every point in use, chosen and assessed at and below a unit up to a day; then earlier versions of points somebody chose or
    was assessed in, with the credits they were worth. Of several passed versions the first counts.
    """
    here = within(unit.path, "unit__path") & Q(program=program)
    chosen = Selection.objects.current().filter(here, created_at__date__lte=until).order_by()
    chosen = dict(chosen.values_list("ability_id").annotate(Count("pk")))
    failed = CreditEntry.objects.current().filter(here, assessed_on__lte=until).exclude(grade__in=PASSING)
    grades = {}
    for graded in (failed, counting().filter(here, assessed_on__lte=until)):
        counted = graded.order_by().values_list("ability_id", "grade").annotate(Count("pk"))
        grades |= {(ability, grade): count for ability, grade, count in counted}
    named = {*chosen, *(ability for ability, _grade in grades)}
    return [
        PointFigures(one, chosen.get(one.pk, 0), *(grades.get((one.pk, grade), 0) for grade in Grade))
        for one in MicroAbility.objects.filter(Q(state=MicroAbility.State.CURRENT) | Q(pk__in=named)).order_by("state", *ORDER)
    ]


def sums_of(points: list[PointFigures]) -> Sums:
    names = ("selected", "excellent", "passed", "failed", "earned")
    return Sums(len({one.ability.code for one in points}), *(sum(getattr(one, name) for one in points) for name in names))


def together(points: list[PointFigures], kind: str) -> list[tuple]:
    """(dimension or environment, its sums), in their order."""
    return [(one, sums_of([row for row in points if getattr(row.ability, kind) == one])) for one in KINDS[kind]]


def crossed(points: list[PointFigures]) -> list[tuple]:
    """(dimension, sums by environment, sums of the dimension) over the four dimensions."""
    rows = [(one, [row for row in points if row.ability.dimension == one]) for one in Dimension]
    return [
        (one, [sums_of([row for row in own if row.ability.environment == place]) for place in Environment], sums_of(own))
        for one, own in rows
    ]
