"""The statement that judges everybody; the same on PostgreSQL and SQLite, equal to ``rules.completion.judge`` row by row."""

from contextlib import contextmanager

from django.db import connection

from credits.enums import PASSING
from credits.models import (
    CompletionResult,
    CompletionRule,
    CompletionStat,
    CreditEntry,
    ExternalAssessment,
    MicroAbility,
    TrainingHours,
)
from credits.rules.completion import KINDS, TRAINING
from schools.models import Employment, Teacher

COUNTED = (*KINDS, "joint")
SUMS = (*COUNTED, "credits")
ASKED = (*KINDS, "total", "share", "credits", "joint")
SHORTS = tuple(f"{name}_short" for name in ASKED)
FLAGS = ("lacks_prerequisite", "lacks_assessment", "lacks_entry", "relief")
TOTAL = "(online + practice + face_to_face)"
SAME_SUMS = (
    "p.area_id = j.area_id AND p.credits = j.credits AND p.joint = j.joint AND p.hours = j.online + j.practice + j.face_to_face"
)
ROOM = 64  # megabytes for sorting and hashing while a run is worked out


def table(model) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def run_statement(statement: str, parameters) -> int:
    """How many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount


@contextmanager
def room_to_work():
    """Memory enough to sort a province, given back afterwards; inside a transaction."""
    if connection.vendor == "postgresql":
        run_statement(f"SET LOCAL work_mem = '{ROOM}MB'; SET LOCAL jit = off", [])
        yield
        run_statement("SET LOCAL work_mem TO DEFAULT; SET LOCAL jit TO DEFAULT", [])
        return
    own = connection.connection  # the driver's, which answers after a failed statement too
    usual = own.execute("PRAGMA cache_size").fetchone()[0]
    own.execute(f"PRAGMA cache_size = -{ROOM * 1024}")
    try:
        yield
    finally:
        own.execute(f"PRAGMA cache_size = {usual}")


def hours() -> str:
    """Sums of hours and joint credits of every teacher, all and passed; parameters: programme, day."""
    sums = [
        f"sum(CASE WHEN kind = '{kind}'{passed} THEN coalesce(hours, 0) ELSE 0 END) AS {kind}{name}"
        for kind in KINDS
        for name, passed in (("", ""), ("_passed", " AND passed"))
    ]
    sums.append("sum(coalesce(joint_credits, 0)) AS joint")
    sums.append("sum(CASE WHEN passed THEN coalesce(joint_credits, 0) ELSE 0 END) AS joint_passed")
    return (
        f"SELECT teacher_id, {', '.join(sums)} FROM {table(TrainingHours)} "
        "WHERE state = 'current' AND program_id = %s AND ends_on <= %s GROUP BY teacher_id"
    )


def credits_() -> str:
    """Credits of passed points; a point that stands in several catalogues counts once. Parameters: programme, day."""
    grades = ", ".join(f"'{grade}'" for grade in sorted(PASSING))
    passed = (
        f"FROM {table(CreditEntry)} c JOIN {table(MicroAbility)} a ON a.id = c.ability_id "
        f"WHERE c.state = 'current' AND c.program_id = %s AND c.assessed_on <= %s AND c.grade IN ({grades})"
    )
    if MicroAbility.objects.values("catalogue").distinct().count() < 2:
        return f"SELECT c.teacher_id, sum(a.credits) AS credits {passed} GROUP BY c.teacher_id"
    once = f"SELECT c.teacher_id, max(a.credits) AS worth {passed} GROUP BY c.teacher_id, a.code"
    return f"SELECT teacher_id, sum(worth) AS credits FROM ({once}) p GROUP BY teacher_id"


def _assessed() -> str:
    return (
        f"SELECT DISTINCT teacher_id FROM {table(ExternalAssessment)} "
        "WHERE state = 'current' AND passed AND program_id = %s AND assessed_on <= %s"
    )


def counted(ledger: str, rule: str) -> str:
    """The sums that count under a rule: where it says so, only what was passed."""
    return ", ".join(
        f"CASE WHEN {rule}.only_passed THEN coalesce({ledger}.{name}_passed, 0) ELSE coalesce({ledger}.{name}, 0) END AS {name}"
        for name in COUNTED
    )


def asked(rule: str) -> str:
    return ", ".join(f"{rule}.{name} AS ask_{name}" for name in ASKED)


def unsearched(column: str) -> str:
    """A text column that has the same value nearly everywhere; SQLite would copy the whole table to search it by that."""
    return column if connection.vendor == "postgresql" else f"({column} || '')"


def _records() -> str:
    """Who is employed at a school of the run on its day, with the rule there and the sums that count under it."""
    relief = "coalesce(t.born_on < r.relief_born OR (r.relief_inclusive AND t.born_on = r.relief_born), FALSE)"
    new = "coalesce(t.joined_on >= r.entry_from AND (r.entry_until IS NULL OR t.joined_on <= r.entry_until), FALSE)"
    passed = " + ".join(f"coalesce(h.{name}_passed, 0)" for name in COUNTED)
    return (
        f"SELECT e.teacher_id, e.unit_id, s.rule_id, s.area_id, {counted('h', 'r')}, {asked('r')}, "
        f"coalesce(c.credits, 0) AS credits, coalesce(h.online_passed, 0) AS online_ok, {passed} AS all_passed, "
        "r.assessed AND x.teacher_id IS NULL AS no_result, r.prerequisite AS ask_prerequisite, "
        f"r.asks AS asks, r.staff LIKE '%%,' || t.category || ',%%' AS of_staff, {relief} AS relieved, {new} AS is_new "
        f"FROM {table(Employment)} e "
        f"JOIN {table(Teacher)} t ON t.id = e.teacher_id AND {unsearched('t.state')} = 'current' "
        f"JOIN {table(CompletionStat)} s ON s.unit_id = e.unit_id AND s.run_id = %s "
        f"JOIN {table(CompletionRule)} r ON r.id = s.rule_id "
        f"LEFT JOIN ({hours()}) h ON h.teacher_id = e.teacher_id "
        f"LEFT JOIN ({credits_()}) c ON c.teacher_id = e.teacher_id "
        f"LEFT JOIN ({_assessed()}) x ON x.teacher_id = e.teacher_id "
        f"WHERE {unsearched('e.state')} = 'current' AND e.starts_on <= %s AND (e.ends_on IS NULL OR e.ends_on > %s)"
    )


def shorts() -> list[str]:
    """What is missing of each sum, nothing where nothing is asked; over columns of sums and of ``ask_`` what is asked."""
    had = {name: name for name in ASKED} | {"total": TOTAL}
    found = {name: f"CASE WHEN ask_{name} > {had[name]} THEN ask_{name} - {had[name]} ELSE 0 END" for name in ASKED}
    lacking = f"(ask_share * {TOTAL} - practice * 10000)"
    found["share"] = (
        f"CASE WHEN ask_share IS NULL OR {lacking} <= 0 THEN 0 WHEN ask_share >= 10000 THEN {TOTAL} - practice "
        f"ELSE ({lacking} + 9999 - ask_share) / (10000 - ask_share) END"
    )
    return [f"{expression} AS {name}_short" for name, expression in found.items()]


def _judged() -> str:
    """Whom the rule binds, and what he lacks of it."""
    untrained = f"CASE WHEN asks_training THEN {' + '.join(f'{name}_short' for name in TRAINING)} > 0 ELSE all_passed = 0 END"
    shortfalls = (
        f"SELECT teacher_id, unit_id, rule_id, area_id, {', '.join(SUMS)}, {', '.join(shorts())}, no_result, relieved, is_new, "
        f"all_passed, of_staff AND (asks OR is_new) AS bound, no_result AND ask_prerequisite AND online_ok = 0 AS no_training, "
        f"coalesce({', '.join(f'ask_{name}' for name in TRAINING)}) IS NOT NULL AS asks_training FROM ({_records()}) records"
    )
    return (
        f"SELECT teacher_id, unit_id, rule_id, {', '.join(SUMS)}, {', '.join(SHORTS)}, bound, no_training, no_result, relieved, "
        f"is_new AND {untrained} AS no_entry, CASE WHEN bound THEN area_id END AS area_id FROM ({shortfalls}) shortfalls"
    )


def judge_all(run) -> int:
    """One result for each teacher, with the place in the county; how many there are.

    Equal sums share a place, so places are counted for the few different sums of a county and not by sorting everybody.
    """
    status = (
        f"CASE WHEN NOT bound THEN 'no_requirement' WHEN {' + '.join(SHORTS)} > 0 OR no_result OR no_entry THEN 'incomplete' "
        "ELSE 'complete' END"
    )
    missing = ", ".join(f"CASE WHEN bound THEN {name} ELSE 0 END" for name in SHORTS)
    flags = ", ".join(f"bound AND {flag}" for flag in ("no_training", "no_result", "no_entry", "relieved"))
    names = ("run_id", "teacher_id", "unit_id", "rule_id", "status", *SUMS, *SHORTS, *FLAGS, "place")
    sums = ", ".join(f"j.{name}" for name in SUMS)
    ledger = [run.program_id, run.as_of]
    return run_statement(
        f"INSERT INTO {table(CompletionResult)} ({', '.join(names)}) "
        f"WITH judged AS MATERIALIZED ({_judged()}), places AS ({places('judged')}) "
        f"SELECT %s, teacher_id, unit_id, rule_id, {status}, {sums}, {missing}, {flags}, p.place "
        f"FROM judged j LEFT JOIN places p ON {SAME_SUMS}",
        [run.pk, *ledger, *ledger, *ledger, run.as_of, run.as_of, run.pk],
    )


def places(people: str) -> str:
    """The place that goes with each set of sums in each area: credits first, then joint credits, then hours, never added up."""
    return (
        f"SELECT area_id, credits, joint, {TOTAL} AS hours, 1 + coalesce(sum(count(*)) OVER (PARTITION BY area_id "
        f"ORDER BY credits DESC, joint DESC, {TOTAL} DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS place "
        f"FROM {people} WHERE area_id IS NOT NULL GROUP BY area_id, credits, joint, {TOTAL}"
    )
