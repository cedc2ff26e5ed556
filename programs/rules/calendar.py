"""How a unit stands with a step of a calendar, and the half-years a stretch of days covers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from programs.enums.calendar import Progress, Standing
from programs.enums.filings import FilingState
from programs.enums.tasks import Review

ARRIVED = {
    Review.NONE: {FilingState.SUBMITTED, FilingState.ACCEPTED, FilingState.FILED, FilingState.COVERED},
    Review.REVIEW: {FilingState.ACCEPTED, FilingState.FILED, FilingState.COVERED},
    Review.FILE: {FilingState.FILED, FilingState.COVERED},
}


def progress_of(filing_state: str, review: str) -> Progress | None:
    """What a filing makes of the step it stands for; None for a unit that need not file."""
    if filing_state == FilingState.EXEMPT:
        return None
    if filing_state in ARRIVED[review]:
        return Progress.DONE
    return Progress.NOT_BEGUN if filing_state == FilingState.DUE else Progress.IN_PROGRESS


def standing_of(progress: str, closes_on: date | None, today: date) -> Standing:
    """What is done is done; anything else is overdue once the last day has passed."""
    if progress != Progress.DONE and closes_on is not None and today > closes_on:
        return Standing.OVERDUE
    return Standing(progress)


def half_years(opens_on: date, closes_on: date) -> list[tuple[int, int]]:
    """The half-years (year, 1 or 2) that a stretch touches, 上半年 ending on 30 June (乐教政〔2020〕22号 三(二))."""
    first, last = _half(opens_on), _half(closes_on)
    return [(number // 2, number % 2 + 1) for number in range(first, last + 1)]


def _half(day: date) -> int:
    return day.year * 2 + (day.month > 6)


@dataclass(frozen=True)
class RolloutWave:
    """分学区分批推进: some 学区 begin and end their work in these half-years; ``phase`` is where the notice says so."""

    name: str
    districts: tuple[str, ...]
    half_years: tuple[tuple[int, int], ...]
    phase: object = None


def span(waves: Iterable[RolloutWave]) -> list[tuple[int, int]]:
    """All half-years from the first wave's to the last wave's."""
    halves = {half for wave in waves for half in wave.half_years}
    if not halves:
        return []
    numbers = [year * 2 + half - 1 for year, half in halves]
    return [(number // 2, number % 2 + 1) for number in range(min(numbers), max(numbers) + 1)]


@dataclass
class Tally:
    """How many units a step concerns below one, and how they stand."""

    total: int = 0
    done: int = 0
    in_progress: int = 0
    overdue: int = 0

    @property
    def not_begun(self) -> int:
        return max(0, self.total - self.done - self.in_progress - self.overdue)

    def settle(self, closes_on: date | None, today: date) -> None:
        """Whoever is not done is overdue once the step's last day has passed."""
        if closes_on is not None and today > closes_on:
            self.overdue, self.in_progress = max(0, self.total - self.done), 0

    @property
    def standing(self) -> Standing | None:
        """One word for all: overdue where anybody is, done where all are."""
        if not self.total:
            return None
        if self.overdue:
            return Standing.OVERDUE
        if self.done >= self.total:
            return Standing.DONE
        return Standing.IN_PROGRESS if self.done or self.in_progress else Standing.NOT_BEGUN
