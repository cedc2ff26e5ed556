"""The desk where grades are given: who may have one, which, and how many places each grade has left."""

from collections import Counter
from dataclasses import dataclass

from awards.enums import NominationState as S
from awards.facts_desk.places import grade_of
from awards.models import AwardCycle, Nomination
from awards.quota_rules.grades import Grades

SHOWN = (S.ACCEPTED, S.DECIDED, S.ON_NOTICE, S.CLEARED, S.ANNOUNCED)


@dataclass(frozen=True)
class GradeGroup:
    """One rule with the nominations it covers, and of each grade (name, places, given)."""

    rule: Grades
    sentence: str
    rows: list[tuple[Nomination, str]]
    tally: list[tuple[str, int, int]]


def grade_desk(cycle: AwardCycle) -> list[GradeGroup]:
    """A group for each rule on grades the notice sets; two queries."""
    rules = [bound.rule for bound in cycle.quota_bounds.current() if bound.rule.kind == "grades"]
    if not rules:
        return []
    rows = cycle.nominations.filter(state__in=SHOWN).select_related("unit", "via", "category", "graded")
    listed = list(rows.in_notice_order("category__position"))
    names = {category.key: category.name for category in cycle.categories.all()}
    return [
        _group(rule, [row for row in listed if not rule.categories or row.category.key in rule.categories], names) for rule in rules
    ]


def _group(rule: Grades, rows: list[Nomination], names: dict[str, str]) -> GradeGroup:
    graded = [(row, grade_of(row)) for row in rows]
    given = Counter(grade for _row, grade in graded)
    tally = [(grade.name, grade.places, given[grade.name]) for grade in rule.grades]
    return GradeGroup(rule, rule.explain(names), graded, tally)
