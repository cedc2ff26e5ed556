"""What passed points come to where a notice looks at more than credits: parts of statements, equal to ``rules.completion``."""

from credits.facts.passed import FIRST
from credits.facts.sums import credit_sums, passed, table
from credits.models import CompletionRule
from credits.rules.completion import NUMBERS


def choice_sums(run, people: str, only: str = "") -> str:
    """Credits and numbers of each teacher's passed points under his rule; parameters: programme, day.

    ``people`` gives teacher_id and rule_id. Where no rule of the run looks at single points, these are the credits alone.
    """
    if not CompletionRule.objects.filter(run=run, by_point=True).exists():
        return credit_sums(only)
    gaps = " + ".join(f"CASE WHEN r.{name} > s.{name} THEN 1 ELSE 0 END" for name in ("credits", "points", "dimensions", "cover"))
    turn = f"row_number() OVER (PARTITION BY s.teacher_id ORDER BY {gaps}, s.credits DESC, s.points DESC, s.place)"
    ranked = f"SELECT s.*, {turn} AS turn FROM ({_summed(people, only)}) s JOIN {table(CompletionRule)} r ON r.id = s.rule_id"
    return f"SELECT teacher_id, credits, {', '.join(NUMBERS)} FROM ({ranked}) k WHERE turn = 1"


def _summed(people: str, only: str) -> str:
    """The numbers of each teacher, by environment where all points must be of one."""
    return (
        "SELECT teacher_id, rule_id, place, sum(CASE WHEN counts THEN worth ELSE 0 END) AS credits, "
        "sum(CASE WHEN counts THEN 1 ELSE 0 END) AS points, count(DISTINCT CASE WHEN counts THEN dimension END) AS dimensions, "
        "count(DISTINCT CASE WHEN counts AND wanted THEN dimension END) AS cover, "
        "sum(sum(named)) OVER (PARTITION BY teacher_id) AS compulsory "
        f"FROM ({_marked(people, only)}) m GROUP BY teacher_id, rule_id, place"
    )


def _marked(people: str, only: str) -> str:
    """Each passed point with what it counts for under the teacher's rule."""
    allowed = f"(r.environments = ',' OR {_listed('r.environments', 'p.environment')})"
    excluded = _listed("r.excluded_points", "p.code")
    return (
        "SELECT p.teacher_id, r.id AS rule_id, CASE WHEN r.single THEN p.environment ELSE '' END AS place, p.worth, p.dimension, "
        f"{allowed} AND NOT {excluded} AS counts, {_listed('r.cover_list', 'p.dimension')} AS wanted, "
        f"CASE WHEN {_listed('r.compulsory_points', 'p.code')} THEN 1 ELSE 0 END AS named "
        f"FROM ({_points(only)}) p JOIN {people} w ON w.teacher_id = p.teacher_id "
        f"JOIN {table(CompletionRule)} r ON r.id = w.rule_id WHERE p.version = 1"
    )


def _points(only: str) -> str:
    """Passed points; of one passed under several catalogues ``version`` 1 is the first."""
    version = f"row_number() OVER ({FIRST}) AS version"
    return f"SELECT c.teacher_id, a.code, a.credits AS worth, a.dimension, a.environment, {version} {passed(only)}"


def _listed(names: str, one: str) -> str:
    return f"({names} LIKE '%%,' || {one} || ',%%')"
