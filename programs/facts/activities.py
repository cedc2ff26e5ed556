"""Who came to activities, what was counted, how many of which kind there were."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from portal.units.models import Unit
from programs.enums.activities import ActivityKind, FindingState
from programs.models import Activity, Participation, VisitFinding
from schools.models import Teacher


def with_counts(activities):
    """``activities``, each with how many came and how many findings are open."""
    people = Participation.objects.current().filter(activity=OuterRef("pk")).order_by().values("activity").annotate(n=Count("pk"))
    waiting = Q(state__in=[FindingState.OPEN, FindingState.DONE])
    findings = VisitFinding.objects.filter(waiting, activity=OuterRef("pk")).order_by().values("activity").annotate(n=Count("pk"))
    return activities.annotate(
        came=Coalesce(Subquery(people.values("n")), 0), unsettled=Coalesce(Subquery(findings.values("n")), 0)
    )


def teachers_among(people: list[tuple[str, str]], user) -> dict[tuple[str, str], Teacher]:
    """Those of (name, workplace) who are one teacher of a roster the user sees; two of the same name at a school are nobody."""
    names = {name for name, place in people if place}
    found = defaultdict(list)
    rows = Teacher.objects.employed().visible_to(user).filter(name__in=names).select_related("unit")
    for teacher in rows:
        found[teacher.name, teacher.unit.name].append(teacher)
    return {named: rows[0] for named, rows in found.items() if len(rows) == 1}


@dataclass(frozen=True)
class KindCount:
    """Activities of one kind held by a unit: how many, how many people came, how many findings and how many are settled."""

    unit: Unit
    kind: str
    held: int
    came: int
    findings: int
    closed: int

    @property
    def kind_text(self) -> str:
        return str(ActivityKind(self.kind).label)


def report(activities) -> list[KindCount]:
    """The activities summed by unit and kind; a fixed number of queries however many there are."""
    activities = activities.order_by()
    mine = activities.values("pk")
    held = list(activities.values_list("unit", "kind").annotate(n=Count("pk", distinct=True)))
    came = _by_unit_and_kind(Participation.objects.current().filter(activity__in=mine))
    found = _by_unit_and_kind(VisitFinding.objects.filter(activity__in=mine).exclude(state=FindingState.VOID))
    closed = _by_unit_and_kind(VisitFinding.objects.filter(activity__in=mine, state=FindingState.CLOSED))
    typed = _typed(activities)
    units = Unit.objects.in_bulk({unit for unit, _kind, _n in held})
    rows = []
    for unit, kind, number in held:
        key = (unit, kind)
        people = came.get(key, 0) + typed[key]
        rows.append(KindCount(units[unit], kind, number, people, found.get(key, 0), closed.get(key, 0)))
    return sorted(rows, key=lambda row: (row.unit.path, row.kind))


def _by_unit_and_kind(rows) -> dict[tuple[int, str], int]:
    counted = rows.order_by().values_list("activity__unit", "activity__kind").annotate(n=Count("pk"))
    return {(unit, kind): n for unit, kind, n in counted}


def _typed(activities) -> dict[tuple[int, str], int]:
    """People told as a number only, at activities without a list of names, by unit and kind."""
    signed = Participation.objects.current().filter(activity__in=activities.values("pk")).order_by().values("activity")
    sums = defaultdict(int)
    rows = Activity.objects.filter(pk__in=activities.values("pk"), headcount__gt=0).exclude(pk__in=signed)
    for unit, kind, number in rows.values_list("unit", "kind", "headcount"):
        sums[unit, kind] += number
    return sums
