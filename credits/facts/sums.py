"""What ledgers add up to and what is missing of it, as parts of statements; the same on PostgreSQL and SQLite."""

from django.db import connection

from credits.enums.ledger import PASSING
from credits.facts.passed import FIRST
from credits.models import CompletionResult, CompletionStat, CreditEntry, MicroAbility, TrainingHours
from credits.rules.completion import KINDS, NUMBERS
from portal.units.models import Unit

COUNTED = (*KINDS, "joint")
SUMS = (*COUNTED, "credits", *NUMBERS)
ASKED = (*KINDS, "total", "share", "credits", "joint", *NUMBERS)
SHORTS = tuple(f"{name}_short" for name in ASKED)
TOTAL = "(online + practice + face_to_face)"
SAME_SUMS = (
    "p.area_id = j.area_id AND p.credits = j.credits AND p.joint = j.joint AND p.hours = j.online + j.practice + j.face_to_face"
)


def table(model) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def hour_sums(only: str = "") -> str:
    """Sums of hours and joint credits of every teacher, all and passed; ``only`` narrows. Parameters: programme, day."""
    sums = [
        f"sum(CASE WHEN kind = '{kind}'{passed} THEN coalesce(hours, 0) ELSE 0 END) AS {kind}{name}"
        for kind in KINDS
        for name, passed in (("", ""), ("_passed", " AND passed"))
    ]
    sums.append("sum(coalesce(joint_credits, 0)) AS joint")
    sums.append("sum(CASE WHEN passed THEN coalesce(joint_credits, 0) ELSE 0 END) AS joint_passed")
    return (
        f"SELECT teacher_id, {', '.join(sums)} FROM {table(TrainingHours)} "
        f"WHERE state = 'current' AND program_id = %s AND ends_on <= %s{only} GROUP BY teacher_id"
    )


def credit_sums(only: str = "") -> str:
    """Credits of passed points; one passed under several catalogues counts as the first; ``only`` narrows.

    Parameters: programme, day.
    """
    noughts = ", ".join(f"0 AS {name}" for name in NUMBERS)
    if MicroAbility.objects.values("catalogue").distinct().count() < 2:
        return f"SELECT c.teacher_id, sum(a.credits) AS credits, {noughts} {passed(only)} GROUP BY c.teacher_id"
    turns = f"SELECT c.teacher_id, a.credits AS worth, row_number() OVER ({FIRST}) AS turn {passed(only)}"
    return f"SELECT teacher_id, sum(worth) AS credits, {noughts} FROM ({turns}) p WHERE turn = 1 GROUP BY teacher_id"


def passed(only: str) -> str:
    """From where passed points come, ``c`` the entry and ``a`` the point; ``only`` narrows. Parameters: programme, day."""
    grades = ", ".join(f"'{grade}'" for grade in sorted(PASSING))
    return (
        f"FROM {table(CreditEntry)} c JOIN {table(MicroAbility)} a ON a.id = c.ability_id "
        f"WHERE c.state = 'current' AND c.program_id = %s AND c.assessed_on <= %s AND c.grade IN ({grades}){only}"
    )


def counted(ledger: str, rule: str) -> str:
    """The sums that count under a rule: where it says so, only what was passed."""
    return ", ".join(
        f"CASE WHEN {rule}.only_passed THEN coalesce({ledger}.{name}_passed, 0) ELSE coalesce({ledger}.{name}, 0) END AS {name}"
        for name in COUNTED
    )


def had(points: str) -> str:
    """What the passed points come to, nothing where nobody passed one."""
    return ", ".join(f"coalesce({points}.{name}, 0) AS {name}" for name in ("credits", *NUMBERS))


def asked(rule: str) -> str:
    return ", ".join(f"{rule}.{name} AS ask_{name}" for name in ASKED)


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


def places(people: str) -> str:
    """The place that goes with each set of sums in each area: credits first, then joint credits, then hours, never added up."""
    return (
        f"SELECT area_id, credits, joint, {TOTAL} AS hours, 1 + coalesce(sum(count(*)) OVER (PARTITION BY area_id "
        f"ORDER BY credits DESC, joint DESC, {TOTAL} DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS place "
        f"FROM {people} WHERE area_id IS NOT NULL GROUP BY area_id, credits, joint, {TOTAL}"
    )


def people_places() -> str:
    """The place of everybody by what stands in the results; parameter: the run."""
    bound = (
        "SELECT r.id, r.place AS stored, r.online, r.practice, r.face_to_face, r.credits, r.joint, "
        "CASE WHEN r.status <> 'no_requirement' THEN s.area_id END AS area_id "
        f"FROM {table(CompletionResult)} r JOIN {table(CompletionStat)} s ON s.run_id = r.run_id AND s.unit_id = r.unit_id "
        "WHERE r.run_id = %s"
    )
    return (
        "SELECT id, stored, CASE WHEN area_id IS NOT NULL THEN rank() OVER (PARTITION BY area_id "
        f"ORDER BY credits DESC, joint DESC, {TOTAL} DESC) END AS place FROM ({bound}) people"
    )


def unit_places() -> str:
    """The place of every unit among those of its parent and level, by rate; parameter: the run.

    Equal rates share a place, units where nothing is required of anybody have none.
    """
    return (
        "SELECT s.id, s.rank AS stored, CASE WHEN s.required > 0 THEN "
        "rank() OVER (PARTITION BY u.parent_id, u.level, s.required > 0 ORDER BY "
        "CASE WHEN s.required > 0 THEN 1.0 * s.complete / s.required ELSE 0 END DESC) END AS place "
        f"FROM {table(CompletionStat)} s JOIN {table(Unit)} u ON u.id = s.unit_id WHERE s.run_id = %s"
    )
