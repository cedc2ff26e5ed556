import pytest
from django.urls import reverse

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


def test_counties_with_the_same_score_share_a_rank_and_those_on_the_last_place_are_all_within(cycle, wenzhou):
    names = {one: factories.unit(f"33037{one}", f"县{one}", "county", wenzhou) for one in range(1, 6)}
    for one, score in ((1, 9500), (2, 9300), (3, 9300), (4, 9100), (5, 9000)):
        qualify(names[one], cycle, score=score, rank=None)

    found = {one: eligibility.judge(cycle.categories.get(key="county_unit"), unit).findings[1] for one, unit in names.items()}

    assert {one: (finding.value, finding.threshold) for one, finding in found.items()} == {
        1: ("1", "2"),
        2: ("2", "2"),
        3: ("2", "2"),
        4: ("4", "2"),
        5: ("5", "2"),
    }
    assert [found[one].met for one in (2, 3, 4)] == [True, True, False]
    assert "与另外 1 个区县并列" in found[2].text
    assert "并列" not in found[4].text.partition("。")[0]


@pytest.mark.parametrize("aside", [{"counts_for_quota": False}, {"state": "closed"}])
def test_only_counties_that_count_push_others_behind_and_the_desk_says_the_same(client, cycle, wenzhou, wenzhou_bureau, aside):
    for number in (1, 2, 3):
        qualify(factories.unit(f"33038{number + 6}", f"开发区{number}", "county", wenzhou, **aside), cycle, score=9900, rank=None)
    counties = [factories.unit(f"33037{number}", f"县{number}", "county", wenzhou) for number in (1, 2, 3, 4)]
    for county, score in zip(counties, (9500, 9400, 9300, 9300), strict=True):
        qualify(county, cycle, score=score, rank=None)
    category = cycle.categories.get(key="county_unit")

    found = [eligibility.judge(category, county).findings[1] for county in counties]

    assert [finding.value for finding in found] == ["1", "2", "3", "3"]
    assert [finding.met for finding in found] == [True, True, False, False]
    assert "在本设区市 4 个区县中排第 1 名" in found[0].text
    assert "与另外 1 个区县并列" in found[2].text
    client.force_login(wenzhou_bureau)
    candidates = client.get(reverse("awards:desk", args=[cycle.code])).context["desk"].groups[0].candidates
    assert [row.scores[1].rank for row in candidates] == [1, 2, 3, 3]


def test_a_printed_rank_stays_as_it_was_printed_beside_a_zone_that_does_not_count(cycle, wenzhou):
    qualify(factories.unit("330387", "开发区", "county", wenzhou, counts_for_quota=False), cycle, score=9900, rank=1)
    counties = [factories.unit(f"33037{number}", f"县{number}", "county", wenzhou) for number in (1, 2, 3, 4)]
    for place, county in enumerate(counties, 2):
        qualify(county, cycle, score=9900 - 100 * place, rank=place)

    category = cycle.categories.get(key="county_unit")

    assert [eligibility.judge(category, county).findings[1].value for county in counties] == ["2", "3", "4", "5"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_facts_of_a_cycle_cost_the_same_queries_however_many_nominees(cycle, wenzhou, count, django_assert_num_queries):
    for number in range(count):
        qualify(factories.unit(f"33037{number}", f"县{number}", "county", wenzhou), cycle, rank=number + 1)

    with django_assert_num_queries(18):
        eligibility.score_cycle(cycle=cycle, by=None)
