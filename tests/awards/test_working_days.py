"""Working days over 国庆 and 春节, and the gate against personal data."""

from datetime import date

import pytest

from awards.publicity.gate import leaks
from awards.publicity.working_days import REST, WORK, counted, gaps, is_working, last_of, shipped


@pytest.mark.parametrize(
    ("first", "count", "last"),
    [
        (date(2023, 11, 6), 5, date(2023, 11, 10)),  # an ordinary week
        (date(2023, 11, 4), 5, date(2023, 11, 10)),  # begun on a Saturday
        (date(2023, 9, 27), 5, date(2023, 10, 9)),  # 中秋国庆: 9-29 to 10-6 off, 10-7 and 10-8 worked
        (date(2024, 2, 7), 4, date(2024, 2, 18)),  # 春节: 2-10 to 2-17 off, Sunday 2-18 worked
        (date(2024, 2, 4), 1, date(2024, 2, 4)),  # a Sunday worked instead
    ],
)
def test_days_are_counted_by_the_published_arrangement(first, count, last):
    found = last_of(first, count, shipped())

    assert found == last
    assert sum(works for _day, works, _name in counted(first, found, shipped())) == count


def test_without_the_table_the_same_notice_would_end_too_early():
    assert last_of(date(2023, 9, 27), 5, {}) == date(2023, 10, 3)


@pytest.mark.parametrize("year", range(2020, 2027))
def test_every_year_that_ships_has_the_days_off_of_every_festival(year):
    assert gaps(date(year, 1, 1), date(year, 12, 31), shipped()) == []


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ((2031, 4, 24), (2031, 5, 6), ["2031 年劳动节"]),  # one entry of 元旦 is not the arrangement of the year
        ((2031, 11, 3), (2031, 11, 7), []),  # an ordinary week, far from every festival
        ((2031, 1, 1), (2031, 1, 7), []),
        ((2031, 12, 29), (2032, 1, 5), ["2032 年"]),
        ((2031, 2, 20), (2031, 4, 9), ["2031 年春节", "2031 年清明"]),
    ],
)
def test_a_festival_in_reach_must_be_on_file_before_days_are_counted(first, last, told):
    entered = {date(2031, 1, 1): (REST, "元旦"), date(2031, 4, 26): (WORK, "劳动节调休")}

    assert [str(gap) for gap in gaps(date(*first), date(*last), entered)] == told


def test_and_without_it_a_notice_over_the_festival_would_end_too_early():
    entered = {day: told for day, told in shipped().items() if told[1] != "劳动节"}

    assert last_of(date(2023, 4, 27), 5, entered) < last_of(date(2023, 4, 27), 5, shipped())
    assert [gap.name for gap in gaps(date(2023, 4, 27), date(2023, 5, 4), entered)] == ["劳动节"]


def test_an_entry_of_the_office_overrides_what_ships():
    day = date(2023, 10, 2)
    assert not is_working(day, shipped())
    assert is_working(day, shipped() | {day: (WORK, "临时上班")})
    assert not is_working(date(2023, 11, 6), shipped() | {date(2023, 11, 6): (REST, "停课")})


@pytest.mark.parametrize(
    "text",
    [
        "联系 13800138000",
        "联系１３８００１３８０００",
        "110105 1949 1231 002X",
        "身份证 110105491231002",
        "电话 0577-62520000",
        "写信到 a.b@example.com",
        "a@example。com a@example.com",
    ],
)
def test_personal_data_is_found_with_its_place(text):
    [first, *_rest] = leaks({"正文": "第一行\n" + text})

    assert first.place == "正文第 2 行"
    assert "138001380" not in str(first)


def test_years_scores_and_document_numbers_are_no_personal_data():
    assert leaks({"正文": "浙工程办函〔2023〕7号，91.40 分，2023 年 11 月 30 日前，330382，共 25 个。"}) == []
