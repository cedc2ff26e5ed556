"""Which schools would close most of what the pilots leave out; provincial pilots first (佛教人〔2020〕8号 附件1四(二)5)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from portal.units.enums import Level
from portal.units.models import Unit, within
from programs.enums.calendar import DesignationKind
from programs.enums.evidence import ResultLevel
from programs.facts.coverage import UPPER, Coverage, coverage_of, stages_under, subjects_under
from programs.models import Designation, Program
from schools.enums import Stage

OWN = {Level.PROVINCE: ResultLevel.PROVINCIAL, Level.CITY: ResultLevel.CITY, Level.COUNTY: ResultLevel.COUNTY}
LISTED = 50


@dataclass(frozen=True)
class Candidate:
    """A school that is no pilot of the unit's own level yet, and the gaps that would close with it.

    ``first`` is the place it would be the first pilot of, "" where that has one.
    """

    unit: Unit
    provincial: bool
    first: str
    stages: tuple[str, ...]
    subjects: tuple[str, ...]

    @property
    def closed(self) -> int:
        """How many gaps it closes: the place itself, each stage, each subject counts one."""
        return bool(self.first) + len(self.stages) + len(self.subjects)

    @property
    def reasons(self) -> list[str]:
        """Why it is put forward, in words."""
        said = [_("省级试点优先")] if self.provincial else []
        said += [_("%s还没有试点") % self.first] if self.first else []
        said += [_("补学段：%s") % "、".join(self.stages)] if self.stages else []
        return said + ([_("补学科：%s") % "、".join(self.subjects)] if self.subjects else [])


def candidates_of(unit: Unit, program: Program, day: date, found: Coverage | None = None) -> list[Candidate]:
    """The best first: provincial pilots, then who closes most gaps; a fixed number of queries.

    A school that is no provincial pilot and closes none is no candidate.
    """
    found = found or coverage_of(unit, program, day)
    holding = Designation.objects.holding(day).filter(
        within(unit.path, "unit__path"), program=program, kind=DesignationKind.PILOT, unit__level=Level.SCHOOL
    )
    titles = defaultdict(set)
    for pk, level in holding.values_list("unit", "level"):
        titles[pk].add(level)
    stages, subjects = _by_school(stages_under(unit)), _by_school(subjects_under(unit))
    schools = Unit.objects.active().within(unit).at(Level.SCHOOL).filter(school__state="current")
    rows = [
        _judged(one, titles[one.pk], stages[one.path], subjects[one.path], found) for one in schools if _free(one, titles, unit)
    ]
    worth = [row for row in rows if row.provincial or row.closed]
    return sorted(worth, key=lambda row: (not row.provincial, -row.closed, row.unit.path))[:LISTED]


def _free(school: Unit, titles, unit: Unit) -> bool:
    return OWN.get(unit.level) not in titles[school.pk]


def _by_school(rows) -> dict[str, set[str]]:
    found = defaultdict(set)
    for path, what in rows:
        found[path].add(what)
    return found


def _judged(school: Unit, levels, stages, subjects, found: Coverage) -> Candidate:
    place = next((one for one in found.places if school.path.startswith(one.unit.path)), None)
    is_pilot = bool(levels)
    lacking = place.lacking if place and not is_pilot else []
    return Candidate(
        unit=school,
        provincial=bool(UPPER & levels),
        first=place.unit.name if place and not place.pilots else "",
        stages=tuple(str(Stage(stage).label) for stage in lacking if stage in stages),
        subjects=() if is_pilot else tuple(one for one in found.subjects_lacking if one in subjects),
    )
