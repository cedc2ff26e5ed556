import pytest

from awards.actions import eligibility
from awards.models import Eligibility
from awards.results import eligibility_rows
from tests import factories
from tests.awards.conftest import qualify


def test_a_batch_judges_every_county_city_and_institution_once(cycle, counties, institution):
    run = eligibility.score_cycle(cycle=cycle, by=None)

    assert run.nominees == len(counties) + 11 + 1
    answers = Eligibility.objects.current().filter(category__key="county_unit").values_list("eligible", flat=True)
    assert list(answers) == [True] * 4


def test_judging_again_supersedes_and_keeps_the_earlier_verdicts(cycle, counties):
    eligibility.score_cycle(cycle=cycle, by=None)
    eligibility.score_cycle(cycle=cycle, by=None)

    assert Eligibility.objects.current().count() == 4 + 11
    assert Eligibility.objects.count() == 2 * (4 + 11)


def test_findings_name_the_rows_they_rest_on(cycle, counties):
    eligibility.score_cycle(cycle=cycle, by=None)

    [row] = [row for row in eligibility_rows(Eligibility.objects.current()) if row["unit"] == counties[0].code]

    score = row["findings"][0]
    assert (score["value"], score["threshold"], score["margin"]) == ("91.4", "90", "+1.4")
    assert score["sources"][0]["text"] == "第2期 区域平均 91.4 分"
    assert score["sources"][0]["model"] == "programs.performanceevaluation"


def test_a_rank_that_did_not_come_with_the_score_is_computed(cycle, counties, wenzhou):
    late = qualify(factories.unit("330399", "某市", "county", wenzhou), cycle, score=9000, rank=None)
    eligibility.score_cycle(cycle=cycle, by=None)

    verdict = Eligibility.objects.current().get(unit=late)

    rank = verdict.findings.get(measure="evaluation_rank")
    assert (rank.value, rank.threshold) == ("5", "2")
    assert "（按得分推算）" in rank.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_facts_of_a_cycle_cost_the_same_queries_however_many_nominees(cycle, wenzhou, count, django_assert_num_queries):
    for number in range(count):
        qualify(factories.unit(f"33037{number}", f"县{number}", "county", wenzhou), cycle, rank=number + 1)

    with django_assert_num_queries(18):
        eligibility.score_cycle(cycle=cycle, by=None)
