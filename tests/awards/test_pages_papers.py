"""How far the papers of a city are: numbered, sealed and back, or changed since."""

import pytest
from django.urls import reverse

from awards.actions import eligibility, paper
from awards.facts_desk.papers import papers_of
from awards.models import Nomination
from portal.documents.sealing import copies
from tests.awards.factories import recommended, sheet_of
from tests.documents.test_sealed_copies import kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(cycle, county_unit, counties, bureaus, yueqing, wenzhou_bureau, province_office):
    eligibility.score_cycle(cycle=cycle, by=province_office)
    return recommended(county_unit, yueqing, bureaus[yueqing.pk], wenzhou_bureau)


@pytest.fixture
def address(cycle):
    return reverse("awards:papers", args=[cycle.code]) + "?unit=330300"


def states(cycle, wenzhou) -> list[tuple]:
    return [(line.form.annex, line.state[0], line.missing) for line in papers_of(cycle, wenzhou)]


def test_a_paper_goes_from_unprinted_to_sealed_and_asks_again_when_its_record_changes(cycle, wenzhou, row, wenzhou_bureau):
    assert states(cycle, wenzhou) == [("附件 2", "未生成", True), ("附件 3", "未生成", True)]

    document = paper.issue_one(nomination=row, by=wenzhou_bureau)
    assert states(cycle, wenzhou)[1] == ("附件 3", "待盖章上传", True)

    kept(document, wenzhou_bureau)
    assert states(cycle, wenzhou)[1] == ("附件 3", "已收到", False)

    Nomination.objects.filter(pk=row.pk).update(contact="林致远")
    assert states(cycle, wenzhou)[1] == ("附件 3", "内容已改，须重新生成、盖章", True)


def test_a_scan_of_an_older_content_is_refused_with_the_field_that_changed(row, wenzhou_bureau):
    document = paper.issue_one(nomination=row, by=wenzhou_bureau)
    Nomination.objects.filter(pk=row.pk).update(contact="林致远")

    with pytest.raises(copies.WrongState, match="改过联系人，请重新生成"):
        kept(document, wenzhou_bureau)


def test_the_page_says_how_many_are_missing_and_exports(client, address, row, wenzhou_bureau):
    client.force_login(wenzhou_bureau)

    assert "还缺 2 份盖章件" in client.get(address).content.decode()
    rows = sheet_of(client.get(address + "&export=xlsx"))
    assert rows[0][:2] == ["表", "对象"]
    assert [line[3] for line in rows[1:]] == ["未生成", "未生成"]


def test_a_city_without_recommendations_is_told_what_to_do(client, address, counties, wenzhou_bureau):
    client.force_login(wenzhou_bureau)

    assert "还没有已推荐的单位或管理者" in client.get(address).content.decode()


@pytest.mark.parametrize("kind", ["xlsx", "docx", "pdf"])
def test_the_summary_comes_as_workbook_word_file_and_proof(client, cycle, row, wenzhou_bureau, kind):
    client.force_login(wenzhou_bureau)

    answer = client.get(reverse("awards:summary", args=[cycle.code, kind]) + "?unit=330300")

    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF" if kind == "pdf" else b"PK")
    assert client.get(reverse("awards:summary", args=[cycle.code, "ods"]) + "?unit=330300").status_code == 404


def test_the_papers_cost_the_same_however_many(
    cycle, wenzhou, county_unit, counties, bureaus, wenzhou_bureau, django_assert_num_queries
):
    eligibility.score_cycle(cycle=cycle, by=None)
    for number, unit in enumerate(counties[:2]):
        recommended(county_unit, unit, bureaus[unit.pk], wenzhou_bureau)
        with django_assert_num_queries(3):
            assert len(papers_of(cycle, wenzhou)) == number + 2


@pytest.fixture
def whole(cycle):
    return reverse("awards:all-papers", args=[cycle.code])


def test_the_office_sees_who_of_the_whole_cycle_has_not_brought_what(client, whole, row, wenzhou_bureau, province_office):
    document = paper.issue_one(nomination=row, by=wenzhou_bureau)
    client.force_login(province_office)

    page = client.get(whole).content.decode()
    assert "还缺 2 份盖章件" in page
    assert "温州市" in page
    kept(document, wenzhou_bureau, copies=2)
    assert [line.state[0] for line in client.get(whole + "?standing=short").context["lines"]] == ["已收到，纸质不足三份"]
    rows = sheet_of(client.get(whole + "?standing=missing&form=annex-3&export=xlsx"))
    assert rows[0][0] == "报送单位"
    assert [(line[0], line[1][:4], line[4], line[5]) for line in rows[1:]] == [("温州市", "附件3 ", "已收到，纸质不足三份", 2)]


def test_nobody_but_the_office_sees_the_whole_cycles_papers(client, whole, row, wenzhou_bureau):
    client.force_login(wenzhou_bureau)

    assert client.get(whole).status_code == 404


def test_the_whole_cycle_costs_the_same_however_many_cities(
    cycle, county_unit, counties, bureaus, hangzhou, wenzhou_bureau, django_assert_num_queries
):
    eligibility.score_cycle(cycle=cycle, by=None)
    recommended(county_unit, counties[0], bureaus[counties[0].pk], wenzhou_bureau)
    with django_assert_num_queries(3):
        assert len(papers_of(cycle)) == 2
    Nomination.objects.create(cycle=cycle, category=county_unit, unit=counties[1], via=hangzhou, state="recommended")
    with django_assert_num_queries(3):
        assert len(papers_of(cycle)) == 4


def test_a_paper_that_cannot_be_printed_says_why(client, address, row, wenzhou_bureau):
    Nomination.objects.filter(pk=row.pk).update(reason="组织有力😀")
    client.force_login(wenzhou_bureau)

    page = client.get(address).content.decode()

    assert page.count("不能生成：") == 1
    assert "U+1F600" in page
