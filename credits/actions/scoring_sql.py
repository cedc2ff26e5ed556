"""The statements of a scoring run; the same on PostgreSQL and SQLite, equal to ``rules.completion.judge`` row by row."""

from django.db import connection

from credits.enums import PASSING
from credits.models import CompletionResult, CompletionStat, CreditEntry, ExternalAssessment, MicroAbility, TrainingHours
from portal.kit.trees import LAST
from portal.units.enums import Level
from portal.units.models import Unit
from schools.models import Employment, Teacher

KINDS = ("online", "practice", "face_to_face")
SUMS = (*KINDS, "joint", "credits")
SHORT = "CASE WHEN {asked} > {had} THEN {asked} - {had} ELSE 0 END"


def _table(model) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _run(statement: str, parameters) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount


def _hours() -> str:
    """Sums of hours and joint credits of every teacher, all and passed."""
    sums = [
        f"sum(CASE WHEN kind = '{kind}'{passed} THEN coalesce(hours, 0) ELSE 0 END) AS {kind}{name}"
        for kind in KINDS
        for name, passed in (("", ""), ("_passed", " AND passed"))
    ]
    sums += [
        f"sum(CASE WHEN 1 = 1{passed} THEN coalesce(joint_credits, 0) ELSE 0 END) AS joint{name}"
        for name, passed in (("", ""), ("_passed", " AND passed"))
    ]
    return (
        f"SELECT teacher_id, {', '.join(sums)} FROM {_table(TrainingHours)} "
        "WHERE state = 'current' AND program_id = %s AND ends_on <= %s GROUP BY teacher_id"
    )


def _credits() -> str:
    """Credits of passed points; a point that stands in several catalogues counts once."""
    grades = ", ".join(f"'{grade}'" for grade in sorted(PASSING))
    passed = (
        f"FROM {_table(CreditEntry)} c JOIN {_table(MicroAbility)} a ON a.id = c.ability_id "
        f"WHERE c.state = 'current' AND c.program_id = %s AND c.assessed_on <= %s AND c.grade IN ({grades})"
    )
    if MicroAbility.objects.values("catalogue").distinct().count() < 2:
        return f"SELECT c.teacher_id, sum(a.credits) AS credits {passed} GROUP BY c.teacher_id"
    once = f"SELECT c.teacher_id, max(a.credits) AS worth {passed} GROUP BY c.teacher_id, a.code"
    return f"SELECT teacher_id, sum(worth) AS credits FROM ({once}) p GROUP BY teacher_id"


def _assessed() -> str:
    return (
        f"SELECT DISTINCT teacher_id FROM {_table(ExternalAssessment)} "
        "WHERE state = 'current' AND passed AND program_id = %s AND assessed_on <= %s"
    )


def _records() -> str:
    """Who is employed at a school of the run on its day, with the rule there and the sums that count under it."""
    counted = ", ".join(
        f"CASE WHEN r.only_passed THEN coalesce(h.{name}_passed, 0) ELSE coalesce(h.{name}, 0) END AS {name}"
        for name in (*KINDS, "joint")
    )
    rule = ", ".join(
        f"r.{name} AS ask_{name}" for name in (*KINDS, "total", "share", "credits", "joint", "assessed", "prerequisite")
    )
    relief = "coalesce(t.born_on < r.relief_born OR (r.relief_inclusive AND t.born_on = r.relief_born), FALSE)"
    return (
        f"SELECT e.teacher_id, e.unit_id, s.rule_id, {counted}, {rule}, coalesce(c.credits, 0) AS credits, "
        "coalesce(h.online_passed, 0) AS online_ok, x.teacher_id IS NOT NULL AS assessed, "
        f"r.asks AND r.staff LIKE '%%,' || t.category || ',%%' AS bound, {relief} AS relieved "
        f"FROM {_table(Employment)} e "
        f"JOIN {_table(Teacher)} t ON t.id = e.teacher_id AND t.state = 'current' "
        f"JOIN {_table(CompletionStat)} s ON s.unit_id = e.unit_id AND s.run_id = %s "
        'JOIN "credits_completionrule" r ON r.id = s.rule_id '
        f"LEFT JOIN ({_hours()}) h ON h.teacher_id = e.teacher_id "
        f"LEFT JOIN ({_credits()}) c ON c.teacher_id = e.teacher_id "
        f"LEFT JOIN ({_assessed()}) x ON x.teacher_id = e.teacher_id "
        "WHERE e.state = 'current' AND e.starts_on <= %s AND (e.ends_on IS NULL OR e.ends_on > %s)"
    )


def _shortfalls() -> str:
    """What is missing of each sum, nothing where nothing is asked."""
    total = "(online + practice + face_to_face)"
    had = {
        "online": "online",
        "practice": "practice",
        "face_to_face": "face_to_face",
        "total": total,
        "credits": "credits",
        "joint": "joint",
    }
    shorts = [f"{SHORT.format(asked=f'ask_{name}', had=sum_)} AS {name}_short" for name, sum_ in had.items()]
    lacking = f"(ask_share * {total} - practice * 10000)"
    share = (
        f"CASE WHEN ask_share IS NULL OR {lacking} <= 0 THEN 0 WHEN ask_share >= 10000 THEN {total} - practice "
        f"ELSE ({lacking} + 9999 - ask_share) / (10000 - ask_share) END AS share_short"
    )
    return (
        f"SELECT teacher_id, unit_id, rule_id, bound, relieved, {', '.join(SUMS)}, {', '.join(shorts)}, "
        f"{share}, ask_assessed AND NOT assessed AS no_result, "
        "ask_assessed AND NOT assessed AND ask_prerequisite AND online_ok = 0 AS no_training FROM records"
    )


def judge_all(run) -> int:
    """One result for each teacher; how many there are."""
    short = ("online_short", "practice_short", "face_to_face_short", "total_short", "share_short", "credits_short", "joint_short")
    missing = " + ".join(short)
    bound = ", ".join(f"CASE WHEN bound THEN {name} ELSE 0 END" for name in short)
    flags = ", ".join(f"CASE WHEN bound AND {name} THEN TRUE ELSE FALSE END" for name in ("no_training", "no_result", "relieved"))
    status = f"CASE WHEN NOT bound THEN 'no_requirement' WHEN {missing} > 0 OR no_result THEN 'incomplete' ELSE 'complete' END"
    sums = ("online", "practice", "face_to_face", "joint", "credits")
    names = (
        *("run_id", "teacher_id", "unit_id", "rule_id", "status"),
        *sums,
        *short,
        "lacks_prerequisite",
        "lacks_assessment",
        "relief",
    )
    ledger = [run.program_id, run.as_of]
    return _run(
        f"INSERT INTO {_table(CompletionResult)} ({', '.join(names)}) "
        f"WITH records AS ({_records()}), shortfalls AS ({_shortfalls()}) "
        f"SELECT %s, teacher_id, unit_id, rule_id, {status}, {', '.join(SUMS)}, {bound}, {flags} "
        "FROM shortfalls ORDER BY teacher_id",
        [run.pk, *ledger, *ledger, *ledger, run.as_of, run.as_of, run.pk],
    )


def count_schools(run) -> None:
    """The figures of schools, from their results."""
    _run(
        f"UPDATE {_table(CompletionStat)} AS s SET required = g.complete + g.incomplete, complete = g.complete, "
        "incomplete = g.incomplete, no_requirement = g.no_requirement, "
        "schools = CASE WHEN g.complete + g.incomplete > 0 THEN 1 ELSE 0 END, "
        "schools_complete = CASE WHEN g.complete > 0 AND g.incomplete = 0 THEN 1 ELSE 0 END "
        "FROM (SELECT unit_id, count(*) FILTER (WHERE status = 'complete') AS complete, "
        "count(*) FILTER (WHERE status = 'incomplete') AS incomplete, "
        "count(*) FILTER (WHERE status = 'no_requirement') AS no_requirement "
        f"FROM {_table(CompletionResult)} WHERE run_id = %s GROUP BY unit_id) g WHERE s.run_id = %s AND s.unit_id = g.unit_id",
        [run.pk, run.pk],
    )


FIGURES = ("required", "complete", "incomplete", "no_requirement", "schools", "schools_complete")


def count_upwards(run) -> None:
    """The figures of all units above schools, from those of the schools below them."""
    sums = ", ".join(f"sum(s.{name}) AS {name}" for name in FIGURES)
    sets = ", ".join(f"{name} = g.{name}" for name in FIGURES)
    units, stats = _table(Unit), _table(CompletionStat)
    _run(
        f"UPDATE {stats} AS a SET {sets} FROM (SELECT o.id AS over, {sums} FROM {units} o "
        f"JOIN {units} u ON u.path >= o.path AND u.path < o.path || %s AND u.level = %s "
        f"JOIN {stats} s ON s.unit_id = u.id AND s.run_id = %s WHERE o.level <> %s AND o.path >= %s AND o.path < %s "
        "GROUP BY o.id) g WHERE a.run_id = %s AND a.unit_id = g.over",
        [LAST, Level.SCHOOL, run.pk, Level.SCHOOL, run.unit.path, run.unit.path + LAST, run.pk],
    )


def rank(run) -> None:
    """Places among the units of one parent and level, by rate; equal rates share a place."""
    units, stats = _table(Unit), _table(CompletionStat)
    _run(
        f"UPDATE {stats} AS a SET rank = g.place FROM (SELECT s.id, rank() OVER (PARTITION BY u.parent_id, u.level "
        f"ORDER BY 1.0 * s.complete / s.required DESC) AS place FROM {stats} s JOIN {units} u ON u.id = s.unit_id "
        "WHERE s.run_id = %s AND s.required > 0) g WHERE a.id = g.id",
        [run.pk],
    )
