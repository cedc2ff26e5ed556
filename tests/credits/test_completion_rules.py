from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credits.enums.ledger import Completion
from credits.rules.completion import WHOLE, Record, Requirement, judge, share_short

SIXIAN = Requirement(total=6000, online=3000, practice=3000, credits=2000)
FOSHAN = Requirement(total=5000, online=2500, practice=2500, share=5000, only_passed=True)
YUEQING = Requirement(joint=5000)
YUEYANG = Requirement(
    assessed=True,
    prerequisite=True,
    staff=("principal", "teacher", "support", "researcher"),
    relief=(date(1972, 12, 1), False),
)


def test_si_county_asks_hours_and_credits_side_by_side():
    done = Record(online=3000, practice=3000, credits=2000)

    assert judge(SIXIAN, done).status == Completion.COMPLETE
    assert judge(SIXIAN, Record(online=3000, practice=2950, credits=1900)).shortfalls == {
        "practice": 50,
        "total": 50,
        "credits": 100,
    }


def test_more_online_hours_do_not_stand_for_practice():
    judged = judge(SIXIAN, Record(online=9000, practice=0, credits=2000))

    assert judged.shortfalls == {"practice": 3000}


def test_foshan_counts_only_what_was_passed():
    record = Record(online=2500, practice=2500, online_passed=2500, practice_passed=2000)

    assert judge(FOSHAN, record).shortfalls == {"practice": 500, "total": 500, "share": 500}


def test_yueqing_asks_joint_credits_and_no_hours_count_for_them():
    assert judge(YUEQING, Record(online=9999, practice=9999, credits=9999)).shortfalls == {"joint": 5000}
    assert judge(YUEQING, Record(joint=5000)).status == Completion.COMPLETE


def test_yueyang_asks_for_an_assessment_and_online_training_first():
    nothing, trained = judge(YUEYANG, Record()), judge(YUEYANG, Record(online_passed=100))

    assert (nothing.lacks_assessment, nothing.lacks_prerequisite) == (True, True)
    assert (trained.lacks_assessment, trained.lacks_prerequisite) == (True, False)
    assert judge(YUEYANG, Record(assessed=True)).status == Completion.COMPLETE


@pytest.mark.parametrize(("born", "relief"), [(date(1972, 11, 30), True), (date(1972, 12, 1), False), (None, False)])
def test_the_age_rule_is_told_and_lowers_nothing_by_itself(born, relief):
    judged = judge(YUEYANG, Record(born_on=born))

    assert (judged.relief, judged.status) == (relief, Completion.INCOMPLETE)


def test_support_staff_are_bound_only_where_a_notice_names_them():
    assert judge(SIXIAN, Record(category="support")).status == Completion.NO_REQUIREMENT
    assert judge(YUEYANG, Record(category="support")).status == Completion.INCOMPLETE


def test_nothing_asked_is_neither_complete_nor_incomplete():
    assert judge(Requirement(), Record(online=3000)).status == Completion.NO_REQUIREMENT


ENTRY = (date(2020, 6, 1), date(2022, 12, 31))
NEW = {"joined_on": date(2021, 9, 1)}


@pytest.mark.parametrize(
    ("joined", "lacks"),
    [(date(2020, 5, 31), False), (date(2020, 6, 1), True), (date(2022, 12, 31), True), (date(2023, 1, 1), False), (None, False)],
)
def test_who_joined_while_the_training_ran_had_to_complete_it_on_entry(joined, lacks):
    foshan = replace(FOSHAN, entry=ENTRY)

    judged = judge(foshan, Record(online=2500, online_passed=2500, joined_on=joined))

    assert (judged.status, judged.lacks_entry) == (Completion.INCOMPLETE, lacks)


def test_the_newly_appointed_lack_nothing_once_the_hours_are_there():
    done = {"online": 2500, "practice": 2500, "online_passed": 2500, "practice_passed": 2500}

    judged = judge(replace(FOSHAN, entry=ENTRY), Record(**NEW, **done))

    assert (judged.status, judged.lacks_entry) == (Completion.COMPLETE, False)


def test_missing_credits_are_no_missing_training():
    record = Record(**NEW, online=3000, practice=3000)

    judged = judge(replace(SIXIAN, entry=ENTRY), record)

    assert (judged.shortfalls, judged.lacks_entry) == ({"credits": 2000}, False)


def test_where_only_the_newly_appointed_are_asked_any_passed_course_completes():
    only = Requirement(entry=ENTRY)

    assert judge(only, Record()).status == Completion.NO_REQUIREMENT
    assert judge(only, Record(**NEW)).lacks_entry
    assert judge(only, Record(**NEW, online=1000)).lacks_entry
    assert judge(only, Record(**NEW, online=1000, online_passed=1000)).status == Completion.COMPLETE
    assert judge(only, Record(**NEW, category="support")).status == Completion.NO_REQUIREMENT


@given(st.integers(0, WHOLE - 1), st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_missing_practice_hours_are_just_enough(share, practice, other):
    total = practice + other
    missing = share_short(share, practice, total)

    def fits(more):
        return (practice + more) * WHOLE >= share * (total + more)

    assert fits(missing)
    assert missing == 0 or not fits(missing - 1)
