"""The criteria of 浙工程办函〔2023〕7号 as its notice file states them, judged on plain facts."""

import pytest
import yaml

from awards.facts_desk.reading import threshold_text
from awards.findings import Source
from awards.measures.attested import AttestedFact
from awards.measures.evaluation_rank import EvaluationRank
from awards.measures.institution_rank import RankingFact
from awards.measures.media_report import MediaFact
from awards.measures.scores import ScoreFact, Scores
from awards.measures.showcase import ShowcaseFact
from awards.nominee_facts import NomineeFacts
from awards.notice_section import CycleSection
from awards.rules import Group, attested_clauses, combine

HERE = Source("test", 1, "")


@pytest.fixture(scope="module")
def criteria(pytestconfig):
    text = (pytestconfig.rootpath / "programs/notices/zhejiang-2023-awards.yaml").read_text(encoding="utf-8")
    section = CycleSection.model_validate(yaml.safe_load(text)["cycle"])
    return {category.key: category.criteria for category in section.categories}


def scores(*values, scope="region_average", ranks=(None, None, None)):
    return tuple(
        ScoreFact(number, 2020 + number, scope, value, rank, False, HERE)
        for number, (value, rank) in enumerate(zip(values, ranks, strict=False), start=1)
        if value is not None
    )


def known(rows=(), ranked_units=0, **others):
    return NomineeFacts(scores=Scores(rows, ranked_units), **others)


def attested(**answers):
    return {clause: AttestedFact(met, "理由", "王局", HERE) for clause, met in answers.items()}


NATIONAL = ShowcaseFact("national", "exemplar", 2022, "整校推进", HERE)
PROVINCIAL = ShowcaseFact("provincial", "county_implementation", 2022, "区域推进", HERE)
LESSON = ShowcaseFact("provincial", "lesson", 2022, "一课", HERE)
CITY_PAPER = MediaFact("city", "温州日报", "推进", HERE)
COUNTY_PAPER = MediaFact("county", "乐清日报", "推进", HERE)


@pytest.mark.parametrize(
    ("facts", "eligible"),
    [
        (known(scores(9000, ranks=(6,)), 13, showcases=(NATIONAL,)), True),
        (known(scores(8999, ranks=(6,)), 13, showcases=(NATIONAL,)), False),
        (known(scores(9000, ranks=(7,)), 13, showcases=(NATIONAL,)), False),
        (known(scores(9000, 8500, ranks=(9, 6)), 13, showcases=(PROVINCIAL,)), True),
        (known(scores(9000, ranks=(1,)), 13, showcases=(LESSON,)), None),
        (known(scores(9000, ranks=(1,)), 13, media=(CITY_PAPER,)), True),
        (known(scores(9000, ranks=(1,)), 13, media=(COUNTY_PAPER,)), None),
        (known(scores(9000, ranks=(1,)), 13, attested=attested(**{"二(一)1区县(3)": True})), True),
        (known(scores(9000, ranks=(1,)), 13, attested=attested(**{"二(一)1区县(3)": False})), False),
        (known(), False),
    ],
    ids=[
        "90 and rank 6 of 13",
        "89.99",
        "rank 7 of 13",
        "rank of another period counts",
        "a lesson is no implementation case",
        "city paper",
        "county paper is too low",
        "attested",
        "attested not",
        "nothing known",
    ],
)
def test_a_county_needs_condition_1_and_one_of_the_others(criteria, facts, eligible):
    assert criteria["county_unit"].judge(facts).eligible is eligible


@pytest.mark.parametrize(
    ("facts", "eligible"),
    [
        (known(scores(9000, 9100) + scores(9000, scope="directly_under")), True),
        (known(scores(9000, 8900) + scores(9000, scope="directly_under")), False),
        (known(scores(9000, 9100), showcases=(NATIONAL,)), True),
        (known(scores(9000, 9100), showcases=(PROVINCIAL,)), False),
        (known(scores(9000, scope="directly_under"), showcases=(NATIONAL,)), True),
    ],
    ids=["two and one", "once is not twice", "scores and case", "provincial case does not count", "direct schools and case"],
)
def test_a_city_needs_two_of_three(criteria, facts, eligible):
    assert criteria["city_unit"].judge(facts).eligible is eligible


@pytest.mark.parametrize(
    ("ranks", "cases", "answers", "eligible"),
    [
        ((3, 9), (NATIONAL,), {"二(一)2(2)": True}, True),
        ((4, 5), (NATIONAL,), {"二(一)2(2)": True}, False),
        ((1,), (), {"二(一)2(2)": True}, False),
        ((1,), (NATIONAL,), {}, None),
    ],
    ids=["third once", "fourth", "no case", "not yet attested"],
)
def test_an_institution_needs_both_conditions_as_the_cycle_assumes(criteria, ranks, cases, answers, eligible):
    rankings = tuple(RankingFact(number, 2020 + number, rank, HERE) for number, rank in enumerate(ranks, start=1))

    verdict = criteria["institution"].judge(known(rankings=rankings, showcases=cases, attested=attested(**answers)))

    assert verdict.eligible is eligible


def test_a_finding_tells_value_threshold_and_margin(criteria):
    verdict = criteria["county_unit"].judge(known(scores(8850, 8960, ranks=(9, 7)), 13, media=(CITY_PAPER,)))

    score, rank = verdict.findings[:2]
    assert (score.value, score.threshold, score.margin) == ("89.6", "90", "-0.4")
    assert score.text == "区域平均：第1期88.5分，第2期89.6分；90 分及以上 0 次，要求至少 1 次。"
    assert score.advice == "第 1 高的得分再高 0.4 分即符合。"
    assert (rank.value, rank.threshold, rank.margin) == ("7", "6", "-1")
    assert rank.text == (
        "第2期在本设区市 13 个区县中排第 7 名，前 50% 到第 6 名（向下取整）。"
        "名次按公布的计，公布为同一名次的并列；并列在第 6 名的都算在内。"
    )
    assert rank.clause == "二(一)1区县(1)"


@pytest.mark.parametrize(("counties", "cutoff"), [(13, "6"), (12, "6"), (5, "2"), (4, "2"), (1, "0")])
def test_the_first_half_of_an_odd_number_is_cut_down(criteria, counties, cutoff):
    verdict = criteria["county_unit"].judge(known(scores(9500, ranks=(1,)), counties))

    assert verdict.findings[1].threshold == cutoff


def test_a_rank_says_how_equals_are_cut_and_the_exact_share():
    third = EvaluationRank(measure="evaluation_rank", top_share="0.335", rounding="half_up")
    shared = ScoreFact(1, 2021, "region_average", 9000, 4, True, HERE, 2)

    finding = third.judge(known((shared,), 13), "(1)")

    assert (finding.met, finding.threshold) == (True, "4")  # 13 × 33.5 % = 4.355
    assert finding.text == (
        "第1期在本设区市 13 个区县中排第 4 名（按得分推算，与另外 2 个区县并列），前 33.5% 到第 4 名（四舍五入）。"
        "同分的并列同一名次，其后的名次顺延（如 1、2、2、4）；并列在第 4 名的都算在内。"
    )
    assert threshold_text("evaluation_rank", "4", third.top_share) == "前 33.5% 到第 4 名"


def test_a_share_of_less_than_one_place_is_said_to_be_none(criteria):
    rank = criteria["county_unit"].judge(known(scores(9500, ranks=(1,)), 1)).findings[1]

    assert rank.met is False
    assert "前 50% 不足 1 名（向下取整）。" in rank.text
    assert "第 0 名" not in rank.text


def test_an_institutions_rank_says_that_equals_on_the_last_place_count(criteria):
    finding = criteria["institution"].judge(known(rankings=(RankingFact(2, 2022, 3, HERE),))).findings[0]

    assert finding.met is True
    assert finding.text == "第2期第3名；前 3 名 1 次，要求至少 1 次。名次按公布的计，并列在第 3 名的都算在内。"


@pytest.mark.parametrize(
    ("answers", "needed", "expected"),
    [
        ([True, None], 2, None),
        ([True, False], 2, False),
        ([None, False], 1, None),
        ([True, None], 1, True),
        ([False, False], 1, False),
    ],
)
def test_an_open_answer_leaves_open_only_what_it_could_tip(answers, needed, expected):
    assert combine(answers, needed) is expected


def test_the_clauses_a_person_judges_are_listed(criteria):
    assert [clause for clause, _text in attested_clauses(criteria["county_manager"])] == ["二(二)(1)", "二(二)(2)"]


@pytest.mark.parametrize(
    ("group", "sentence"),
    [
        ({"k_of": 3, "of": [{"measure": "attested"}]}, "k_of 是 3，of 里只有 1 条"),
        ({"all_of": []}, "至少写一条条件"),
        ({"all_of": [{"measure": "attested"}], "k_of": 1}, "三者取一"),
    ],
    ids=["too many needed", "empty", "two ways at once"],
)
def test_criteria_that_cannot_be_are_refused(group, sentence):
    with pytest.raises(ValueError, match=sentence):
        Group.model_validate(group)
