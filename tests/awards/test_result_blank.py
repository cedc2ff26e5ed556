"""附件3、附件5: one period's score or rank is chosen where there is one; where there is none, the annex's blank stays a blank."""

import pytest
from django.urls import reverse

from awards.actions import eligibility, nominations, recommending
from awards.documents.annexes import BLANK
from awards.facts_desk.acceptance import check_of
from awards.forms.check import required_fields
from awards.forms.nominations import NominationForm
from awards.models import AwardCycle
from awards.periods import results_for
from awards.printing import form_of
from portal.kit.errors import Refused
from programs.models import EvaluationPeriod, InstitutionRanking, PerformanceEvaluation, Showcase
from tests import factories
from tests.awards.factories import drafted, posted
from tests.awards.test_another_notice import category
from tests.awards.test_api import BODY, client_of
from tests.awards.test_readings import read_as

NOT_ASKED = "这一栏不用填，推荐表上留空"


@pytest.fixture
def lenient(cycle) -> AwardCycle:
    """The selection as read with one of an institution's two conditions being enough."""
    return read_as(cycle, "institution_both", "1")


@pytest.fixture
def clerk(institution):
    return factories.user("jg", institution, "institution", phone="13900000002")


@pytest.fixture
def by_its_case(lenient, institution, province_office):
    """An institution that no period ranks, whose part in a national case the office has attested."""
    case = Showcase.objects.create(unit=institution, title="案例", level="national", kind="exemplar", year=2022)
    case.institutions.add(institution)
    own = category(lenient, "institution")
    eligibility.attest(category=own, unit=institution, clause="二(一)2(2)", met=True, reason="查阅材料。", by=province_office)
    return own


@pytest.fixture
def city(cycle, wenzhou):
    """Wenzhou qualifies by its schools directly under it and a national case; no regional average is on record."""
    score(wenzhou, cycle, 2, "directly_under", 9500)
    Showcase.objects.create(unit=wenzhou, title="案例", level="national", kind="exemplar", year=2022)
    return category(cycle, "city_unit")


def score(unit, cycle, number: int, scope: str, value: int):
    period = EvaluationPeriod.objects.get(program=cycle.program, number=number)
    return PerformanceEvaluation.objects.create(unit=unit, period=period, scope=scope, score=value)


def test_an_institution_that_qualifies_by_its_case_alone_hands_in_with_the_blank_left_blank(
    by_its_case, institution, clerk, client
):
    row = drafted(by_its_case, institution, clerk, period=None)
    assert "period" not in required_fields(row)
    client.force_login(clerk)
    page = client.get(row.get_absolute_url()).content.decode()
    assert f"平台没有某研修中心的综合评价排名，{NOT_ASKED}" in page

    answer = client.post(reverse("awards:save", args=[row.pk]), posted(row, then="hand-in", confirmed="yes"))

    row.refresh_from_db()
    assert (answer.status_code, row.state, row.period) == (302, "recommended", None)
    assert form_of(row).printed_rank == f"第 {BLANK} 期　{BLANK} 名"
    assert check_of(row).fault == check_of(row).quoted == ""


def test_the_same_over_rest(by_its_case, institution, clerk):
    api = client_of(clerk)
    body = BODY | {"category": "institution", "unit": institution.code, "period": None}

    made = api.post("/api/v1/nominations/", body)
    sent = api.post(f"/api/v1/nominations/{made.json()['id']}/recommend/")

    assert (made.status_code, sent.status_code, sent.json()["state"], sent.json()["rank"]) == (201, 200, "recommended", None)


def test_an_institution_that_is_ranked_must_choose_although_its_case_would_do(by_its_case, institution, clerk, cycle):
    period = EvaluationPeriod.objects.get(program=cycle.program, number=1)
    InstitutionRanking.objects.create(unit=institution, period=period, rank=9)
    row = drafted(by_its_case, institution, clerk, period=None)

    assert "period" in required_fields(row)
    with pytest.raises(Refused, match="绩效评价得分或排名"):
        recommending.recommend(nomination=row, by=clerk)


def test_a_ranking_that_comes_after_handing_in_does_not_hold_the_form_up(by_its_case, institution, clerk, cycle):
    row = recommending.recommend(nomination=drafted(by_its_case, institution, clerk, period=None), by=clerk)
    period = EvaluationPeriod.objects.get(program=cycle.program, number=1)
    InstitutionRanking.objects.create(unit=institution, period=period, rank=2)

    assert check_of(row).fault == ""


def test_a_city_chooses_among_the_scores_of_its_schools_where_those_are_all_it_has(city, wenzhou, wenzhou_bureau):
    row = drafted(city, wenzhou, wenzhou_bureau)

    row = recommending.recommend(nomination=row, by=wenzhou_bureau)

    assert (row.state, row.period, row.score) == ("recommended", 2, 9500)
    assert form_of(row).printed_score == "第 2 期　95 分"


def test_a_city_must_choose_where_either_of_its_scores_is_on_record(city, wenzhou, wenzhou_bureau):
    row = drafted(city, wenzhou, wenzhou_bureau, period=None)

    with pytest.raises(Refused, match="绩效评价得分或排名"):
        recommending.recommend(nomination=row, by=wenzhou_bureau)


def test_of_two_scores_of_one_period_a_city_chooses_either_on_the_page(city, cycle, wenzhou, wenzhou_bureau, client):
    score(wenzhou, cycle, 2, "region_average", 8800)
    row = drafted(city, wenzhou, wenzhou_bureau)
    assert row.score == 8800
    field = NominationForm.of(row).fields["period"]
    assert field.choices == [("2", "第 2 期 88 分"), ("2 市直属平均", "第 2 期 95 分（市直属平均）")]
    client.force_login(wenzhou_bureau)

    answer = client.post(reverse("awards:save", args=[row.pk]), posted(row, period="2 市直属平均"))

    row.refresh_from_db()
    assert (answer.status_code, row.period, row.score) == (302, 2, 9500)
    assert NominationForm.of(row)["period"].value() == "2 市直属平均"
    assert form_of(row).printed_score == "第 2 期　95 分"


def test_of_two_scores_of_one_period_a_city_chooses_either_over_rest(city, cycle, wenzhou, wenzhou_bureau):
    score(wenzhou, cycle, 2, "region_average", 8800)
    row = drafted(city, wenzhou, wenzhou_bureau)
    address, api = f"/api/v1/nominations/{row.pk}/", client_of(wenzhou_bureau)

    def chosen(**body):
        etag = api.get(address)["ETag"]
        return api.patch(address, body, HTTP_IF_MATCH=etag)

    assert chosen(period=2, scope="directly_under").json()["score"] == "95"
    assert chosen(period=2).json()["score"] == "88"
    refused = chosen(period=2, scope="school")
    assert (refused.status_code, refused.json()["fields"]) == (422, {"period": "无此期结果"})


def test_what_a_city_chose_is_kept_when_it_begins_anew(city, cycle, wenzhou, wenzhou_bureau):
    score(wenzhou, cycle, 2, "region_average", 8800)
    row = drafted(city, wenzhou, wenzhou_bureau, period="2 市直属平均")
    nominations.withdraw(nomination=row, by=wenzhou_bureau)

    again = nominations.draft(category=city, unit=wenzhou, by=wenzhou_bureau)

    assert (again.period, again.score) == (2, 9500)


def test_a_county_is_offered_only_the_averages_of_its_region(county_unit, counties, bureaus, cycle):
    score(counties[0], cycle, 2, "directly_under", 9900)
    row = nominations.draft(category=county_unit, unit=counties[0], by=bureaus[counties[0].pk])

    assert [(result.key, result.score) for result in results_for(row)] == [("2", 9140)]
