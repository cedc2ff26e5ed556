"""Every kind of rule on places: what it says, what it gives, what it refuses; no database."""

import pytest
from pydantic import ValidationError

from awards.quota_rules import Allotment, Bound, Place, allotment, bound
from programs.faults import findings_of

NAMES = {"school": "示范学校", "manager": "优秀管理者"}
THIRTY_PERCENT = {"kind": "share", "share_of": "schools", "share": "0.3", "rounding": "down", "minimum": 1}


def place(unit="3001", *, category="school", county="330382", via="330300", traits=(), person="", kind="advanced_unit", grade=""):
    scopes = {"county": county, "city": "330300", "school": unit}
    return Place(category, kind, unit, f"学校{unit}", via, person, scopes, frozenset(traits), grade)


KINDERGARTEN = {"kind": "composition", "sort": "kindergarten", "per": "county", "most": 2, "clause": "三2"}


@pytest.mark.parametrize(("schools", "places"), [(0, 0), (1, 1), (3, 1), (6, 1), (7, 2), (10, 3), (13, 3)])
def test_thirty_percent_rounded_down_but_at_least_one_each(schools, places):
    assert allotment(THIRTY_PERCENT).places(schools, None) == places


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (THIRTY_PERCENT, "按各单位学校数的 30% 分配，逐个单位舍去小数，每个单位至少 1 个"),
        ({"kind": "table"}, "按通知所列的表分配，表中没有的单位没有名额"),
        ({"kind": "per_unit", "number": 2}, "每个单位 2 个，不分大小"),
        ({"kind": "span", "least": 2, "most": 4}, "每个单位推荐 2 至 4 个"),
    ],
)
def test_what_gives_places_says_so_in_one_sentence(rule, sentence):
    assert allotment(rule).explain(NAMES) == sentence


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (
            {"kind": "cap", "categories": ["school", "manager"], "per": "county", "most": 3},
            "“示范学校”、“优秀管理者”合计，每个县（市、区）最多 3 个",
        ),
        (KINDERGARTEN, "各类推荐中，每个县（市、区）幼儿园最多 2 个"),
        (
            {"kind": "composition", "sort": "rural", "per": "city", "least_share": "0.5", "rounding": "up"},
            "各类推荐中，每个设区市乡村学校至少 50%（有小数即进一）",
        ),
        ({"kind": "one_category", "per": "person"}, "各类推荐之间，每人只能报 1 个类别"),
        ({"kind": "unit_or_person"}, "各类推荐中，同一单位的单位和管理者只能报其一"),
        (
            {"kind": "grades", "grades": [{"name": "一等奖", "places": 3}, {"name": "二等奖", "places": 5}]},
            "各类推荐共设一等奖 3 个、二等奖 5 个",
        ),
        ({"kind": "reserve", "number": 2}, "各类推荐每个推荐单位可列备选 2 个，名额空出时按顺序递补，备选不占名额"),
    ],
)
def test_what_binds_says_so_in_one_sentence(rule, sentence):
    assert bound(rule).explain(NAMES) == sentence


def test_every_kind_declared_is_one_the_two_tests_above_know():
    assert set(Allotment.kinds) == {"share", "table", "per_unit", "span"}
    assert set(Bound.kinds) == {"cap", "composition", "one_category", "unit_or_person", "grades", "reserve"}


def test_a_cap_counts_several_categories_together_and_each_county_by_itself():
    rule = bound({"kind": "cap", "per": "county", "most": 2})
    held = [place("3001"), place("3002", category="manager")]

    assert rule.breach(place("3003"), held, None) == "学校3003所在范围已推荐 2 个，每个县（市、区）最多 2 个"
    assert rule.breach(place("3003", county="330381"), held, None) == ""


def test_a_third_kindergarten_of_a_county_is_refused_and_a_third_school_is_not():
    rule = bound(KINDERGARTEN)
    held = [place("3001", traits=["kindergarten"]), place("3002", traits=["kindergarten"])]

    assert rule.breach(place("3003", traits=["kindergarten"]), held, 9) == "幼儿园已有 2 个，每个县（市、区）最多 2 个"
    assert rule.breach(place("3003"), held, 9) == ""
    assert rule.breach(place("3003", county="330381", traits=["kindergarten"]), held, 9) == ""


def test_excepted_units_neither_count_nor_are_held_to_it():
    rule = bound(KINDERGARTEN | {"except_for": ["330382"]})
    held = [place("3001", traits=["kindergarten"]), place("3002", traits=["kindergarten"])]

    assert rule.breach(place("3003", traits=["kindergarten"]), held, 9) == ""


def test_at_least_so_many_keeps_the_last_places_for_that_sort():
    rule = bound({"kind": "composition", "sort": "rural", "per": "city", "least": 2})
    held = [place("3001"), place("3002", traits=["rural"])]

    assert rule.breach(place("3003"), held, 4) == ""
    assert rule.breach(place("3003"), held, 3) == "3 个名额中至少 2 个给乡村学校，现有 1 个，余下的名额须留给乡村学校"
    assert rule.breach(place("3003", traits=["rural"]), held, 3) == ""


def test_a_share_of_the_places_is_rounded_as_stated():
    down = bound({"kind": "composition", "sort": "private", "per": "city", "most_share": "0.5", "rounding": "down"})
    up = bound({"kind": "composition", "sort": "private", "per": "city", "most_share": "0.5", "rounding": "up"})
    held, asked = [place("3001", traits=["private"])], place("3002", traits=["private"])

    assert down.breach(asked, held, 3) == "民办学校已有 1 个，每个设区市最多 1 个"
    assert up.breach(asked, held, 3) == ""


def test_one_category_for_a_unit_and_for_a_person():
    unit, person = bound({"kind": "one_category", "per": "unit"}), bound({"kind": "one_category", "per": "person"})
    held = [place("3001", person="李知远 某校")]

    assert unit.breach(place("3001", category="manager"), held, None) == "学校3001已在另一类别推荐 1 个，每个单位只能报 1 个类别"
    assert unit.breach(place("3002", category="manager"), held, None) == ""
    assert "李知远已在另一类别" in person.breach(place("3009", category="manager", person="李知远 某校"), held, None)
    assert person.breach(place("3009", category="manager", person="李知远 别校"), held, None) == ""


def test_a_unit_or_its_manager_but_not_both():
    rule = bound({"kind": "unit_or_person"})
    held = [place("3001")]

    assert rule.breach(place("3001", kind="outstanding_manager"), held, None) == "学校3001已推荐单位 1 个，单位和管理者只能报其一"
    assert rule.breach(place("3002", kind="outstanding_manager"), held, None) == ""


def test_a_grade_has_its_own_places():
    rule = bound({"kind": "grades", "grades": [{"name": "一等奖", "places": 1}]})
    held = [place("3001", grade="一等奖")]

    assert rule.breach(place("3002", grade="一等奖"), held, None) == "一等奖已有 1 个，共 1 个"
    assert rule.breach(place("3002"), held, None) == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "composition", "sort": "rural", "per": "city"},
        {"kind": "composition", "sort": "rural", "per": "city", "most": 1, "least": 1},
        {"kind": "composition", "sort": "rural", "per": "county", "least": 1},
        {"kind": "composition", "sort": "夜校", "per": "city", "most": 1},
        {"kind": "cap", "most": 0},
        {"kind": "grades", "grades": [{"name": "一等奖", "places": 1}, {"name": "一等奖", "places": 2}]},
        {"kind": "lottery"},
        {"kind": "reserve", "number": 1, "colour": "red"},
    ],
)
def test_a_rule_that_says_nothing_or_too_much_is_refused(wrong):
    with pytest.raises(ValidationError):
        bound(wrong)


def test_a_range_the_wrong_way_round_is_refused():
    with pytest.raises(ValidationError):
        allotment({"kind": "span", "least": 3, "most": 2})


def test_a_broken_row_is_told_alone_and_an_empty_list_is_told_too():
    """What pydantic adds, that no row of the list is left, is not true of the file."""
    with pytest.raises(ValidationError) as refusal:
        bound({"kind": "grades", "grades": [{"name": "一等奖", "places": 0}]})
    assert [detail["loc"][-1] for detail in findings_of(refusal.value)] == ["places"]

    with pytest.raises(ValidationError) as refusal:
        bound({"kind": "grades", "grades": []})
    assert [detail["type"] for detail in findings_of(refusal.value)] == ["too_short"]


@pytest.mark.parametrize(("taken", "why"), [(1, "温州市至少推荐 2 个，已推荐 1 个"), (2, ""), (4, "")])
def test_a_span_says_how_many_lack(taken, why):
    assert allotment({"kind": "span", "least": 2, "most": 4}).short(taken, "温州市") == why


def test_no_other_kind_asks_for_a_number():
    assert allotment({"kind": "per_unit", "number": 3}).short(0, "温州市") == ""
