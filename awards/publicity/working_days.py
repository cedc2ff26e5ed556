"""Working days by the arrangement published each year: holidays on weekdays, weekend days worked instead (调休)."""

import csv
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parents[1] / "data" / "special_days.csv"
REST, WORK = "rest", "work"
SATURDAY = 5


@lru_cache(maxsize=1)
def _rows() -> tuple:
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple((date.fromisoformat(row["day"]), (row["kind"], row["name"])) for row in csv.DictReader(file))


def shipped() -> dict[date, tuple[str, str]]:
    """The arrangements of the years the portal ships: weekdays off and weekend days worked, each with its name."""
    return dict(_rows())


def is_working(day: date, special: dict) -> bool:
    """Whether offices work on ``day``."""
    kind, _name = special.get(day, ("", ""))
    return kind == WORK or (kind != REST and day.weekday() < SATURDAY)


def last_of(first: date, count: int, special: dict) -> date:
    """The ``count``-th working day from ``first`` on, which itself counts when it is one."""
    day, left = first, count
    while True:
        left -= is_working(day, special)
        if not left:
            return day
        day += timedelta(days=1)


def counted(first: date, last: date, special: dict) -> list[tuple[date, bool, str]]:
    """Every day from first to last: whether it counts, and why it is special."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [(day, is_working(day, special), special.get(day, ("", ""))[1]) for day in days]
