"""When bulletins go out and what stretch each tells of."""

from datetime import date, timedelta

from programs.enums.bulletins import Rhythm
from programs.rules.months import months_on

MONTHS = {Rhythm.MONTH: 1, Rhythm.QUARTER: 3}


def following(day: date, every: str) -> date:
    """The next day after ``day`` in a rhythm; a day the month does not have is its last."""
    if every == Rhythm.WEEK:
        return day + timedelta(days=7)
    return months_on(day, MONTHS[Rhythm(every)])


def begins(until: date, every: str) -> date:
    """The first day of the stretch that ends with ``until``."""
    if every == Rhythm.WEEK:
        return until - timedelta(days=6)
    return months_on(until, -MONTHS[Rhythm(every)]) + timedelta(days=1)
