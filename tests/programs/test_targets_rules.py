from datetime import date

import pytest

from programs.enums.notices import Counting, TargetMeasure
from programs.enums.targets import Verdict
from programs.rules.targets import asked_by, needed, verdict_of

YEARS = [date(2020, 12, 31), date(2021, 12, 31), date(2022, 12, 31)]
QUARTERS = [date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31)]


def dues(counting, days, values):
    return [one.due for one in asked_by(counting, list(zip(days, values, strict=True)))]


def test_foshans_yearly_shares_add_up_to_everybody():
    assert dues(Counting.EACH_YEAR, YEARS, [3000, 5000, 2000]) == [3000, 8000, 10000]


def test_yueyangs_shares_of_schools_are_sums_already():
    assert dues(Counting.CUMULATIVE, YEARS[1:], [7000, 10000]) == [7000, 10000]


def test_quarters_add_up_whatever_the_order_of_the_file():
    backwards = list(zip(reversed(QUARTERS), [4000, 3000, 2000, 1000], strict=True))

    assert [one.due for one in asked_by(Counting.EACH_STEP, backwards)] == [1000, 3000, 6000, 10000]


def test_at_least_asks_every_stretch_for_itself():
    steps = asked_by(Counting.AT_LEAST, [(YEARS[0], 10000), (YEARS[1], 10000)])

    assert [(step.due, step.since) for step in steps] == [(10000, None), (10000, YEARS[0])]


@pytest.mark.parametrize(
    ("measure", "due", "of", "count"),
    [
        (TargetMeasure.SHARE_OF_SCHOOLS, 7000, 11, 8),  # a part of a school counts as one
        (TargetMeasure.SHARE_OF_TEACHERS, 3000, 1000, 300),
        (TargetMeasure.NUMBER, 10000, 0, 100),
    ],
)
def test_needed_rounds_up(measure, due, of, count):
    assert needed(measure, due, of) == count


@pytest.mark.parametrize(
    ("done", "day", "verdict"),
    [
        (None, date(2022, 12, 31), Verdict.UNKNOWN),
        (100, date(2023, 1, 1), Verdict.MET),
        (99, date(2022, 12, 31), Verdict.OPEN),
        (99, date(2023, 1, 1), Verdict.MISSED),
    ],
)
def test_a_step_is_missed_only_after_its_day(done, day, verdict):
    assert verdict_of(done=done, needed=100, due_on=date(2022, 12, 31), today=day) == verdict
