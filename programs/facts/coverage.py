"""Which places, stages and subjects the pilots reach (佛教人〔2020〕8号 附件1四(二)5)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from portal.units.enums import Level
from portal.units.models import Unit, within
from programs.enums.calendar import DesignationKind
from programs.enums.evidence import ResultLevel
from programs.finding import units_below
from programs.models import Designation, Program
from schools.enums import Stage
from schools.models import School, SchoolStage, Teacher

UPPER = frozenset({ResultLevel.NATIONAL, ResultLevel.PROVINCIAL})


@dataclass(frozen=True)
class Place:
    """A unit below and its pilots: how many there are, how many are provincial, at which stages and in which subjects.

    ``taught`` are the stages its schools teach; of those without a pilot the coverage has a gap.
    """

    unit: Unit
    pilots: int
    provincial: int
    by_stage: dict[str, int]
    taught: frozenset[str]
    subjects: tuple[str, ...] = ()

    @property
    def lacking(self) -> list[Stage]:
        """Stages taught here that no pilot of the place teaches."""
        return [stage for stage in Stage if stage in self.taught and not self.by_stage.get(stage)]

    def cells(self, stages: Iterable[Stage]) -> list[tuple[int, bool]]:
        """For each stage, how many pilots teach it, and whether anybody here does."""
        return [(self.by_stage.get(stage, 0), stage in self.taught) for stage in stages]


@dataclass(frozen=True)
class Coverage:
    """The pilots of a unit, place by place, with everything that is taught and has none."""

    places: list[Place]
    stages: list[Stage]
    subjects_lacking: list[str]

    @property
    def gaps(self) -> list[str]:
        """What is not covered, in words."""
        bare = [place.unit.name for place in self.places if place.taught and not place.pilots]
        said = [_("没有试点的单位：%s。") % "、".join(bare)] if bare else []
        for place in self.places:
            if place.pilots and place.lacking:
                about = {"unit": place.unit.name, "stages": "、".join(str(stage.label) for stage in place.lacking)}
                said.append(_("%(unit)s的试点没有覆盖：%(stages)s。") % about)
        if self.subjects_lacking:
            said.append(_("没有试点学校教师任教的学科：%s。") % "、".join(self.subjects_lacking))
        return said


def coverage_of(unit: Unit, program: Program, day: date) -> Coverage:
    """The pilots that hold on that day, by the units right below; a fixed number of queries."""
    below = list(units_below(unit).order_by("path"))
    pilots = list(
        Designation.objects.holding(day)
        .filter(within(unit.path, "unit__path"), program=program, kind=DesignationKind.PILOT)
        .values_list("unit__path", "unit__level", "level")
    )
    schools = {path for path, level, _of in pilots if level == Level.SCHOOL}
    stages = stages_under(unit)
    subjects = subjects_under(unit)
    reached = {subject for path, subject in subjects if path in schools}
    places = [_place(one, pilots, schools, stages, subjects) for one in below]
    shown = [stage for stage in Stage if any(stage in place.taught for place in places)]
    return Coverage(places, shown, sorted({subject for _path, subject in subjects} - reached))


def _place(unit: Unit, pilots, schools, stages, subjects) -> Place:
    """One unit below: a school may hold the same title of several levels and is one pilot."""
    here = [(path, level) for path, _of, level in pilots if path.startswith(unit.path)]
    by_stage: dict[str, int] = defaultdict(int)
    taught = set()
    for path, stage in stages:
        if path.startswith(unit.path):
            taught.add(stage)
            by_stage[stage] += path in schools
    return Place(
        unit=unit,
        pilots=len({path for path, _level in here}),
        provincial=len({path for path, level in here if level in UPPER}),
        by_stage=dict(by_stage),
        taught=frozenset(taught),
        subjects=tuple(sorted({subject for path, subject in subjects if path in schools and path.startswith(unit.path)})),
    )


def stages_under(unit: Unit) -> list[tuple[str, str]]:
    """(path of a school at work, a stage it teaches)."""
    rows = SchoolStage.objects.filter(within(unit.path, "school__unit__path"), school__state=School.State.CURRENT)
    return list(rows.filter(school__unit__state="active").values_list("school__unit__path", "stage"))


def subjects_under(unit: Unit) -> list[tuple[str, str]]:
    """(path of a school, a subject somebody teaches there)."""
    rows = Teacher.objects.employed().filter(within(unit.path, "unit__path")).exclude(subject="")
    return list(rows.order_by().values_list("unit__path", "subject").distinct())
