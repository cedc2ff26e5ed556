"""Counts of designations, showcases and teams under a unit, and under each of the units below it."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import Count

from portal.units.enums import Level
from portal.units.models import Unit, within
from programs.enums.groups import GroupKind, GroupState
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

    def below(unit: Unit, program: Program, until: date, level: str | None = None) -> dict[int, Actual]:
        counts = by_unit(unit, level, rows(unit, program, until).order_by().values_list("unit__path").annotate(Count("pk")))
        return {child: Actual(count, 0, until) for child, count in counts.items()}

    return gather, below


def with_team(kind: str):
    """What counts the schools that have a team by the year of a day, of all schools (一校一团队)."""

    def teams(unit, program, until):
        found = Group.objects.filter(
            within(unit.path, "unit__path"), program=program, kind=kind, unit__level=Level.SCHOOL, year__lte=until.year
        ).exclude(state=GroupState.VOID)
        return found.order_by().values_list("unit__path").annotate(Count("unit", distinct=True))

    def gather(unit, program, until):
        done = sum(count for _path, count in teams(unit, program, until))
        return Actual(done, schools_under(unit).count(), until)

    def below(unit, program, until, level=None):
        done = by_unit(unit, level, teams(unit, program, until))
        whole = by_unit(unit, level, ((path, 1) for path in schools_under(unit).values_list("path", flat=True)))
        return {child: Actual(done.get(child, 0), of, until) for child, of in whole.items()}

    return gather, below


def schools_under(unit: Unit):
    return Unit.objects.active().within(unit).at(Level.SCHOOL).order_by()


def by_unit(unit: Unit, level: str | None, counted: Iterable[tuple[str, int]]) -> dict[int, int]:
    """Counts of (path, number) summed up by the units right below ``unit``, or of a level below it; 0 for those without any."""
    units = Unit.objects.within(unit).filter(level=level) if level else Unit.objects.filter(parent=unit)
    places = dict(units.exclude(pk=unit.pk).values_list("path", "pk"))
    sums = Counter(dict.fromkeys(places.values(), 0))
    for path, number in counted:
        codes = path.strip("/").split("/")
        upward = (f"/{'/'.join(codes[:depth])}/" for depth in range(len(codes), 0, -1))
        if place := next((place for place in upward if place in places), None):
            sums[places[place]] += number
    return dict(sums)


TEAM_KINDS = {"school_training_teams": GroupKind.TRAINING_TEAM, "school_management_teams": GroupKind.MANAGEMENT_TEAM}
