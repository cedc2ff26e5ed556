"""Working days by the arrangement published each year: holidays on weekdays, weekend days worked instead (调休)."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parents[1] / "data" / "special_days.csv"
REST, WORK = "rest", "work"
SATURDAY = 5
# Between which days of a year each festival gives days off on a weekday; 中秋 moves into those of 国庆 and cannot be told apart.
FESTIVALS = {
    "元旦": ((1, 1), (1, 4)),
    "春节": ((1, 20), (2, 25)),
    "清明": ((4, 2), (4, 8)),
    "劳动节": ((4, 29), (5, 6)),
    "端午": ((5, 26), (6, 28)),
    "国庆节": ((10, 1), (10, 8)),
}


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


@dataclass(frozen=True)
class Gap:
    """Days off that are on no file: those of a whole year (``name`` is "") or of one festival, which lies about ``day``."""

    year: int
    name: str
    day: date

    def __str__(self) -> str:
        return f"{self.year} 年{self.name}"


def gaps(first: date, last: date, special: dict) -> list[Gap]:
    """What must be entered before working days from ``first`` to ``last`` can be counted.

    A year of which nothing is on file, and a festival in reach of which no day off is: counted as working days they would
    end a term too early. A weekend day worked instead that is missing ends it too late, which harms nobody.
    """
    entered = {day.year for day in special}
    off = [day for day, (kind, _name) in special.items() if kind == REST]
    found = []
    for year in range(first.year, last.year + 1):
        if year not in entered:
            found.append(Gap(year, "", date(year, 1, 1)))
            continue
        for name, ends in FESTIVALS.items():
            opens, closes = (date(year, *end) for end in ends)
            if opens <= last and first <= closes and not any(opens <= day <= closes for day in off):
                found.append(Gap(year, name, opens))
    return found
