from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.actions import eligibility
from awards.models import AwardCycle, Nomination
from portal.jobs.models import Job
from tests import factories
from tests.awards.factories import drafted, recommended, sheet_of


@pytest.fixture
def shown(client):
    """Opens a page as somebody and answers with its text."""

    def show(user, name, *args, query=""):
        client.force_login(user)
        response = client.get(reverse(f"awards:{name}", args=args) + query)
        assert response.status_code == 200
        return response.content.decode()

    return show


def test_the_list_of_cycles_leads_to_each(shown, cycle, province_office):
    assert reverse("awards:cycle", args=[cycle.code]) in shown(province_office, "cycle-list")


def test_somebody_of_another_province_sees_no_cycle(client, cycle):
    elsewhere = factories.unit("340000", "安徽省", "province")
    client.force_login(factories.user("anhui", elsewhere, "office"))

    assert client.get(reverse("awards:cycle-list")).context["page"].rows == []
    for name in ("cycle", "quotas", "eligibility", "desk", "province", "announce", "results"):
        assert client.get(reverse(f"awards:{name}", args=[cycle.code])).status_code == 404


def test_the_overview_tells_calendar_clauses_assumptions_and_places(shown, cycle, province_office):
    page = shown(province_office, "cycle", cycle.code)

    assert "0 / 25" in page
    assert "通知原定 2023-11-30 23:59 截止" in page
    assert "13个区县取前6名" in page
    assert "还没有评定过资格" in page


def test_page_rest_and_notice_name_the_same_office_to_call_and_where_its_telephone_stands(client, shown, cycle, province_office):
    office = "浙江省中小学教师信息技术应用能力提升工程实施指导办公室"

    page = shown(province_office, "cycle", cycle.code)
    [told] = client.get(f"/api/v1/cycles/{cycle.code}/").json()["contacts"]

    assert "咨询联系" in page
    assert f"<strong>{office}</strong>" in page
    assert "电话、邮箱见浙工程办函〔2023〕7号原文" in page
    assert (told["office"], told["phone"], told["email"]) == (office, "", "")
    assert office in client.get(cycle.notice.get_absolute_url()).content.decode()


def test_a_cycle_with_contacts_of_its_own_tells_those_on_its_page_and_over_rest(client, shown, cycle, province_office):
    own = [{"office": "评选工作组", "phone": "0571-88008800", "email": "", "corrected": None}]
    AwardCycle.objects.filter(pk=cycle.pk).update(contacts=own)

    page = shown(province_office, "cycle", cycle.code)

    assert "0571-88008800" in page
    assert "实施指导办公室</strong>" not in page
    assert client.get(f"/api/v1/cycles/{cycle.code}/").json()["contacts"] == own


def test_a_county_is_told_what_it_may_file_before_it_writes(shown, cycle, counties, bureaus):
    page = shown(bureaus[counties[0].pk], "cycle", cycle.code)

    assert "乐清市可以申报的项目" in page
    assert "符合条件(1)、(4)" in page
    assert page.count("开始填报") == 2


def test_after_the_deadline_the_county_is_told_why_not(shown, cycle, counties, bureaus):
    cycle.phases.update(ends_at=timezone.now() - timedelta(hours=1))

    page = shown(bureaus[counties[0].pk], "cycle", cycle.code)

    assert "开始填报" not in page
    assert "截止。" in page
    assert "浙工程办函〔2023〕7号 三1" in page


def test_starting_twice_opens_the_same_draft(client, cycle, counties, bureaus):
    client.force_login(bureaus[counties[0].pk])
    asked = {"category": "county_unit", "unit": counties[0].code}

    first = client.post(reverse("awards:draft", args=[cycle.code]), asked)
    second = client.post(reverse("awards:draft", args=[cycle.code]), asked)

    assert first.url == second.url == Nomination.objects.get().get_absolute_url()


def test_a_county_starts_no_form_of_another(client, cycle, counties, bureaus):
    client.force_login(bureaus[counties[0].pk])

    answer = client.post(reverse("awards:draft", args=[cycle.code]), {"category": "county_unit", "unit": counties[1].code})

    assert answer.status_code == 404
    assert not Nomination.objects.exists()


def test_the_office_asks_for_a_new_judgement_as_a_job(client, cycle, province_office):
    client.force_login(province_office)

    answer = client.post(reverse("awards:score", args=[cycle.code]))

    job = Job.objects.get()
    assert (answer.url, job.kind) == (job.get_absolute_url(), "awards.score_cycle")


def test_a_county_cannot_ask_for_a_judgement(client, cycle, yueqing, yueqing_bureau):
    client.force_login(yueqing_bureau)

    page = client.post(reverse("awards:score", args=[cycle.code]), follow=True).content.decode()

    assert "只有浙江省工程办可以这样做" in page
    assert not Job.objects.exists()


def test_the_office_moves_a_deadline_with_a_reason(client, cycle, province_office):
    client.force_login(province_office)
    address = reverse("awards:move-deadline", args=[cycle.code])

    without = client.post(address, {"phase": "recommend", "ends_at": "2030-01-05T17:00", "reason": ""})
    done = client.post(address, {"phase": "recommend", "ends_at": "2030-01-05T17:00", "reason": "系统维护"}, follow=True)

    asked_again = without.content.decode()
    assert without.status_code == 422
    assert asked_again.count('value="2030-01-05T17:00"') == 1
    assert asked_again.count("该字段是必填项。") == 1
    assert "2030-01-05 17:00" in done.content.decode()


def test_the_quota_page_is_annex_1_with_its_totals(shown, cycle, counties, bureaus, county_unit, wenzhou_bureau, province_office):
    recommended(county_unit, counties[0], bureaus[counties[0].pk], wenzhou_bureau)

    page = shown(province_office, "quotas", cycle.code)

    places = [page.index(f"{name}</a></th>") for name in ("杭州市", "温州市", "丽水市", "台州市", "舟山市")]
    assert places == sorted(places)
    assert "12 × 25% = 3.00 → 3" in page
    assert ">95<" in page
    assert ">25<" in page
    assert "<td>乐清市</td>" in page


def test_a_county_sees_its_own_citys_quota_alone(client, cycle, yueqing_bureau):
    client.force_login(yueqing_bureau)

    table = client.get(reverse("awards:quotas", args=[cycle.code])).context["table"]

    assert [row["name"] for row in table["rows"]] == ["温州市"]


def test_results_are_hidden_until_they_are_published(client, cycle, counties, bureaus, county_unit, wenzhou_bureau, yueqing_bureau):
    row = recommended(county_unit, counties[1], bureaus[counties[1].pk], wenzhou_bureau)
    client.force_login(yueqing_bureau)
    address = reverse("awards:results", args=[cycle.code])
    assert client.get(address).status_code == 404

    Nomination.objects.filter(pk=row.pk).update(state="announced")
    AwardCycle.objects.update(state="announced")

    assert row.subject in client.get(address).content.decode()
    assert sheet_of(client.get(address, {"export": "xlsx"}))[1] == ["区县级先进单位", 1, "某县3教育局", "某县3（温州市）"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_cycles_asks_the_same_however_many(client, cycle, province_office, count, django_assert_num_queries):
    for number in range(1, count):
        other = AwardCycle.objects.create(
            code=f"zj-{number}", name=f"评选{number}", program=cycle.program, notice=cycle.notice, unit=cycle.unit
        )
        other.phases.create(key="recommend", label="推荐报送", ends_at=timezone.now())
    client.force_login(province_office)

    with django_assert_num_queries(7):
        response = client.get(reverse("awards:cycle-list"))

    assert len(response.context["page"].rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_published_list_asks_the_same_however_many(
    client, cycle, counties, bureaus, county_unit, wenzhou_bureau, province_office, count, django_assert_num_queries
):
    for county in counties[:count]:
        recommended(county_unit, county, bureaus[county.pk], wenzhou_bureau)
    Nomination.objects.update(state="announced")
    AwardCycle.objects.update(state="announced")
    client.force_login(province_office)

    with django_assert_num_queries(11):
        client.get(reverse("awards:results", args=[cycle.code]))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("cycle", 21), ("quotas", 15)])
def test_pages_of_a_cycle_ask_the_same_however_many(
    client, cycle, counties, bureaus, county_unit, province_office, count, name, queries, django_assert_num_queries
):
    for county in counties[:count]:
        drafted(county_unit, county, bureaus[county.pk])
    eligibility.score_cycle(cycle=cycle, by=province_office)
    client.force_login(province_office)
    address = reverse(f"awards:{name}", args=[cycle.code])

    with django_assert_num_queries(queries):
        client.get(address)
