"""Nominations as the rules on places see them."""

from awards.enums import GRADED, AwardKind
from awards.models import AwardCycle, Nomination
from awards.quota_rules import Place
from portal.units.enums import Kind, Level
from portal.units.models import Unit
from schools.models import School

LEVELS = (Level.SCHOOL, Level.COUNTY, Level.CITY, Level.INSTITUTION)


def place_of(nomination: Nomination) -> Place:
    """One nomination; three queries."""
    return _places([nomination])[0][1]


def held_in(cycle: AwardCycle) -> list[tuple[int, Place]]:
    """Those that hold a place in a cycle by key; three queries however many."""
    return _places(list(cycle.nominations.holding_a_place().select_related("unit", "category", "via", "graded").order_by("pk")))


def _places(rows: list[Nomination]) -> list[tuple[int, Place]]:
    paths = {path for row in rows for path in row.unit.paths_upward()}
    levels = {code: level for code, level in Unit.objects.filter(path__in=paths).values_list("code", "level") if level in LEVELS}
    schools = {school.unit_id: school for school in School.objects.filter(unit__in={row.unit_id for row in rows})}
    return [(row.pk, _place(row, levels, schools.get(row.unit_id))) for row in rows]


def _place(row: Nomination, levels: dict[str, str], school: School | None) -> Place:
    codes = row.unit.path.strip("/").split("/")
    return Place(
        category=row.category.key,
        kind=row.category.kind,
        unit=row.unit.code,
        name=row.unit.name,
        via=row.via.code,
        person=f"{row.manager_name} {row.manager_workplace or row.unit.name}" if row.manager_name else "",
        scopes={levels[code]: code for code in codes if code in levels},
        traits=frozenset(_traits(row, school)),
        grade=row.grade if row.state in GRADED else "",
    )


def _traits(row: Nomination, school: School | None):
    """The sorts of nominee it counts among."""
    if row.category.kind == AwardKind.OUTSTANDING_MANAGER:
        yield "manager"
    if row.unit.kind == Kind.FUNCTIONAL_ZONE:
        yield "functional_zone"
    if school is not None:
        yield from (school.kind, school.ownership)
        yield from (name for name in ("rural", "small") if getattr(school, name))
