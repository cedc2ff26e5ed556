"""Counts of designations, showcases and teams under a unit, and under each of the units right below it."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import Count

from portal.units.enums import Level
from portal.units.models import Unit, within
from programs.enums.groups import GroupKind
from programs.measures import Actual
from programs.models import Designation, Group, Program, Showcase


def designated(kind: str):
    """What counts designations of a kind that were given by a day: for the unit, and for those below."""

    def rows(unit, program, until):
        return Designation.objects.current().filter(
            within(unit.path, "unit__path"), program=program, kind=kind, starts_on__lte=until
        )

    return _counted(rows)


def shown(kind: str = ""):
    """What counts showcases of a kind up to the year of a day, all kinds where none is named."""

    def rows(unit, program, until):
        found = Showcase.objects.current().filter(within(unit.path, "unit__path"), year__lte=until.year)
        return found.filter(kind=kind) if kind else found

    return _counted(rows)


def _counted(rows):
    def gather(unit: Unit, program: Program, until: date) -> Actual:
        return Actual(rows(unit, program, until).count(), 0, until)

    def below(unit: Unit, program: Program, until: date) -> dict[int, Actual]:
        counts = by_child(unit, rows(unit, program, until).order_by().values_list("unit__path").annotate(Count("pk")))
        return {child: Actual(count, 0, until) for child, count in counts.items()}

    return gather, below


def with_team(kind: str):
    """What counts the schools that have a team at work, of all schools (一校一团队)."""

    def teams(unit, program, until):
        found = Group.objects.current().filter(
            within(unit.path, "unit__path"), program=program, kind=kind, unit__level=Level.SCHOOL, created_at__date__lte=until
        )
        return found.order_by().values_list("unit__path").annotate(Count("unit", distinct=True))

    def gather(unit, program, until):
        done = sum(count for _path, count in teams(unit, program, until))
        return Actual(done, schools_under(unit).count(), until)

    def below(unit, program, until):
        done = by_child(unit, teams(unit, program, until))
        whole = by_child(unit, ((path, 1) for path in schools_under(unit).values_list("path", flat=True)))
        return {child: Actual(done.get(child, 0), of, until) for child, of in whole.items()}

    return gather, below


def schools_under(unit: Unit):
    return Unit.objects.active().within(unit).at(Level.SCHOOL).order_by()


def by_child(unit: Unit, counted: Iterable[tuple[str, int]]) -> dict[int, int]:
    """Counts of (path, number) summed up by the unit right below ``unit`` they lie in; 0 for those without any."""
    children = dict(Unit.objects.filter(parent=unit).values_list("path", "pk"))
    sums = Counter(dict.fromkeys(children.values(), 0))
    depth = len(unit.path.split("/"))
    for path, number in counted:
        child = "/".join(path.split("/")[:depth]) + "/"
        if child in children:
            sums[children[child]] += number
    return dict(sums)


TEAM_KINDS = {"school_training_teams": GroupKind.TRAINING_TEAM, "school_management_teams": GroupKind.MANAGEMENT_TEAM}
