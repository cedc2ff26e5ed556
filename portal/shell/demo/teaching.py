"""The stages ``rosters`` and ``credits``: schools, teachers, hours, points and results, brought in by the bureaus of the cast."""

from pathlib import Path

from django.conf import settings

from credits.actions import completion
from credits.models import CompletionRun
from portal.kit.clock import database_now, local
from portal.sheets.models import Upload
from portal.shell.demo import cast, learning, places, steps
from portal.shell.demo.people import HEADINGS, Crowd, Invented
from portal.shell.demo.results import write_book
from portal.units.models import Unit
from programs.loading import load_notice
from programs.models import Program
from schools.actions import schools
from schools.enums import Ownership, SchoolKind, Stage
from schools.models import School

UNITS = ["代码", "名称", "层级", "上级代码", "计入名额"]
SCORED = ("330000", "341324", "430600", "440600")
FIRST_PHONE, PHONES_EACH = 13900100000, 10_000
GROUND = tuple(
    places.InventedSchool(code, name, stage, kind, Ownership.PUBLIC, people)
    for code, name, stage, kind, people in (
        ("2133000001", "城区演示小学", Stage.PRIMARY, SchoolKind.SCHOOL, 46),
        ("3133000002", "大荆演示中学", Stage.JUNIOR_SECONDARY, SchoolKind.SCHOOL, 58),
        ("2133000003", "虹桥演示第一小学", Stage.PRIMARY, SchoolKind.SCHOOL, 52),
        ("1133000004", "柳市演示幼儿园", Stage.KINDERGARTEN, SchoolKind.KINDERGARTEN, 16),
    )
)


class Teaching:
    """The places of the demo with their people; ``scale`` multiplies the schools."""

    def __init__(self, scale: int = 1, told: tuple[places.Place, ...] = places.PLACES):
        self.folder = Path(settings.DATA_DIR) / "demo"
        self.crowds: list[tuple[places.Place, list, list[Invented]]] = []
        for number, place in enumerate(told):
            made = places.schools_of(place, scale)
            own = [*GROUND, *made] if place.unit == "330382" else made
            people = list(Crowd(place, own, FIRST_PHONE + number * PHONES_EACH * scale).people())
            self.crowds.append((place, made, people))

    def bring_in_schools(self) -> None:
        """Schools as units, each by its bureau's own workbook, then what each school is."""
        for place, made, _people in self.crowds:
            rows = [[school.code, school.name, "学校", place.unit, "否"] for school in made]
            self._bring_in("units", place, UNITS, rows)
        described = set(School.objects.values_list("unit__code", flat=True))
        for school in [*GROUND, *(school for _place, made, _people in self.crowds for school in made)]:
            if school.code not in described:
                unit = Unit.objects.get(code=school.code)
                point = school.kind == SchoolKind.TEACHING_POINT
                about = {"kind": school.kind, "ownership": school.ownership, "rural": point, "small": point}
                schools.describe(unit=unit, stages=[school.stage], by=None, **about)

    def bring_in_rosters(self) -> None:
        """One roster workbook for each place, with all its schools."""
        for place, _made, people in self.crowds:
            self._bring_in("roster", place, HEADINGS, [person.row() for person in people])

    def bring_in_learning(self) -> None:
        """Hours, chosen points, results, and what other platforms said."""
        for place, _made, people in self.crowds:
            learned = learning.Learning(place, people)
            self._bring_in("hours", place, learning.HOURS, learned.hours())
            self._bring_in("selections", place, learning.SELECTIONS, learned.selections())
            self._bring_in("credits", place, learning.CREDITS, learned.credits())
            self._bring_in("assessments", place, learning.ASSESSMENTS, learned.assessments())

    def _bring_in(self, sheet: str, place: places.Place, headings: list[str], rows: list[list]) -> None:
        """Once for each place; a stage cut off goes on where it stopped."""
        unit = Unit.objects.get(code=place.unit)
        if rows and not Upload.objects.filter(sheet=sheet, unit=unit, state="done").exists():
            path = write_book(self.folder / f"{sheet}-{place.unit}.xlsx", headings, rows)
            steps.bring_in(sheet, path, unit, cast.player(place.by))


def bring_in_demo_notice() -> None:
    """What the demo asks of Zhejiang's teachers, marked 演示, since the award notice asks nothing of them."""
    load_notice(file=(steps.HERE / "data" / "zhejiang-demo.yaml").read_bytes(), by=None)


def score_everybody() -> None:
    """The completion of all four trees as of today."""
    program = Program.objects.get(code="ict2")
    for code in SCORED:
        unit = Unit.objects.get(code=code)
        if not CompletionRun.objects.filter(unit=unit).exists():
            completion.score(program=program, unit=unit, as_of=local(database_now()).date(), by=None)
