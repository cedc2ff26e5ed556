"""What stands about training institutions: checks, lists, choices, judgements."""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from portal.accounts.enums import OFFICE_ROLES, Role
from portal.units.enums import Level, UnitState
from portal.units.models import Unit
from programs.enums.institutions import ChoiceState, OpinionSource
from programs.models import (
    Engagement,
    InstitutionBid,
    InstitutionChoice,
    InstitutionOpinion,
    InstitutionVerdict,
    Program,
    Qualification,
    RecommendedInstitution,
)
from programs.policy import Resolved, resolve, resolve_many
from programs.rules.institutions import Answer, Line, eligible, lines, mean

JUDGING = (Level.PROVINCE, Level.CITY, Level.COUNTY)


@dataclass(frozen=True)
class Checklist:
    """The conditions in force for a unit, and what was found of one institution; ``asked`` is None where no notice asks."""

    asked: Resolved | None
    lines: list[tuple[Line, Qualification | None]]
    eligible: bool | None


def checklist(institution: Unit, unit: Unit, program: Program) -> Checklist:
    """Answers of the nearest unit hold: what a city has checked its counties need not check again."""
    asked = resolve(unit, program).get("institution_requirements")
    if asked is None:
        return Checklist(None, [], None)
    rows = Qualification.objects.current().filter(institution=institution, program=program, unit__path__in=unit.paths_upward())
    nearest = {row.key: row for row in rows.select_related("unit", "checked_by").order_by("unit__path")}
    answers = {key: Answer(row.met, tuple(row.years)) for key, row in nearest.items()}
    found = lines(asked.value, answers)
    return Checklist(asked, [(line, nearest.get(line.need.key)) for line in found], eligible(asked.value, found))


def known_to(user):
    """The institutions a user may look up: those in reach and one's own; any that is in use for offices, which may choose it."""
    seen = user.reach("") | Q(pk__in=[unit.pk for unit in user.units_of(Role.INSTITUTION)])
    if user.holds(*OFFICE_ROLES):
        seen |= Q(state=UnitState.ACTIVE)
    return Unit.objects.at(Level.INSTITUTION).filter(seen)


def judges_of(institution: Unit, program: Program, today: date) -> list[Unit]:
    """The units whose notices set conditions that concern an institution, from the top down; four queries, however many.

    They are the one over it, those that list, engage, may choose or have checked it and those it applies to; what lies under a
    county is looked at by its county.
    """
    of = Q(institution=institution)
    ways = (
        RecommendedInstitution.objects.current().filter(of).values("unit"),
        Engagement.objects.current(today).filter(of).values("unit"),
        InstitutionChoice.objects.filter(of, state=ChoiceState.OPEN).values("unit"),
        InstitutionBid.objects.standing().filter(of).values("call__unit"),
        Qualification.objects.current().filter(of, program=program).values("unit"),
    )
    concerned = reduce(or_, (Q(pk__in=way) for way in ways), Q(pk=institution.parent_id))
    ways_up = [unit.paths_upward() for unit in Unit.objects.filter(concerned)]
    offices = Unit.objects.active().filter(path__in={path for way in ways_up for path in way}, level__in=JUDGING)
    by_path = {unit.path: unit for unit in offices}
    nearest = {next((path for path in reversed(way) if path in by_path), None) for way in ways_up} - {None}
    units = [by_path[path] for path in sorted(nearest)]
    policies = resolve_many(units, program)
    return [unit for unit in units if policies[unit.pk].get("institution_requirements")]


def recommended_to(unit: Unit) -> tuple[Unit | None, list[RecommendedInstitution]]:
    """The list a unit chooses from: that of the nearest unit at or above it that has one."""
    rows = RecommendedInstitution.objects.current().filter(unit__path__in=unit.paths_upward())
    found = list(rows.select_related("institution", "unit").order_by("-unit__path", "position", "pk"))
    whose = found[0].unit if found else None
    return whose, [row for row in found if row.unit_id == (whose.pk if whose else None)]


@dataclass(frozen=True)
class YearOfOpinions:
    """What a unit's three sources said of an institution in a year, their plain mean (hundredths), what was concluded."""

    year: int
    unit: Unit
    rows: dict[str, InstitutionOpinion]
    verdict: InstitutionVerdict | None

    @property
    def mean(self) -> int | None:
        return mean({source: row.score for source, row in self.rows.items()})

    @property
    def missing(self) -> list:
        return [source.label for source in OpinionSource if source.value not in self.rows]


def opinions_of(institution: Unit, user) -> list[YearOfOpinions]:
    """What the user may see of the judgements of an institution, the latest year first; two queries."""
    rows = InstitutionOpinion.objects.current().visible_to(user).filter(institution=institution).select_related("unit")
    verdicts = InstitutionVerdict.objects.current().visible_to(user).filter(institution=institution).select_related("unit")
    found: dict[tuple, dict] = {}
    for row in rows.order_by("pk"):
        found.setdefault((row.year, row.unit), {})[row.source] = row
    concluded = {(row.year, row.unit): row for row in verdicts}
    keys = sorted({*found, *concluded}, key=lambda key: (-key[0], key[1].path))
    return [YearOfOpinions(year, unit, found.get((year, unit), {}), concluded.get((year, unit))) for year, unit in keys]
