"""逐人验收: one result, and 15,000 at once, beside the plain change of the same rows with its audit rows.

The plain side does what every act here does that changes a state: ask whether the person may, change the row, write an event
and its change for it (of many by one statement each). Ours writes besides the acceptance and the ledger entry of each result,
with an event for either; the note tells what leaving the changes out of the plain side would make of the ratio.
"""

import os
import statistics
from datetime import UTC, datetime

from django.db import connection, transaction
from django.db.models import Max, Value
from django.test.utils import CaptureQueriesContext

from credits.actions.accepting import accept
from credits.actions.accepting_many import accept_people
from credits.actions.crediting_many import NAMED
from credits.models import Acceptance, CreditEntry, Declaration, MicroAbility
from credits.policies.checks import check_accept
from portal.accounts.models import User
from portal.audit.models import Change, Event
from portal.audit.recording import record, record_rows
from portal.kit.bulk import insert_from
from portal.units.models import Unit
from programs.models import Program
from schools.models import Teacher

MANY = int(os.environ.get("BENCH_VERIFIED", "15000"))
ONE, ROUNDS = 300, 5
GRADED = datetime(2023, 6, 1, tzinfo=UTC)
COUNTY = "330106"


def school_of(number: int, people: int, program, ability) -> Unit:
    """A school with so many teachers, each with one graded point."""
    county = Unit.objects.get(code=COUNTY)
    code = f"21339977{number:02}"
    unit = Unit.objects.create(code=code, name=f"验收{number}小学", level="school", parent=county, path=f"{county.path}{code}/")
    Teacher.objects.bulk_create([Teacher(unit=unit, name=f"欧阳文{place % 97}") for place in range(people)], batch_size=1000)
    held = {"unit": unit, "program": program, "ability": ability, "state": "graded", "grade": "passed"}
    held |= {"submitted_at": GRADED, "graded_at": GRADED}
    rows = [Declaration(teacher=teacher, **held) for teacher in Teacher.objects.filter(unit=unit).order_by("pk")]
    Declaration.objects.bulk_create(rows, batch_size=1000)
    return unit


def as_before(unit: Unit) -> None:
    """Everything of a school graded and nothing accepted yet."""
    Acceptance.objects.filter(unit=unit).delete()
    CreditEntry.objects.filter(unit=unit).delete()
    Declaration.objects.filter(unit=unit).update(state="graded")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in (Acceptance, CreditEntry, Declaration):
                cursor.execute(f"VACUUM ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


@transaction.atomic
def plain(key: int, by) -> None:
    """One row as any act changes it."""
    row = Declaration.objects.select_for_update(of=("self",)).select_related("unit", "teacher", "ability").get(pk=key)
    check_accept(by, row.unit)
    Declaration.objects.filter(pk=key, state="graded").stamp(state="accepted")
    record(by, "declaration.accepted", row, changes={"state": ("graded", "accepted")})


@transaction.atomic
def plain_many(unit: Unit, by, *, changes=True) -> None:
    """Many rows as one statement changes them, with an event for each and its change."""
    check_accept(by, unit)
    rows = Declaration.objects.filter(unit=unit)
    rows.filter(state="graded").stamp(state="accepted")
    last = Event.objects.aggregate(last=Max("pk"))["last"]
    record_rows(by, "declaration.accepted", rows.filter(state="accepted"), text=NAMED)
    if changes:
        said = {"named": Value("state"), "was": Value("graded"), "became": Value("accepted")}
        columns = {"event": "pk", "object_id": "object_id", "field": "named", "before": "was", "after": "became"}
        insert_from(Change, columns, Event.objects.filter(pk__gt=last).annotate(**said))


def verified(key: int, by) -> None:
    """One result as the page accepts it."""
    row = Declaration.objects.select_related("unit", "teacher", "ability", "program").get(pk=key)
    accept(result=row, by=by)


def measure(median_pair, timed):
    """Both ratios."""
    program, ability = Program.objects.get(code="ict2"), MicroAbility.objects.current().order_by("pk").first()
    yield _one(program, ability, median_pair)
    yield _many(program, ability, timed)


def _one(program, ability, median_pair) -> dict:
    unit = school_of(1, 2 * ONE, program, ability)
    keys = list(Declaration.objects.filter(unit=unit).order_by("pk").values_list("pk", flat=True))
    ours, theirs = iter(keys[:ONE]), iter(keys[ONE:])
    took, floor = median_pair(lambda: verified(next(ours), _person()), lambda: plain(next(theirs), _person()), ONE)
    return {
        "name": "one verification against a plain change with audit",
        "ratio": took / floor,
        "goal": 2.0,
        "better": "lower",
        "note": f"{took * 1000:.2f} against {floor * 1000:.2f} ms",
    }


def _person() -> User:
    """The county's clerk, as a request finds him."""
    return User.objects.get(username="xihu")


def _many(program, ability, timed) -> dict:
    unit, by, rounds = school_of(2, MANY, program, ability), _person(), []
    people = Teacher.objects.filter(unit=unit)
    for _round in range(ROUNDS):
        as_before(unit)
        floor = timed(lambda: plain_many(unit, by))
        as_before(unit)
        with CaptureQueriesContext(connection) as asked:
            took = timed(lambda: accept_people(unit=unit, program=program, teachers=people, by=by))
        as_before(unit)
        bare = timed(lambda: plain_many(unit, by, changes=False))
        rounds.append((took, floor, bare))
    took, floor, bare = (statistics.median(times) for times in zip(*rounds, strict=True))
    return {
        "name": f"{MANY:,} verified at once against an UPDATE with audit rows",
        "ratio": took / floor,
        "goal": 2.5,
        "better": "lower",
        "note": f"{took:.2f} against {floor:.2f} s, {len(asked)} statements; without the changes {took / bare:.2f}",
    }
