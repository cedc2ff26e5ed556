"""The five notices as data: exact heads, every value with its clause, and the traps inside the texts."""

import re
from datetime import date
from decimal import Decimal

import pytest
import yaml
from jsonschema import Draft202012Validator

from programs.notice_file import notice_schema, read_notice
from programs.parameters import parameter_named
from programs.yaml_reading import read_yaml
from tests.programs.notice_samples import SHIPPED, shipped


def says(name: str):
    return read_notice(shipped(name)).says


def values(name: str) -> dict:
    return {row.parameter: parameter_named(row.parameter).parse(row.value) for row in says(name).policy}


def citations(name: str) -> dict:
    return {row.parameter: row.clause for row in says(name).policy}


@pytest.mark.parametrize(
    ("name", "number", "issuer", "issued_on"),
    [
        ("zhejiang-2023-awards", "浙工程办函〔2023〕7号", "330000", date(2023, 11, 15)),
        ("yueqing-2020", "乐教政〔2020〕22号", "330382", date(2020, 9, 21)),
        ("sixian-2022", "泗教师字〔2022〕1号", "341324", date(2022, 3, 19)),
        ("yueyang-2020", "岳教体通〔2020〕85号", "430600", date(2020, 9, 16)),
        ("foshan-2020", "佛教人〔2020〕8号", "440600", date(2020, 4, 3)),
    ],
)
def test_the_head_is_the_notices_own(name, number, issuer, issued_on):
    head = says(name).notice

    assert (head.number, head.issuer, head.issued_on, head.program.code) == (number, issuer, issued_on, "ict2")


def test_the_schema_is_a_schema_and_every_shipped_file_fits_it():
    schema = notice_schema()

    Draft202012Validator.check_schema(schema)
    for name in SHIPPED:
        data, _root = read_yaml(shipped(name).decode())
        assert [error.message for error in Draft202012Validator(schema).iter_errors(data)] == []


def test_the_schema_binds_a_value_to_its_parameter_and_knows_the_registered_sections():
    schema = notice_schema()
    data, _root = read_yaml(shipped("sixian-2022").decode())
    data["policy"][0]["value"] = {"min": 3, "max": 5}

    assert not Draft202012Validator(schema).is_valid(data)
    assert "cycle" in schema["properties"]


def test_other_yaml_readers_read_the_files_too():
    for name in SHIPPED:
        assert yaml.safe_load(shipped(name))["notice"]["number"] == says(name).notice.number


def test_no_phone_mailbox_or_address_is_in_the_files():
    for name in SHIPPED:
        text = re.sub(r'"\d{6}"', "", shipped(name).decode())
        assert re.findall(r"\d{7,}|\d{3,4}-\d{7,8}|@|https?:|联系电话：|邮箱：", text) == []


def test_sixian_asks_for_hours_and_credits_side_by_side():
    asked = values("sixian-2022")

    assert {key: asked[key] for key in ("total_hours", "online_hours", "practice_hours", "credits")} == {
        "total_hours": Decimal(60),
        "online_hours": Decimal(30),
        "practice_hours": Decimal(30),
        "credits": Decimal(20),
    }
    assert "practice_share_min" not in asked
    assert asked["certificate_after"] == "overall"
    assert citations("sixian-2022")["certificate_after"] == "附件2四(三)3"


def test_yueqing_asks_for_joint_credits_only():
    asked = values("yueqing-2020")

    assert asked["joint_credits"] == Decimal(50)
    assert not {"total_hours", "online_hours", "practice_hours", "credits", "management_team_size"} & set(asked)
    assert (asked["fee_per_teacher"], len(asked["fee_uses"])) == (Decimal(500), 6)


def test_foshan_asks_for_hours_only_and_for_half_of_them_in_practice():
    asked = values("foshan-2020")

    assert (asked["total_hours"], asked["online_hours"], asked["practice_hours"]) == (Decimal(50), Decimal(25), Decimal(25))
    assert asked["practice_share_min"] == Decimal("0.5")
    assert asked["hours_need_pass"] == "passed_only"
    assert not {"credits", "joint_credits"} & set(asked)


def test_yueyang_asks_for_neither_number_but_for_online_training_before_assessment():
    asked = values("yueyang-2020")

    assert not {"total_hours", "online_hours", "practice_hours", "credits", "joint_credits"} & set(asked)
    assert asked["prerequisite"] == "online_training_passed"
    assert asked["assessed_staff"] == ["principal", "teacher", "support", "researcher"]


def test_yueyangs_age_rule_is_judged_at_december_2022_and_gives_no_lower_number():
    rule = values("yueyang-2020")["age_rule"]

    assert (rule.age, rule.born, rule.inclusive, rule.effect) == (50, date(1972, 12, 1), False, "lower_standard")
    assert "未规定" in parameter_named("age_rule").format(rule)


@pytest.mark.parametrize(("name", "size"), [("sixian-2022", (3, 5)), ("yueyang-2020", (3, 4)), ("foshan-2020", (3, 5))])
def test_team_sizes_differ_by_place(name, size):
    team = values(name)["management_team_size"]

    assert (team.min, team.max) == size
    assert not team.admits(size[0] - 1)
    assert team.admits(size[1])


def test_yueyangs_schools_file_past_the_county_and_foshans_do_not():
    yueyang, foshan = (values(name)["school_plan_route"] for name in ("yueyang-2020", "foshan-2020"))

    assert (yueyang.past("school"), yueyang.to, yueyang.act) == (["county"], "city", "file")
    assert (foshan.past("school"), foshan.to, foshan.act) == ([], "county", "review_and_file")


def test_what_the_notices_leave_open_stays_open():
    never = {"reviewers_per_record", "resubmissions", "spot_check_ratio", "pass_rate_target", "hours_per_credit", "point_count"}
    never |= {"spot_check_strata", "pass_rate_findings", "pass_rate_of"}

    for name in SHIPPED:
        assert not never & set(values(name))


def test_denominators_of_targets_differ():
    [foshan] = [row for row in says("foshan-2020").targets if row.key == "trained_teachers"]
    [yueyang] = says("yueyang-2020").targets

    assert (foshan.measure, foshan.counting) == ("share_of_teachers", "each_year")
    assert {step.year: step.value for step in foshan.steps} == {2020: Decimal("0.3"), 2021: Decimal("0.5"), 2022: Decimal("0.2")}
    assert (yueyang.measure, yueyang.counting) == ("share_of_schools", "cumulative")
    assert {step.year: step.value for step in yueyang.steps} == {2021: Decimal("0.7"), 2022: Decimal(1)}


def test_foshans_misprinted_phase_is_corrected_with_its_wording_kept():
    [phase] = [row for row in says("foshan-2020").calendar if row.key == "summary"]

    assert (phase.opens, phase.closes) == (date(2022, 6, 1), date(2022, 12, 31))
    assert phase.corrected.original == "2022年6月-2020年12月"
    assert "2022年6月-2020年12月" in phase.wording


def test_yueyangs_first_phase_ended_before_the_notice_and_two_annexes_are_missing():
    notice = says("yueyang-2020")
    [first] = [row for row in notice.calendar if row.key == "preparation"]

    assert first.closes < notice.notice.issued_on
    assert [(row.number, row.present) for row in notice.notice.attachments] == [(3, False), (4, False)]


def test_yueqing_is_done_in_2022_and_catches_up_in_2023():
    [catch_up] = [row for row in says("yueqing-2020").calendar if row.key == "catch_up"]

    assert values("yueqing-2020")["deadline_year"] == 2022
    assert (catch_up.opens, catch_up.closes) == (date(2023, 1, 1), date(2023, 6, 30))


def test_sixians_table_of_abilities_adds_up_by_environment():
    [table] = [clause for clause in says("sixian-2022").clauses if clause.key == "附件2四(一)表"]
    points = re.findall(r"([ABC])\d+ \S+ \S+ \S+ (\d+)学分", table.text)

    assert len(points) == 30
    totals = {letter: sum(int(credits) for of, credits in points if of == letter) for letter in "ABC"}
    assert totals == {"A": 69, "B": 63, "C": 62}


def test_zhejiang_sets_a_selection_and_no_hours():
    notice = says("zhejiang-2023-awards")

    assert notice.policy == []
    assert {period.number: period.year for period in notice.periods} == {1: 2021, 2: 2022, 3: 2023}
    assert notice.cycle.code == "zj-2023"
    assert [category.key for category in notice.cycle.categories] == [
        "county_unit",
        "city_unit",
        "institution",
        "county_manager",
        "city_manager",
        "institution_manager",
    ]


def test_zhejiangs_printed_table_is_the_notices_in_its_order():
    [quota] = says("zhejiang-2023-awards").cycle.quotas

    assert [(row.basis, row.places) for row in quota.printed] == [
        (13, 3),
        (12, 3),
        (12, 3),
        (8, 2),
        (5, 1),
        (6, 2),
        (10, 3),
        (6, 2),
        (9, 2),
        (10, 3),
        (4, 1),
    ]
    assert [row.unit for row in quota.printed][8:] == ["331100", "331000", "330900"]
    assert (sum(row.basis for row in quota.printed), sum(row.places for row in quota.printed)) == (95, 25)


def test_what_zhejiang_leaves_open_is_stated_as_an_assumption():
    keys = {part.key for part in says("zhejiang-2023-awards").cycle.assumptions}

    assert {"institution_both", "rank_rounding", "rank_period", "city_cases", "one_manager_each"} <= keys
