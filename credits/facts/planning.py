"""What the planner must know of one teacher: what is asked of the choice, the catalogue, what was passed and chosen before."""

from dataclasses import dataclass

from credits.enums.ledger import PASSING
from credits.models import CreditEntry, MicroAbility, Selection
from credits.rules.planning import Lacking, Point, Proposal, Wanted, lacking, propose
from portal.kit.numbers import to_hundredths
from programs.models import Program
from programs.policy import Policy, resolve
from schools.models import School, Teacher

ASKED = (
    *("credits", "point_count", "dimension_count", "dimensions", "environments", "environment_rule"),
    *("compulsory_points", "excluded_points"),
)


@dataclass(frozen=True)
class Plan:
    """A teacher's choice so far beside what is asked, and sets of points that would reach it."""

    teacher: Teacher
    environment: str
    asked: list
    wanted: Wanted
    abilities: dict[str, MicroAbility]
    passed: frozenset[str]
    failed: frozenset[str]
    chosen: frozenset[str]
    proposals: list[Proposal]

    @property
    def environment_label(self) -> str:
        """教学环境 of the school in words; empty while nobody stated it."""
        return str(MicroAbility.Environment(self.environment).label) if self.environment else ""

    def weigh(self, codes) -> Lacking:
        """What passed points and those of ``codes`` together do not reach."""
        return lacking([point_of(self.abilities[code]) for code in self.passed | frozenset(codes)], self.wanted)

    def named(self, codes) -> list[MicroAbility]:
        """Points of the catalogue by code, in its order."""
        wanted = set(codes)
        return [ability for code, ability in self.abilities.items() if code in wanted]


def plan_for(teacher: Teacher, program: Program) -> Plan:
    """The plan of one teacher; five queries."""
    policy = resolve(teacher.unit, program)
    environment = School.objects.filter(unit=teacher.unit_id).values_list("environment", flat=True).first() or ""
    abilities = {ability.code: ability for ability in MicroAbility.objects.current()}
    grades = CreditEntry.objects.current().filter(teacher=teacher, program=program, ability__code__in=abilities)
    assessed = list(grades.values_list("ability__code", "grade"))
    passed = {code for code, grade in assessed if grade in PASSING}
    chosen = _chosen(teacher, program) & abilities.keys()
    wanted = wanted_of(policy, environment)
    points = [point_of(ability) for ability in abilities.values()]
    done = [point for point in points if point.code in passed]
    return Plan(
        teacher=teacher,
        environment=environment,
        asked=[policy[key] for key in ASKED if policy[key] is not None],
        wanted=wanted,
        abilities=abilities,
        passed=frozenset(passed),
        failed=frozenset(code for code, _grade in assessed) - passed,
        chosen=frozenset(chosen - passed),
        proposals=propose(points, wanted, passed=done, environment=environment) if asks(wanted) else [],
    )


def asks(wanted: Wanted) -> bool:
    """Whether a choice has anything to reach."""
    return lacking((), wanted).unreached


def wanted_of(policy: Policy, environment: str) -> Wanted:
    """What the policy asks of a choice; values nobody set are not asked, a school without a stated environment is bound to none."""
    held = {key: None if policy[key] is None else policy[key].value for key in ASKED}
    allowed = frozenset(held["environments"] or ())
    if held["environment_rule"] == "of_school" and environment:
        allowed = frozenset({environment})
    return Wanted(
        credits=None if held["credits"] is None else to_hundredths(held["credits"]),
        points=held["point_count"],
        dimensions=held["dimension_count"],
        cover=frozenset(held["dimensions"] or ()),
        environments=allowed,
        single=held["environment_rule"] == "single",
        compulsory=frozenset(held["compulsory_points"] or ()),
        excluded=frozenset(held["excluded_points"] or ()),
    )


def point_of(ability: MicroAbility) -> Point:
    return Point(ability.code, ability.credits, ability.dimension, ability.environment)


def _chosen(teacher, program) -> set[str]:
    return set(Selection.objects.current().filter(teacher=teacher, program=program).values_list("ability__code", flat=True))
