"""The desk where grades are given: who may have one, which, and how many places each grade has left."""

from collections import Counter
from dataclasses import dataclass

from awards.enums import GRADED
from awards.enums import NominationState as S
from awards.models import AwardCycle, Nomination
from awards.quota_rules.grades import Grades

CHOSEN = (S.DECIDED, S.ON_NOTICE, S.CLEARED)


@dataclass(frozen=True)
class GradeGroup:
    """One rule with the nominations it covers, and of each grade (name, places, given)."""

    rule: Grades
    sentence: str
    rows: list[tuple[Nomination, str]]
    tally: list[tuple[str, int, int]]


def rules_of(cycle: AwardCycle) -> list[Grades]:
    """The rules on grades a notice sets; one query."""
    return [bound.rule for bound in cycle.quota_bounds.current() if isinstance(bound.rule, Grades)]


def highest_first(cycle: AwardCycle, rows: list, of=lambda row: row) -> list:
    """``rows`` by grade as the notice names them, those without one last, else as they stand.

    ``of`` gives the nomination of a row, read with its grade. A query only where somebody has a grade.
    """
    if not any(of(row).grade for row in rows):
        return rows
    order = [grade.name for rule in rules_of(cycle) for grade in rule.grades]
    return sorted(rows, key=lambda row: order.index(of(row).grade) if of(row).grade in order else len(order))


def ungraded_in(cycle: AwardCycle) -> int:
    """How many of those chosen have no grade where the notice gives grades."""
    rules = rules_of(cycle)
    if not rules:
        return 0
    chosen = cycle.nominations.filter(state__in=CHOSEN).select_related("category", "graded")
    return sum(not row.grade and any(not r.categories or row.category.key in r.categories for r in rules) for row in chosen)


def grade_desk(cycle: AwardCycle) -> list[GradeGroup]:
    """A group for each rule on grades the notice sets; two queries."""
    rules = rules_of(cycle)
    if not rules:
        return []
    rows = cycle.nominations.filter(state__in=GRADED).select_related("unit", "via", "category", "graded")
    listed = list(rows.in_notice_order("category__position"))
    names = {category.key: category.name for category in cycle.categories.all()}
    return [
        _group(rule, [row for row in listed if not rule.categories or row.category.key in rule.categories], names) for rule in rules
    ]


def _group(rule: Grades, rows: list[Nomination], names: dict[str, str]) -> GradeGroup:
    graded = [(row, row.grade) for row in rows]
    given = Counter(grade for _row, grade in graded)
    tally = [(grade.name, grade.places, given[grade.name]) for grade in rule.grades]
    return GradeGroup(rule, rule.explain(names), graded, tally)
