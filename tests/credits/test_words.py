"""What is asked, missing and to be done next, in words; no database."""

from datetime import date
from decimal import Decimal

import pytest

from credits.rules.completion import Record, Requirement, judge
from credits.rules.standing import standings
from credits.words import completion as words
from credits.words.completion import Doing, Who

SIXIAN = Requirement(online=3000, practice=3000, credits=2000, citations={"practice": "泗教师字〔2022〕1号 一"})
FOSHAN = Requirement(total=5000, share=5000, only_passed=True)
YUEQING = Requirement(joint=5000)
NEWLY = Requirement(joint=5000, entry=(date(2020, 6, 1), None))
YUEYANG = Requirement(assessed=True, prerequisite=True, relief=(date(1972, 11, 30), True))


def missing(requirement, record) -> list[str]:
    verdict = judge(requirement, record)
    return [one.text for one in words.shortfalls(verdict.shortfalls, **verdict.lacks)]


@pytest.mark.parametrize(
    ("requirement", "record", "told"),
    [
        (SIXIAN, Record(online=3000, practice=2950, credits=2000), ["缺 0.5 实践应用学时"]),
        (SIXIAN, Record(), ["缺 30 网络研修学时", "缺 30 实践应用学时", "缺 20 校本应用考核学分"]),
        (SIXIAN, Record(online=3000, practice=3000, credits=2000), []),
        (SIXIAN, Record(category="support"), []),
        (
            FOSHAN,
            Record(online=4000, online_passed=4000, practice=1000),
            ["总学时缺 10 学时", "实践应用占比不足，须再增加 40 实践应用学时"],
        ),
        (FOSHAN, Record(online_passed=2500, practice_passed=2500), []),
        (YUEQING, Record(joint=4999), ["缺 0.01 学分（培训与实践合计）"]),
        (YUEYANG, Record(), ["线上研修还没有合格记录，不能参加测评", "还没有测评通过的结果"]),
        (YUEYANG, Record(online_passed=100), ["还没有测评通过的结果"]),
        (YUEYANG, Record(online_passed=100, assessed=True), []),
        (NEWLY, Record(joined_on=date(2021, 9, 1)), ["缺 50 学分（培训与实践合计）", "新入职教师，入职时须完成培训"]),
    ],
    ids=[
        *("half-an-hour", "nothing", "done", "assistant", "not-passed", "foshan", "joint", "no-training", "no-result", "passed"),
        "newly-appointed",
    ],
)
def test_what_is_missing_is_told_with_its_number(requirement, record, told):
    assert missing(requirement, record) == told


def test_a_shortfall_names_its_clause():
    [practice] = words.shortfalls({"practice": 50}, citations=SIXIAN.citations)

    assert practice.citation == "泗教师字〔2022〕1号 一"


@pytest.mark.parametrize(
    ("short", "doing", "lacks", "who"),
    [
        ({"online": 50}, Doing(), {}, [Who.TEACHER]),
        ({"online": 50}, Doing(engaged=True), {}, [Who.INSTITUTION]),
        ({"online": 50}, Doing(engaged=True, reported=True), {}, [Who.TEACHER]),
        ({"practice": 50}, Doing(engaged=True), {}, [Who.TEACHER]),
        ({"credits": 50}, Doing(), {}, [Who.TEACHER]),
        ({"credits": 50}, Doing(chosen=2, unassessed=1), {}, [Who.SCHOOL]),
        ({"credits": 50}, Doing(chosen=2), {}, [Who.TEACHER]),
        ({"points": 1}, Doing(), {}, [Who.TEACHER]),
        ({"credits": 50}, Doing(chosen=1, under_way=(("proposed", 1),)), {}, [Who.GROUP]),
        ({"credits": 50}, Doing(chosen=1, under_way=(("submitted", 1),)), {}, [Who.SCHOOL]),
        ({"credits": 50}, Doing(chosen=2, under_way=(("batched", 1), ("returned", 1))), {}, [Who.TEACHER, Who.COUNTY]),
        ({"credits": 50}, Doing(chosen=2, unassessed=1, under_way=(("reviewing", 1),)), {}, [Who.PANEL, Who.SCHOOL]),
        ({}, Doing(), {"lacks_assessment": True}, [Who.SCHOOL]),
        ({}, Doing(tried=True), {"lacks_assessment": True}, [Who.TEACHER]),
        ({}, Doing(), {"lacks_assessment": True, "lacks_prerequisite": True}, [Who.TEACHER]),
        ({}, Doing(engaged=True), {"lacks_entry": True}, [Who.INSTITUTION]),
        ({"practice": 50}, Doing(), {"lacks_entry": True}, [Who.TEACHER]),
        ({}, Doing(), {}, []),
        ({"online": 0, "practice": 0}, Doing(), {}, []),
        ({"practice": 50, "total": 50}, Doing(engaged=True), {}, [Who.TEACHER]),
        ({"practice": 50, "total": 100}, Doing(engaged=True), {}, [Who.INSTITUTION, Who.TEACHER]),
    ],
)
def test_who_acts_next(short, doing, lacks, who):
    assert [act.who for act in words.next_acts(short, doing, **lacks)] == who


def test_standings_give_value_threshold_and_margin():
    judgement, lines = standings(SIXIAN, Record(online=3500, practice=2950, credits=2000))

    assert judgement.status == "incomplete"
    told = [
        (one.parameter, one.met, words.amount(one.parameter, one.had), words.margin(one.parameter, one.margin)) for one in lines
    ]
    assert told == [
        ("online", True, "35 学时", "+5 学时"),
        ("practice", False, "29.5 学时", "−0.5 学时"),
        ("credits", True, "20 学分", "+0 学分"),
    ]


def test_a_share_is_told_in_percent():
    _judgement, [total, share] = standings(FOSHAN, Record(online_passed=3000, practice_passed=2000))

    assert total.met
    assert (words.amount("share", share.asked), words.amount("share", share.had)) == ("50%", "40%")
    assert words.margin("share", share.margin) == "−10 个百分点"


def test_nothing_binds_an_assistant():
    assert standings(SIXIAN, Record(category="support"))[1] == []


@pytest.mark.parametrize(
    ("complete", "required", "rate", "text"), [(2, 3, "0.6667", "66.67%"), (0, 0, None, "—"), (3, 3, "1.0000", "100%")]
)
def test_rates(complete, required, rate, text):
    found = words.rate_of(complete, required)

    assert found == (None if rate is None else Decimal(rate))
    assert words.percent(found) == text
