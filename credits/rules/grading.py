"""From ticked indicators to the grade of an item, of a point, and of a panel (校本应用考核规范); pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from credits.enums.ledger import Grade

RANK = {Grade.FAILED: 0, Grade.PASSED: 1, Grade.EXCELLENT: 2}
INDICATED = (Grade.EXCELLENT, Grade.PASSED)


@dataclass(frozen=True)
class Rubric:
    """One item a point asks for: how many indicators each grade has; a grade without any is the reader's own judgement."""

    key: str
    excellent: int = 0
    passed: int = 0

    def asked(self, grade: str) -> int:
        return {Grade.EXCELLENT: self.excellent, Grade.PASSED: self.passed}.get(grade, 0)


@dataclass(frozen=True)
class Mark:
    """What one reader says of one item: the grade he gives and, by their places, the indicators of each grade he ticked."""

    grade: str | None = None
    excellent: frozenset[int] = frozenset()
    passed: frozenset[int] = frozenset()

    def ticked(self, grade: str) -> frozenset[int]:
        return {Grade.EXCELLENT: self.excellent, Grade.PASSED: self.passed}.get(grade, frozenset())


def lacking(rubric: Rubric, mark: Mark) -> int:
    """How many indicators of the given grade are not ticked; an item has a grade only if it meets every one of them."""
    return len(set(range(rubric.asked(mark.grade))) - mark.ticked(mark.grade))


def may_have(rubric: Rubric, mark: Mark, grade: str) -> bool:
    """Whether the ticks allow the item that grade."""
    return lacking(rubric, Mark(grade, mark.excellent, mark.passed)) == 0


def above(grade: str) -> Grade | None:
    """The next better grade; None over the best."""
    return next((better for better, rank in RANK.items() if rank == RANK[grade] + 1), None)


def point_grade(grades: Iterable[str]) -> Grade:
    """The grade of a point: the lowest of its items, never an average. ``ValueError`` for a point of no items."""
    return Grade(min(grades, key=RANK.__getitem__))


def worth(rubrics: Iterable[Rubric], marks: Mapping[str, Mark]) -> Grade | None:
    """The point's grade by one reader; None while an item has none or claims more than its ticks allow."""
    rubrics = list(rubrics)
    told = [marks.get(rubric.key, Mark()) for rubric in rubrics]
    if not told or any(mark.grade is None or lacking(rubric, mark) for rubric, mark in zip(rubrics, told, strict=True)):
        return None
    return point_grade(mark.grade for mark in told)


@dataclass(frozen=True)
class Result:
    """What a panel's readings come to: the ``grade``, or how many more readers are ``wanted`` before there is one."""

    grade: Grade | None = None
    wanted: int = 0


def result_of(grades: Iterable[str], readers: int = 1) -> Result:
    """The panel's result once everybody has read: the common grade; else a further reader's, by the middle of an odd number.

    Two who disagree call a third, whose vote decides; where all three differ, the middle one, 合格, stands.
    """
    ordered = sorted(grades, key=RANK.__getitem__)
    if len(ordered) < max(readers, 1):
        return Result(wanted=max(readers, 1) - len(ordered))
    if len(set(ordered)) == 1:
        return Result(grade=Grade(ordered[0]))
    if len(ordered) % 2 == 0:
        return Result(wanted=1)
    return Result(grade=Grade(ordered[len(ordered) // 2]))


def may_resubmit(attempt: int, resubmissions: int | None) -> bool:
    """Whether a point handed in ``attempt`` times may be handed in once more; no limit where the policy names none."""
    return resubmissions is None or attempt <= resubmissions
