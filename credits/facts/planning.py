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
    """A teacher's choice so far beside what is asked, and sets of points that would reach it.

    ``abilities`` are the points in use by code; ``own`` those passed or chosen, under the version they were passed or chosen
    under, whose credits count.
    """

    teacher: Teacher
    environment: str
    asked: list
    wanted: Wanted
    abilities: dict[str, MicroAbility]
    own: dict[str, MicroAbility]
    passed: frozenset[str]
    failed: frozenset[str]
    chosen: frozenset[str]
    proposals: list[Proposal]

    @property
    def environment_label(self) -> str:
        """教学环境 of the school in words; empty while nobody stated it."""
        return str(MicroAbility.Environment(self.environment).label) if self.environment else ""

    @property
    def known(self) -> dict[str, MicroAbility]:
        """The points in use and those of one's own, also such as left the catalogue, by code."""
        return self.abilities | self.own

    def weigh(self, codes) -> Lacking:
        """What passed points and those of ``codes`` together do not reach."""
        return lacking([point_of(self.known[code]) for code in self.passed | frozenset(codes)], self.wanted)

    def named(self, codes) -> list[MicroAbility]:
        """Points by code, in the order of the catalogue, then those that left it."""
        wanted = set(codes)
        return [ability for code, ability in self.known.items() if code in wanted]


def plan_for(teacher: Teacher, program: Program) -> Plan:
    """The plan of one teacher; five queries."""
    policy = resolve(teacher.unit, program)
    environment = School.objects.filter(unit=teacher.unit_id).values_list("environment", flat=True).first() or ""
    abilities = {ability.code: ability for ability in MicroAbility.objects.current()}
    passed, failed = _assessed(teacher, program)
    chosen = _chosen(teacher, program)
    own = chosen | passed
    wanted = wanted_of(policy, environment)
    points = [point_of(own.get(code, ability)) for code, ability in abilities.items()]
    done = [point_of(ability) for ability in passed.values()]
    beside = [point_of(ability) for ability in own.values()]
    return Plan(
        teacher=teacher,
        environment=environment,
        asked=[policy[key] for key in ASKED if policy[key] is not None],
        wanted=wanted,
        abilities=abilities,
        own=own,
        passed=frozenset(passed),
        failed=frozenset(failed - passed.keys()),
        chosen=frozenset(chosen.keys() - passed.keys()),
        proposals=propose(points, wanted, passed=done, beside=beside, environment=environment) if asks(wanted) else [],
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


def _assessed(teacher, program) -> tuple[dict[str, MicroAbility], set[str]]:
    """Points passed by code, each as it was passed first, and codes of those failed; one query."""
    rows = CreditEntry.objects.current().filter(teacher=teacher, program=program).select_related("ability")
    passed, failed = {}, set()
    for entry in rows.order_by("assessed_on", "pk"):
        if entry.grade in PASSING:
            passed.setdefault(entry.ability.code, entry.ability)
        else:
            failed.add(entry.ability.code)
    return passed, failed


def _chosen(teacher, program) -> dict[str, MicroAbility]:
    rows = Selection.objects.current().filter(teacher=teacher, program=program).select_related("ability").order_by("pk")
    return {row.ability.code: row.ability for row in rows}
