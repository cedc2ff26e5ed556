"""The figures of units in a run, from the results of people up to the province; the same on PostgreSQL and SQLite."""

from credits.actions.scoring_sql import run_statement
from credits.facts.sums import people_places, table, unit_places
from credits.models import CompletionResult, CompletionStat
from portal.units.enums import Level
from portal.units.models import Unit

AT_ONCE = 2_000
FIGURES = ("required", "complete", "incomplete", "no_requirement", "schools", "schools_complete")
BY_SCHOOL = (
    "SELECT unit_id, sum(CASE status WHEN 'complete' THEN 1 ELSE 0 END) AS complete, "
    "sum(CASE status WHEN 'incomplete' THEN 1 ELSE 0 END) AS incomplete, "
    "sum(CASE status WHEN 'no_requirement' THEN 1 ELSE 0 END) AS no_requirement FROM {results} WHERE run_id = %s GROUP BY unit_id"
)


def begin(run, units: list[tuple]) -> None:
    """A row of noughts for each (unit, rule, area), in few statements and without a model instance for each."""
    names = ("run_id", "unit_id", "rule_id", "area_id", *FIGURES)
    row = f"(%s, %s, %s, %s{', 0' * len(FIGURES)})"
    for start in range(0, len(units), AT_ONCE):
        batch = units[start : start + AT_ONCE]
        run_statement(
            f"INSERT INTO {table(CompletionStat)} ({', '.join(names)}) VALUES {', '.join([row] * len(batch))}",
            [value for unit in batch for value in (run.pk, *unit)],
        )


def count_schools(run) -> None:
    """The figures of schools, from their results."""
    run_statement(
        f"UPDATE {table(CompletionStat)} AS s SET required = g.complete + g.incomplete, complete = g.complete, "
        "incomplete = g.incomplete, no_requirement = g.no_requirement, "
        "schools = CASE WHEN g.complete + g.incomplete > 0 THEN 1 ELSE 0 END, "
        "schools_complete = CASE WHEN g.complete > 0 AND g.incomplete = 0 THEN 1 ELSE 0 END "
        f"FROM ({BY_SCHOOL.format(results=table(CompletionResult))}) g WHERE s.run_id = %s AND s.unit_id = g.unit_id",
        [run.pk, run.pk],
    )


def count_upwards(run) -> None:
    """The figures of all units above schools: those of the schools right below, handed on from parent to parent."""
    units, stats = table(Unit), table(CompletionStat)
    names, sums = ", ".join(FIGURES), ", ".join(f"sum({name}) AS {name}" for name in FIGURES)
    run_statement(
        f"UPDATE {stats} AS a SET {', '.join(f'{name} = g.{name}' for name in FIGURES)} FROM ("
        f"WITH RECURSIVE right_below AS (SELECT u.parent_id AS over_id, {sums} FROM {stats} s JOIN {units} u ON u.id = s.unit_id "
        "WHERE s.run_id = %s AND u.level = %s AND s.required + s.no_requirement > 0 GROUP BY u.parent_id), "
        f"climbing(over_id, {names}) AS (SELECT over_id, {names} FROM right_below UNION ALL "
        f"SELECT u.parent_id, {', '.join(f'c.{name}' for name in FIGURES)} FROM climbing c JOIN {units} u ON u.id = c.over_id) "
        f"SELECT over_id, {sums} FROM climbing GROUP BY over_id) g WHERE a.run_id = %s AND a.unit_id = g.over_id",
        [run.pk, Level.SCHOOL, run.pk],
    )


def rank_units(run) -> None:
    """Places of units, in one statement."""
    run_statement(f"UPDATE {table(CompletionStat)} AS a SET rank = g.place FROM ({unit_places()}) g WHERE a.id = g.id", [run.pk])


def rank_people(run) -> None:
    """The places of people anew, after results were put right."""
    run_statement(
        f"UPDATE {table(CompletionResult)} AS a SET place = g.place FROM ({people_places()}) g WHERE a.id = g.id", [run.pk]
    )
