from datetime import date

import pytest

from programs.enums.calendar import Progress, Standing
from programs.enums.filings import FilingState
from programs.enums.tasks import Review
from programs.rules.calendar import RolloutWave, Tally, half_years, progress_of, span, standing_of

TODAY = date(2022, 5, 1)


@pytest.mark.parametrize(
    ("progress", "closes_on", "standing"),
    [
        (Progress.NOT_BEGUN, date(2022, 4, 30), Standing.OVERDUE),
        (Progress.IN_PROGRESS, date(2022, 4, 30), Standing.OVERDUE),
        (Progress.DONE, date(2022, 4, 30), Standing.DONE),
        (Progress.IN_PROGRESS, TODAY, Standing.IN_PROGRESS),
        (Progress.NOT_BEGUN, None, Standing.NOT_BEGUN),
    ],
)
def test_what_is_not_done_is_overdue_after_its_last_day(progress, closes_on, standing):
    assert standing_of(progress, closes_on, TODAY) == standing


@pytest.mark.parametrize(
    ("state", "review", "progress"),
    [
        (FilingState.DUE, Review.FILE, Progress.NOT_BEGUN),
        (FilingState.SUBMITTED, Review.NONE, Progress.DONE),
        (FilingState.SUBMITTED, Review.REVIEW, Progress.IN_PROGRESS),
        (FilingState.RETURNED, Review.REVIEW, Progress.IN_PROGRESS),
        (FilingState.ACCEPTED, Review.REVIEW, Progress.DONE),
        (FilingState.ACCEPTED, Review.FILE, Progress.IN_PROGRESS),
        (FilingState.FILED, Review.FILE, Progress.DONE),
        (FilingState.EXEMPT, Review.FILE, None),
    ],
)
def test_a_filing_is_done_when_it_went_as_far_as_its_task_asks(state, review, progress):
    assert progress_of(state, review) == progress


def test_yueqings_districts_cover_the_half_years_of_its_notice():
    assert half_years(date(2020, 7, 1), date(2021, 6, 30)) == [(2020, 2), (2021, 1)]
    assert half_years(date(2022, 1, 1), date(2022, 12, 31)) == [(2022, 1), (2022, 2)]


def test_waves_span_every_half_year_between_the_first_and_the_last():
    waves = [RolloutWave("甲", ("甲",), ((2020, 2),)), RolloutWave("乙", ("乙",), ((2022, 1),))]

    assert span(waves) == [(2020, 2), (2021, 1), (2021, 2), (2022, 1)]
    assert span([]) == []


def test_a_tally_counts_whoever_is_not_done_as_overdue_once_the_day_has_passed():
    tally = Tally(total=12, done=5, in_progress=3)
    assert (tally.not_begun, tally.standing) == (4, Standing.IN_PROGRESS)

    tally.settle(date(2022, 4, 30), TODAY)
    assert (tally.overdue, tally.in_progress, tally.not_begun, tally.standing) == (7, 0, 0, Standing.OVERDUE)


@pytest.mark.parametrize(
    ("tally", "standing"),
    [(Tally(), None), (Tally(total=2, done=2), Standing.DONE), (Tally(total=2), Standing.NOT_BEGUN)],
)
def test_a_tally_of_nobody_says_nothing(tally, standing):
    assert tally.standing == standing
