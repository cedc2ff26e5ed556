"""The statement that judges everybody; the same on PostgreSQL and SQLite, equal to ``rules.completion.judge`` row by row."""

from contextlib import contextmanager

from django.db import connection

from credits.facts.points import choice_sums
from credits.facts.sums import (
    COUNTED,
    SAME_SUMS,
    SHORTS,
    SUMS,
    asked,
    counted,
    had,
    hour_sums,
    places,
    shorts,
    table,
)
from credits.models import CompletionResult, CompletionRule, CompletionStat, ExternalAssessment
from credits.rules.completion import TRAINING
from schools.models import Employment, Teacher

FLAGS = ("lacks_prerequisite", "lacks_assessment", "lacks_entry", "relief")
ROOM = 64  # megabytes for sorting and hashing while a run is worked out


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


def gather_statistics(*models) -> None:
    """Tell PostgreSQL of rows just written; of a run it knows no row of it would plan for a single one."""
    if connection.vendor == "postgresql":
        run_statement(f"ANALYZE (SKIP_LOCKED) {', '.join(table(model) for model in models)}", [])


def _of(run) -> str:
    """Below a province only the ledgers of those who work there are added up."""
    if run.unit.parent_id is None:
        return ""
    return (
        f" AND teacher_id IN (SELECT w.teacher_id FROM {table(Employment)} w JOIN {table(CompletionStat)} o "
        f"ON o.unit_id = w.unit_id WHERE o.run_id = {int(run.pk)})"
    )


def _assessed() -> str:
    return (
        f"SELECT DISTINCT teacher_id FROM {table(ExternalAssessment)} "
        "WHERE state = 'current' AND passed AND program_id = %s AND assessed_on <= %s"
    )


def unsearched(column: str) -> str:
    """A text column that has the same value nearly everywhere; SQLite would copy the whole table to search it by that."""
    return column if connection.vendor == "postgresql" else f"({column} || '')"


def _records(run) -> str:
    """Those employed, each with what the rule there asks and the sums that count under it."""
    relief = "coalesce(t.born_on < r.relief_born OR (r.relief_inclusive AND t.born_on = r.relief_born), FALSE)"
    new = "coalesce(t.joined_on >= r.entry_from AND (r.entry_until IS NULL OR t.joined_on <= r.entry_until), FALSE)"
    passed = " + ".join(f"coalesce(h.{name}_passed, 0)" for name in COUNTED)
    return (
        f"SELECT e.teacher_id, e.unit_id, e.rule_id, e.area_id, {counted('h', 'r')}, {asked('r')}, "
        f"{had('c')}, coalesce(h.online_passed, 0) AS online_ok, {passed} AS all_passed, "
        "r.assessed AND x.teacher_id IS NULL AS no_result, r.prerequisite AS ask_prerequisite, "
        f"r.asks AS asks, r.staff LIKE '%%,' || t.category || ',%%' AS of_staff, {relief} AS relieved, {new} AS is_new "
        f"FROM employed e JOIN {table(Teacher)} t ON t.id = e.teacher_id AND {unsearched('t.state')} = 'current' "
        f"JOIN {table(CompletionRule)} r ON r.id = e.rule_id "
        f"LEFT JOIN ({hour_sums(_of(run))}) h ON h.teacher_id = e.teacher_id "
        f"LEFT JOIN ({choice_sums(run, 'employed', _of(run))}) c ON c.teacher_id = e.teacher_id "
        f"LEFT JOIN ({_assessed()}) x ON x.teacher_id = e.teacher_id"
    )


def _employed() -> str:
    """Who works at which school of the run, under which rule and in which area."""
    return (
        f"SELECT e.teacher_id, e.unit_id, s.rule_id, s.area_id FROM {table(Employment)} e "
        f"JOIN {table(CompletionStat)} s ON s.unit_id = e.unit_id AND s.run_id = %s AND s.rule_id IS NOT NULL "
        f"WHERE {_in_force('e')} AND NOT EXISTS "
        f"(SELECT 1 FROM {table(Employment)} n WHERE n.teacher_id = e.teacher_id AND n.id > e.id AND {_in_force('n')})"
    )


def _in_force(employment: str) -> str:
    """Whether an employment covers the day; of two that do, having been entered late, the one entered last is believed."""
    return (
        f"{unsearched(f'{employment}.state')} = 'current' AND {employment}.starts_on <= %s "
        f"AND ({employment}.ends_on IS NULL OR {employment}.ends_on > %s)"
    )


def _judged(run) -> str:
    """Whom the rule binds, and what he lacks of it."""
    untrained = f"CASE WHEN asks_training THEN {' + '.join(f'{name}_short' for name in TRAINING)} > 0 ELSE all_passed = 0 END"
    shortfalls = (
        f"SELECT teacher_id, unit_id, rule_id, area_id, {', '.join(SUMS)}, {', '.join(shorts())}, no_result, relieved, is_new, "
        f"all_passed, of_staff AND (asks OR is_new) AS bound, no_result AND ask_prerequisite AND online_ok = 0 AS no_training, "
        f"coalesce({', '.join(f'ask_{name}' for name in TRAINING)}) IS NOT NULL AS asks_training FROM ({_records(run)}) records"
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
    gather_statistics(CompletionRule, CompletionStat)
    sums = ", ".join(f"j.{name}" for name in SUMS)
    ledger = [run.program_id, run.as_of]
    written = run_statement(
        f"INSERT INTO {table(CompletionResult)} ({', '.join(names)}) "
        f"WITH employed AS ({_employed()}), judged AS MATERIALIZED ({_judged(run)}), places AS ({places('judged')}) "
        f"SELECT %s, teacher_id, unit_id, rule_id, {status}, {sums}, {missing}, {flags}, p.place "
        f"FROM judged j LEFT JOIN places p ON {SAME_SUMS}",
        [run.pk, *[run.as_of] * 4, *ledger, *ledger, *ledger, run.pk],
    )
    gather_statistics(CompletionResult)
    return written
