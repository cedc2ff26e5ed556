"""What the steps of a target ask by their days, and how a figure stands against them."""

from dataclasses import dataclass
from datetime import date

from programs.enums.notices import Counting, TargetMeasure
from programs.enums.targets import Verdict

WHOLE = 10_000  # a whole in hundredths of a percent
UNIT = 100  # one of something in hundredths
ADDED = frozenset({Counting.EACH_YEAR, Counting.EACH_STEP})


@dataclass(frozen=True)
class Asked:
    """What a step asks: ``due`` in hundredths (of a percent for shares), reached ``since`` the step before where set."""

    due_on: date
    due: int
    since: date | None = None


def asked_by(counting: str, steps: list[tuple[date, int]]) -> list[Asked]:
    """The steps of one target in the order of their days.

    当年 and 当期 add up, so that what was done ahead counts later; 当期至少 asks each stretch for itself; 累计 is the sum already.
    """
    found, total, before = [], 0, None
    for due_on, value in sorted(steps):
        total = total + value if counting in ADDED else value
        found.append(Asked(due_on, total, before if counting == Counting.AT_LEAST else None))
        before = due_on
    return found


def needed(measure: str, due: int, of: int) -> int:
    """How many make up what is due; a part of one counts as one."""
    return -(-due // UNIT) if measure == TargetMeasure.NUMBER else -(-due * of // WHOLE)


def verdict_of(*, done: int | None, needed: int, due_on: date, today: date) -> Verdict:
    """Met or not; open while its day has not passed, unknown while nothing is counted."""
    if done is None:
        return Verdict.UNKNOWN
    if done >= needed:
        return Verdict.MET
    return Verdict.OPEN if today <= due_on else Verdict.MISSED
