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
    }
    assert {key for key, unit in units.items() if unit == "学分"} == {"credits", "joint_credits"}
