"""What stands about training institutions: checks, lists, choices, judgements."""

from dataclasses import dataclass

from portal.units.models import Unit
from programs.enums.institutions import OpinionSource
from programs.models import InstitutionOpinion, InstitutionVerdict, Program, Qualification, RecommendedInstitution
from programs.policy import Resolved, resolve
from programs.rules.institutions import Answer, Line, eligible, lines, mean


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
