"""What a notice may ask of a choice of points, judged against the 30 points of 泗教师字〔2022〕1号 附件2四(一)."""

from decimal import Decimal

import pytest

from credits.actions.abilities import load_abilities, read_abilities
from programs.catalogue import points
from programs.feasibility import impossible
from programs.loading import load_notice
from programs.notice_file import NoticeRefused
from tests.programs.notice_samples import four_trees, small


@pytest.fixture
def catalogue(db):
    load_abilities(rows=read_abilities(), by=None)
    return points()


def found(catalogue, **asked):
    return list(impossible(asked, catalogue))


def test_the_catalogue_told_by_credits_is_the_one_of_thirty_points(catalogue):
    assert (len(catalogue), sum(point.credits for point in catalogue)) == (30, 19_400)


def test_four_dimensions_cannot_be_asked_of_the_smart_environment_which_has_three(catalogue):
    [(key, sentence)] = found(catalogue, environments=["smart"], dimension_count=4)

    assert (key, sentence) == ("dimension_count", "要求覆盖 4 个维度，而可选的能力点只有 3 个。")
    assert found(catalogue, environments=["smart"], dimension_count=3) == []
    assert found(catalogue, environments=["blended"], dimension_count=4) == []


def test_a_dimension_that_an_environment_lacks_cannot_be_asked_for(catalogue):
    [(key, sentence)] = found(catalogue, environments=["smart"], dimensions=["learner_analysis"])

    assert (key, sentence) == ("dimensions", "可选的能力点没有“学情分析”维度的能力点。")


@pytest.mark.parametrize(("credits", "possible"), [("62", True), ("62.01", False), ("63", False)])
def test_credits_beyond_the_sum_of_an_environment_cannot_be_reached(catalogue, credits, possible):
    assert (found(catalogue, environments=["smart"], credits=Decimal(credits)) == []) is possible


def test_where_all_points_must_be_of_one_environment_each_is_judged_by_itself(catalogue):
    sentences = [sentence for _key, sentence in found(catalogue, environment_rule="single", credits=Decimal(65))]

    assert sentences == [
        "要求 65 学分，而混合学习环境全部选上也只有 63 学分。",
        "要求 65 学分，而智慧学习环境全部选上也只有 62 学分。",
    ]


def test_points_that_do_not_exist_or_are_both_asked_and_excluded_are_named(catalogue):
    told = dict(found(catalogue, compulsory_points=["A1", "D4"], excluded_points=["A1"]))

    assert "D4" in dict(found(catalogue, compulsory_points=["D4"]))["compulsory_points"]
    assert "compulsory_points" in told


def test_a_file_that_asks_for_what_no_choice_reaches_is_refused_at_its_line(catalogue):
    four_trees()
    asked = ('parameter: total_hours\n    value: "40"', 'parameter: credits\n    value: "195"')

    with pytest.raises(NoticeRefused) as refused:
        load_notice(file=small(asked), by=None)

    [fault] = refused.value.faults
    assert (fault.line, fault.key) == (15, "policy[1].value")
    assert fault.message == "要求 195 学分，而可选的能力点全部选上也只有 194 学分。"
