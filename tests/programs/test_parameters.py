from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from programs.parameters import known, parameter_named


@pytest.mark.parametrize(
    ("key", "raw", "phrase"),
    [
        ("total_hours", "60", "不少于 60 学时"),
        ("credits", "20", "不少于 20 学分"),
        ("joint_credits", "50.5", "不少于 50.5 学分"),
        ("practice_share_min", "0.5", "不低于 50%"),
        ("management_team_size", {"min": 3, "max": 4}, "3–4 人"),
        ("management_team_size", {"min": 3, "max": 3}, "3 人"),
        ("deadline_year", 2022, "2022 年底前"),
        ("fee_per_teacher", "500", "500 元/人"),
        ("assessed_staff", ["principal", "teacher"], "校（园）长、教师"),
        ("prerequisite", "online_training_passed", "参与线上研修且成绩合格"),
        ("hours_per_credit", "2.5", "1 学分合 2.5 学时"),
        ("point_count", 3, "不少于 3 个"),
        ("dimension_count", 2, "不少于 2 个维度"),
        ("environments", ["multimedia", "smart"], "多媒体教学环境、智慧学习环境"),
        ("compulsory_points", ["A1", "B10"], "A1、B10（2 个）"),
        ("resubmissions", 2, "至多 2 次"),
        ("spot_check_ratio", "0.1", "不低于 10%"),
        ("fee_by_ownership", {"public": "full", "private": "subsidised"}, "公办学校全额列支，民办学校给予一定补助"),
        ("school_plan_route", {"by": ["school"], "to": "city", "act": "file"}, "学校（不经县（市、区））报设区市备案"),
        ("school_plan_route", {"by": ["school"], "to": "city", "through": ["county"]}, "学校经县（市、区）汇总报设区市"),
        ("school_plan_route", {"by": ["school"], "to": "county", "act": "review_and_file"}, "学校报县（市、区）审核备案"),
        (
            "management_team_composition",
            {"seats": [{"who": "principal", "as": "leader"}, {"who": "it_backbone", "least": 2, "words": "信息骨干"}]},
            "校（园）长任组长（领衔）、信息骨干×2",
        ),
    ],
)
def test_a_value_is_told_in_chinese(key, raw, phrase):
    parameter = parameter_named(key)

    assert parameter.format(parameter.parse(raw)) == phrase


@pytest.mark.parametrize(
    ("key", "raw"),
    [
        ("total_hours", "-1"),
        ("total_hours", "60.005"),
        ("total_hours", "六十"),
        ("practice_share_min", "50"),
        ("management_team_size", {"min": 5, "max": 3}),
        ("management_team_size", {"min": 3}),
        ("deadline_year", "2022"),
        ("certificate_after", "never"),
        ("assessed_staff", []),
        ("dimension_count", 5),
        ("compulsory_points", ["a1"]),
        ("school_plan_route", {"by": ["city"], "to": "county"}),
        ("management_team_composition", {"seats": []}),
        ("management_team_composition", {"seats": [{"who": "somebody"}]}),
    ],
)
def test_a_value_of_another_shape_is_refused(key, raw):
    with pytest.raises(ValidationError):
        parameter_named(key).parse(raw)


def test_values_are_stored_as_json_that_reads_back_equal():
    raw = {"age": 50, "born": "1972-12-01", "inclusive": False, "effect": "lower_standard"}
    rule = parameter_named("age_rule")

    assert rule.stored(rule.parse(raw)) == raw
    assert parameter_named("total_hours").stored(Decimal("60")) == "60"


@pytest.mark.parametrize(("born", "covered"), [(date(1972, 11, 30), True), (date(1972, 12, 1), False), (date(1972, 12, 2), False)])
def test_the_age_rule_has_its_edge_on_a_birth_date_and_not_on_today(born, covered):
    rule = parameter_named("age_rule").parse({"age": 50, "born": "1972-12-01", "inclusive": False, "effect": "lower_standard"})

    assert rule.covers(born) is covered


def test_hours_and_credits_are_parameters_of_their_own():
    units = {parameter.key: str(parameter.unit) for parameter in known()}

    assert {key for key, unit in units.items() if unit == "学时"} == {
        "total_hours",
        "online_hours",
        "practice_hours",
        "face_to_face_hours",
        "online_hours_cap",
        "practice_hours_cap",
        "face_to_face_hours_cap",
    }
    assert {key for key, unit in units.items() if unit == "学分"} == {"credits", "joint_credits"}


@pytest.mark.parametrize(
    ("key", "upper", "lower", "kept"),
    [
        ("total_hours", "50", "60", True),
        ("total_hours", "50", "50", True),
        ("total_hours", "50", "49.99", False),
        ("practice_share_min", "0.5", "0.4", False),
        ("management_team_size", {"min": 3, "max": 5}, {"min": 3, "max": 4}, True),
        ("management_team_size", {"min": 3, "max": 5}, {"min": 2, "max": 5}, False),
        ("resubmissions", 2, 1, True),
        ("practice_hours_cap", 30, 25, True),
        ("practice_hours_cap", 30, 31, False),
        ("resubmissions", 2, 3, False),
        ("deadline_year", 2022, 2021, True),
        ("deadline_year", 2022, 2023, False),
        ("certificate_after", "overall", "each", False),
        ("certificate_after", "each", "overall", True),
        ("assessed_staff", ["teacher"], ["teacher", "principal"], True),
        ("assessed_staff", ["teacher", "principal"], ["teacher"], False),
        ("fee_uses", ["delivery", "practice"], ["delivery"], True),
        ("fee_uses", ["delivery"], ["delivery", "practice"], False),
        ("environment_rule", "single", "advises", False),
        ("compulsory_points", ["A1"], ["A1", "A2"], True),
        ("hours_per_credit", "2", "3", True),
        (
            "management_team_composition",
            {"seats": [{"who": "principal", "as": "leader"}]},
            {"seats": [{"who": "principal"}]},
            False,
        ),
        (
            "leadership_group_composition",
            {"seats": [{"who": "department", "bodies": ["市教育技术中心", "各学区"]}]},
            {"seats": [{"who": "department", "bodies": ["市教育技术中心"]}]},
            False,
        ),
    ],
)
def test_a_lower_units_value_keeps_an_upper_one_when_it_asks_no_less(key, upper, lower, kept):
    one = parameter_named(key)

    assert one.keeps(one.parse(upper), one.parse(lower)) is kept


def test_a_route_names_the_levels_it_passes_over():
    route = parameter_named("school_plan_route").parse({"by": ["county", "school"], "to": "city"})

    assert (route.past("school"), route.past("county")) == (["county"], [])


def test_a_composition_is_stored_as_the_file_writes_it():
    raw = {"levels": ["school"], "seats": [{"who": "principal", "as": "leader", "words": "校长"}]}
    one = parameter_named("management_team_composition")

    assert one.stored(one.parse(raw)) == raw
