"""Completion of everybody scored and stored with ranks, beside the scan that any way must make and a loop over teachers."""

from datetime import date
from random import Random

from django.db import connection
from django.db.models import Sum

from credits.actions.completion import score
from credits.facts_completion import requirement_of
from credits.models import CompletionResult, CompletionStat, CreditEntry, MicroAbility, TrainingHours
from credits.rules.completion import Record, judge
from portal.shell.demo import steps
from portal.units.models import Unit
from programs.loading import load_notice
from programs.models import Program
from programs.policy import resolve
from schools.models import Teacher

SAMPLE, SEED, END = 200, 20221231, date(2022, 12, 31)


def fill(program) -> int:
    """Two courses and four points for each of the people already there; how many people."""
    dice, abilities = Random(SEED), list(MicroAbility.objects.filter(catalogue="2.0"))
    teachers = list(Teacher.objects.filter(unit__code__startswith="BENCH").values_list("pk", "unit_id"))
    about = {"program": program, "source": "school"}
    hours, entries = [], []
    for teacher, unit in teachers:
        own = {"teacher_id": teacher, "unit_id": unit, **about}
        for kind in ("online", "practice"):
            amount = dice.choice((1000, 2500, 3000))
            hours.append(TrainingHours(kind=kind, hours=amount, course="研修", ends_on=date(2022, 6, 30), year=2022, **own))
        chosen = dice.sample(abilities, 4)
        entries += [CreditEntry(ability=ability, grade="passed", assessed_on=date(2022, 9, 1), **own) for ability in chosen]
    TrainingHours.objects.bulk_create(hours, batch_size=2000)
    CreditEntry.objects.bulk_create(entries, batch_size=2000)
    return len(teachers)


def scan() -> None:
    """Read every row of the ledger and every teacher once, in the database."""
    with connection.cursor() as cursor:
        for table, column in ((TrainingHours, "hours"), (CreditEntry, "ability_id"), (Teacher, "unit_id")):
            cursor.execute(f"SELECT count(*), sum({column}) FROM {table._meta.db_table} WHERE state = 'current'")
            cursor.fetchall()


def one_by_one(program, teachers) -> None:
    """The usual way: for each teacher his school's policy, his sums, his answer."""
    for teacher in teachers:
        rows = teacher.hours.current().filter(ends_on__lte=END)
        sums = {kind: rows.filter(kind=kind).aggregate(n=Sum("hours"))["n"] or 0 for kind in ("online", "practice", "face_to_face")}
        passed = teacher.credit_entries.current().exclude(grade="failed").aggregate(n=Sum("ability__credits"))["n"] or 0
        judge(requirement_of(resolve(teacher.unit, program)), Record(category=teacher.category, credits=passed, **sums))


def measure(median_pair, timed):
    """The whole county of the roster benchmark, scored as one batch."""
    load_notice(file=(steps.HERE / "data" / "zhejiang-demo.yaml").read_bytes(), by=None)
    program, county = Program.objects.get(code="ict2"), Unit.objects.get(code="330382")
    people = fill(program)
    batch, floor = median_pair(lambda: score(program=program, unit=county, as_of=END, by=None), scan, 5)
    sample = list(Teacher.objects.filter(unit__code__startswith="BENCH").select_related("unit")[:SAMPLE])
    loop = timed(lambda: one_by_one(program, sample)) * people / len(sample)
    run = CompletionStat.objects.filter(unit=county).order_by("-run").first()
    bound = CompletionResult.objects.filter(run=run.run).exclude(status="no_requirement")
    assert run.required == run.complete + run.incomplete == bound.count()
    note = f"{people:,} people in {batch:.2f} s, {run.complete:,} complete"
    yield {
        "name": "completion scored and stored, times the scan",
        "ratio": batch / floor,
        "goal": 30,
        "better": "lower",
        "note": note,
    }
    yield {
        "name": "completion scored, against a loop over teachers",
        "ratio": loop / batch,
        "goal": 100,
        "better": "higher",
        "note": f"loop {loop:,.0f} s worked out from {len(sample)}",
    }
