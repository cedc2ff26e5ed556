"""What one teacher's ledger says, and how a few teachers go on, each in a fixed number of queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, Sum

from credits.enums.acceptance import AcceptanceOutcome, LineState
from credits.enums.choosing import Stage
from credits.enums.declarations import DeclarationState
from credits.enums.ledger import PASSING, HoursKind, RecordState, Source
from credits.facts.passed import counting
from credits.models import (
    Acceptance,
    CreditEntry,
    Declaration,
    ExternalAssessment,
    ResultLine,
    Selection,
    TrainingHours,
)
from credits.rules.completion import Record
from credits.rules.planning import Point
from credits.words.completion import AWAITED, Doing
from portal.kit.trees import within
from programs.models import Engagement, Program
from schools.models import Teacher


def record_of(teacher: Teacher, program: Program, until: date) -> Record:
    """What the judge must know of one teacher, as of a day; three queries."""
    rows = TrainingHours.objects.current().filter(teacher=teacher, program=program, ends_on__lte=until).order_by()
    sums = Counter()
    for kind, passed, hours, joint in rows.values_list("kind", "passed").annotate(h=Sum("hours"), j=Sum("joint_credits")):
        for suffix in ("", "_passed") if passed else ("",):
            sums[f"{HoursKind(kind).value}{suffix}"] += hours or 0
            sums[f"joint{suffix}"] += joint or 0
    outside = ExternalAssessment.objects.current().filter(teacher=teacher, program=program, passed=True, assessed_on__lte=until)
    points = passed_points(teacher, program, until)
    return Record(
        category=teacher.category,
        born_on=teacher.born_on,
        joined_on=teacher.joined_on,
        credits=sum(point.credits for point in points),
        points=points,
        assessed=outside.exists(),
        **sums,
    )


def passed_points(teacher: Teacher, program: Program, until: date) -> tuple[Point, ...]:
    """Points passed; one passed under several catalogues counts once, as the first of them has it."""
    passed = counting(teacher=teacher, program=program, assessed_on__lte=until)
    fields = ("ability__code", "ability__credits", "ability__dimension", "ability__environment")
    return tuple(Point(*row) for row in passed.order_by("ability__code").values_list(*fields))


def doings_of(people: Iterable[tuple[int, str]], program_id: int, today: date) -> dict[int, Doing]:
    """Teacher → how it goes on, for (teacher, path of the school) pairs; eight queries."""
    school_of = dict(people)
    teachers = {"teacher__in": list(school_of), "program": program_id}
    reported = set(
        TrainingHours.objects.current().filter(source=Source.INSTITUTION, **teachers).values_list("teacher_id", flat=True)
    )
    chosen, assessed, passed, ways = defaultdict(set), defaultdict(set), defaultdict(set), defaultdict(dict)
    rows = Selection.objects.current().filter(**teachers).values_list("teacher_id", "ability__code", "stage")
    for teacher, ability, stage in rows:
        chosen[teacher].add(ability)
        if stage != Stage.CONFIRMED:
            ways[teacher][ability] = stage
    declared = Declaration.objects.live().filter(**teachers).values_list("teacher_id", "ability__code", "state")
    for teacher, ability, state in declared:
        ways[teacher][ability] = state
    for teacher, ability, state in _brought_under_way(teachers):
        ways[teacher].setdefault(ability, state)
    results = CreditEntry.objects.current().filter(**teachers).values_list("teacher_id", "ability__code", "grade")
    for teacher, ability, grade in results:
        assessed[teacher].add(ability)
        if grade in PASSING:
            passed[teacher].add(ability)
    tried = set(ExternalAssessment.objects.current().filter(**teachers).values_list("teacher_id", flat=True))
    engaged = _engaged_paths(set(school_of.values()), today)
    return {
        teacher: Doing(
            engaged=path.startswith(engaged),
            reported=teacher in reported,
            chosen=len(chosen[teacher]),
            unassessed=len(chosen[teacher] - assessed[teacher] - ways[teacher].keys()),
            tried=teacher in tried,
            under_way=_under_way(ways[teacher], passed[teacher]),
            awaited=_under_way({ability: far for ability, far in ways[teacher].items() if far in AWAITED}, set()),
        )
        for teacher, path in school_of.items()
    }


BROUGHT = {LineState.SUBMITTED: DeclarationState.BATCHED, LineState.SUSPENDED: DeclarationState.SUSPENDED}


def _brought_under_way(teachers: dict) -> list[tuple[int, str, str]]:
    """Teacher, point and how far it is, as of a declaration, for results brought in by sheet; two queries.

    Those sent up and not recognised yet or suspended lie with the county, those accepted and not sent up with the school.
    """
    people, program = teachers["teacher__in"], teachers["program"]
    lines = ResultLine.objects.filter(teacher__in=people, batch__program=program, declaration=None, state__in=BROUGHT)
    sent = [(who, code, BROUGHT[LineState(state)]) for who, code, state in lines.values_list("teacher", "ability__code", "state")]
    taken = Acceptance.objects.current().filter(outcome=AcceptanceOutcome.ACCEPTED, entry__state=RecordState.CURRENT, **teachers)
    gone = ResultLine.objects.filter(entry=OuterRef("entry")).exclude(state__in=[LineState.RETURNED, LineState.REJECTED])
    fresh = taken.filter(~Exists(gone)).values_list("teacher", "ability__code")
    return [*sent, *((who, code, DeclarationState.ACCEPTED) for who, code in fresh)]


def _under_way(ways: dict[str, str], passed: set[str]) -> tuple[tuple[str, int], ...]:
    """How many points that are not passed are how far on their way; one that failed before and is tried again is among them."""
    return tuple(sorted(Counter(far for ability, far in ways.items() if ability not in passed).items()))


def _engaged_paths(schools: set[str], today: date) -> tuple[str, ...]:
    """The paths at or over these schools for which an institution works today."""
    upward = {path[: end + 1] for path in schools for end, letter in enumerate(path) if letter == "/" and end}
    rows = Engagement.objects.current(today).filter(unit__path__in=upward)
    return tuple(rows.values_list("unit__path", flat=True).distinct())


def brought_by(institution, engagements) -> list[dict]:
    """What an institution reported for each unit it works for: teachers, hours and joint credits in hundredths; one query."""
    by_school = TrainingHours.objects.current().filter(institution=institution).order_by()
    reach = Q(pk__in=[])
    for engagement in engagements:
        reach |= within(engagement.unit.path, "unit__path")
    counted = list(
        by_school.filter(reach).values_list("unit__path", "teacher_id").annotate(hours=Sum("hours"), joint=Sum("joint_credits"))
    )
    return [_brought(engagement, counted) for engagement in engagements]


def _brought(engagement, counted) -> dict:
    own = [row for row in counted if row[0].startswith(engagement.unit.path)]
    return {
        "engagement": engagement,
        "teachers": len({teacher for _path, teacher, _hours, _joint in own}),
        "hours": sum(hours or 0 for *_who, hours, _joint in own),
        "joint": sum(joint or 0 for *_who, joint in own),
    }
