"""Completion of a whole province scored and stored with ranks, beside the scan that any way must make and a loop over teachers.

60,000 teachers with 300,000 entries unless ``--scale`` (BENCH_SCALE) says otherwise; the goals are set for 600,000 and 3,000,000.
"""

import resource
from contextlib import contextmanager
from datetime import date

from django.db import connection
from django.db.models import Sum

from bench import province
from credits.actions import counting_sql
from credits.actions.completion import score
from credits.facts.checks import differences_of
from credits.facts.completion import requirement_of
from credits.models import CompletionResult, CompletionRun, CompletionStat, CreditEntry, TrainingHours
from credits.rules.completion import Record, judge
from portal.shell.demo import steps
from programs.loading import load_notice
from programs.models import Program
from programs.policy import resolve
from schools.models import Teacher

SAMPLE, MANY, END = 200, 200_000, date(2022, 12, 31)


def scan() -> None:
    """Read every row of the ledger and every teacher once, by one process, as the scoring statement is one."""
    with connection.cursor() as cursor, single_process(cursor):
        for table, column in ((TrainingHours, "hours"), (CreditEntry, "ability_id"), (Teacher, "unit_id")):
            cursor.execute(f"SELECT count(*), sum({column}) FROM {table._meta.db_table} WHERE state = 'current'")
            cursor.fetchall()


@contextmanager
def single_process(cursor):
    """PostgreSQL counts with several processes where it may, and never inserts with more than one."""
    if connection.vendor == "postgresql":
        cursor.execute("SET max_parallel_workers_per_gather = 0")
    yield
    if connection.vendor == "postgresql":
        cursor.execute("RESET max_parallel_workers_per_gather")


def one_by_one(program, teachers) -> None:
    """The usual way: for each teacher his school's policy, his sums, his answer."""
    for teacher in teachers:
        rows = teacher.hours.current().filter(ends_on__lte=END)
        sums = {kind: rows.filter(kind=kind).aggregate(n=Sum("hours"))["n"] or 0 for kind in ("online", "practice", "face_to_face")}
        passed = teacher.credit_entries.current().exclude(grade="failed").aggregate(n=Sum("ability__credits"))["n"] or 0
        judge(requirement_of(resolve(teacher.unit, program)), Record(category=teacher.category, credits=passed, **sums))


def megabytes() -> int:
    """The most memory this process held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measure(median_pair, timed):
    """A province scored from top to bottom, its tree added up again from its schools, its figures checked."""
    load_notice(file=(steps.HERE / "data" / "zhejiang-demo.yaml").read_bytes(), by=None)
    program = Program.objects.get(code="ict2")
    top = province.build(program, province.people_asked())
    people, before = Teacher.objects.filter(code__startswith="P").count(), megabytes()
    rounds = 3 if people > MANY else 5
    batch, floor = median_pair(lambda: score(program=program, unit=top, as_of=END, by=None), scan, rounds)
    grown, run = megabytes() - before, CompletionRun.objects.filter(unit=top).latest("pk")
    yield against_scan(run, batch, floor, f"{people:,} people in {batch:.1f} s, scan {floor:.2f} s, {grown} MB more held")
    sample = list(Teacher.objects.filter(code__startswith="P").select_related("unit").order_by("pk")[:SAMPLE])
    loop = timed(lambda: one_by_one(program, sample)) * people / len(sample)
    yield {
        "name": "completion scored, against a loop over teachers",
        "ratio": loop / batch,
        "goal": 100,
        "better": "higher",
        "note": f"loop {loop:,.0f} s worked out from {len(sample)}",
    }
    yield from_statistics(run, median_pair)
    yield checked(run, timed, floor)


def against_scan(run, batch, floor, note) -> dict:
    """The run must hold everybody, and have ranked units and people."""
    stat = CompletionStat.objects.get(run=run, unit=run.unit)
    results = CompletionResult.objects.filter(run=run)
    assert stat.required == stat.complete + stat.incomplete == results.exclude(status="no_requirement").count()
    assert stat.required == results.filter(place__isnull=False).count()
    name = "completion scored and stored with ranks, times the scan"
    return {"name": name, "ratio": batch / floor, "goal": 30, "better": "lower", "note": f"{note}, {stat.complete:,} complete"}


def from_statistics(run, median_pair) -> dict:
    """All counties, cities and the province from the figures of the schools."""
    tree, floor = median_pair(lambda: counting_sql.count_upwards(run), scan, 5)
    units = CompletionStat.objects.filter(run=run).count()
    note = f"{units:,} units in {tree * 1000:.0f} ms"
    return {"name": "tree from statistics, times the scan", "ratio": tree / floor, "goal": 0.2, "better": "lower", "note": note}


def checked(run, timed, floor) -> dict:
    """Every stored figure against the rows behind it; a difference is a fault."""
    found = []
    seconds = timed(lambda: found.extend(differences_of(run)))
    assert found == [], found[:3]
    note = f"0 differences in {seconds:.1f} s"
    return {"name": "figures checked, times the scan", "ratio": seconds / floor, "goal": 30, "better": "lower", "note": note}
