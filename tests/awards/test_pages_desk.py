import pytest
from django.urls import reverse

from awards.actions import eligibility
from awards.models import Nomination
from awards.ordering import typed_order
from awards.printing import summary_of
from portal.documents.models import Document
from portal.jobs.models import Job
from portal.kit.errors import Refused
from tests import factories
from tests.awards.factories import drafted, recommended, submitted


@pytest.fixture
def address(cycle):
    return reverse("awards:desk", args=[cycle.code])


@pytest.fixture
def rows(cycle, counties, bureaus, county_unit, wenzhou_bureau, province_office):
    """Two counties recommended, one handed in, one still writing; all judged."""
    eligibility.score_cycle(cycle=cycle, by=province_office)
    first, second, third, fourth = counties
    found = [recommended(county_unit, county, bureaus[county.pk], wenzhou_bureau) for county in (first, second)]
    return [
        *found,
        submitted(county_unit, third, bureaus[third.pk]),
        drafted(county_unit, fourth, bureaus[fourth.pk]),
    ]


def put(client, cycle, rows, **data):
    ids = {"category": "county_unit", "row": [row.pk for row in rows]}
    return client.post(reverse("awards:order", args=[cycle.code]), ids | data, follow=True)


def order_of(rows) -> list[str]:
    return list(
        Nomination.objects.filter(pk__in=[row.pk for row in rows]).order_by("position").values_list("unit__name", flat=True)
    )


def test_all_counties_stand_side_by_side(client, address, rows, wenzhou_bureau):
    client.force_login(wenzhou_bureau)

    group = client.get(address).context["desk"].groups[0]

    states = {row.unit.name: str(row.state_text) for row in group.candidates}
    assert states == {"乐清市": "已推荐", "某县3": "已推荐", "某县4": "已报设区市", "某县5": "未报送"}
    assert (group.used, group.places, group.left) == (2, 3, 1)
    assert [row.unit.name for row in group.ordered] == ["乐清市", "某县3"]
    assert [score.score if score else None for score in group.candidates[0].scores] == [None, 9140, None]
    assert group.candidates[0].rank.value == "第 2 期 第 1 名 / 共 4"
    assert [report.outlet for report in group.candidates[0].media] == ["温州晚报"]


def test_a_missing_rank_is_worked_out_among_the_counties(client, address, rows, counties, wenzhou_bureau):
    counties[0].evaluations.update(rank=None, score=9200)
    counties[1].evaluations.update(rank=None)
    client.force_login(wenzhou_bureau)

    candidates = client.get(address).context["desk"].groups[0].candidates

    scores = {row.unit.name: row.scores[1] for row in candidates}
    assert (scores["乐清市"].rank, scores["乐清市"].computed) == (1, True)
    assert (scores["某县3"].rank, scores["某县3"].computed) == (2, True)
    assert scores["某县4"].computed is False


def test_recommending_from_the_desk_comes_back_to_it(client, address, rows, wenzhou_bureau, wenzhou):
    client.force_login(wenzhou_bureau)
    back = f"{address}?unit={wenzhou.code}"

    answer = client.post(reverse("awards:recommend", args=[rows[2].pk]), {"opinion": "同意。", "back": back})

    assert answer.url == back
    assert Nomination.objects.get(pk=rows[2].pk).state == "recommended"


def test_nobody_is_led_to_another_site(client, rows, wenzhou_bureau):
    client.force_login(wenzhou_bureau)

    answer = client.post(reverse("awards:recommend", args=[rows[2].pk]), {"back": "https://elsewhere.example/"})

    assert answer.url == rows[2].get_absolute_url()


def test_a_spent_quota_offers_no_button(client, address, rows, county_unit, wenzhou_bureau):
    county_unit.cycle.quotas.filter(unit__code="330300").update(places=2)
    client.force_login(wenzhou_bureau)

    page = client.get(address).content.decode()

    assert "名额已用完" in page
    assert reverse("awards:recommend", args=[rows[2].pk]) not in page


def test_the_order_is_set_by_numbers_and_by_one_step(client, cycle, rows, wenzhou_bureau):
    client.force_login(wenzhou_bureau)
    first, second = rows[:2]
    assert order_of(rows[:2]) == ["乐清市", "某县3"]

    put(client, cycle, rows[:2], **{f"position-{first.pk}": "2", f"position-{second.pk}": "1"})
    assert order_of(rows[:2]) == ["某县3", "乐清市"]

    put(client, cycle, rows[:2], up=first.pk, **{f"position-{first.pk}": "2", f"position-{second.pk}": "1"})
    assert order_of(rows[:2]) == ["乐清市", "某县3"]


def test_a_typed_one_comes_first_and_the_others_keep_their_turn(client, cycle, rows, wenzhou_bureau):
    client.force_login(wenzhou_bureau)
    first, second = rows[:2]

    put(client, cycle, rows[:2], **{f"position-{first.pk}": "1", f"position-{second.pk}": "1"})

    assert order_of(rows[:2]) == ["某县3", "乐清市"]


@pytest.mark.parametrize("typed", ["x", "", "0", "3", "1.5", "-1"])
def test_what_is_no_place_changes_nothing_and_says_so(client, cycle, rows, wenzhou_bureau, typed):
    client.force_login(wenzhou_bureau)
    first, second = rows[:2]

    page = put(client, cycle, rows[:2], **{f"position-{first.pk}": "2", f"position-{second.pk}": typed}).content.decode()

    assert "顺序要填 1 至 2 的整数" in page
    assert "推荐顺序已保存" not in page
    assert order_of(rows[:2]) == ["乐清市", "某县3"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({1: "1", 2: "2", 3: "3", 4: "4"}, [1, 2, 3, 4]),
        ({1: "1", 2: "2", 3: "1", 4: "4"}, [3, 1, 2, 4]),
        ({1: "4", 2: "2", 3: "3", 4: "4"}, [2, 3, 4, 1]),
        ({1: "2", 2: "1", 3: "4", 4: "3"}, [2, 1, 4, 3]),
        ({1: "１", 2: "2", 3: " 1 ", 4: "4"}, [3, 1, 2, 4]),
        ({}, [1, 2, 3, 4]),
    ],
    ids=["as it is", "third first", "first last", "pairs", "wide digits", "none typed"],
)
def test_typed_numbers_move_their_rows(typed, expected):
    assert typed_order([1, 2, 3, 4], typed) == expected


def test_two_rows_may_not_ask_for_one_place():
    with pytest.raises(Refused) as refusal:
        typed_order([1, 2, 3], {1: "1", 2: "1", 3: "1"})

    assert str(refusal.value) == "有两行都要排第 1，顺序没有改动。"


def test_a_city_takes_a_recommendation_back_on_its_desk(client, address, rows, wenzhou_bureau, wenzhou):
    client.force_login(wenzhou_bureau)
    back = f"{address}?unit={wenzhou.code}"
    assert "撤销推荐" in client.get(address).content.decode()

    refused = client.post(reverse("awards:revoke", args=[rows[0].pk]), {"reason": " ", "back": back}, follow=True)
    assert "请写明撤销理由" in refused.content.decode()
    answer = client.post(reverse("awards:revoke", args=[rows[0].pk]), {"reason": "另有考虑。", "back": back}, follow=True)

    assert answer.redirect_chain[-1][0] == back
    group = answer.context["desk"].groups[0]
    assert (group.left, [row.unit.name for row in group.ordered]) == (2, ["某县3"])
    assert Nomination.objects.get(pk=rows[0].pk).state == "submitted"


def test_a_reason_too_long_to_take_back_comes_back_with_what_was_typed(client, address, rows, wenzhou_bureau, wenzhou):
    client.force_login(wenzhou_bureau)
    back = f"{address}?unit={wenzhou.code}"

    answer = client.post(reverse("awards:revoke", args=[rows[0].pk]), {"reason": "另" * 600, "back": back})

    assert answer.status_code == 422
    assert answer.context["form"]["reason"].value() == "另" * 600
    assert answer.context["hidden"] == [("back", back)]
    assert Nomination.objects.get(pk=rows[0].pk).state == "recommended"


def test_an_opinion_too_long_does_not_recommend_without_it(client, cycle, county_unit, yueqing, bureaus, wenzhou_bureau):
    row = submitted(county_unit, yueqing, bureaus[yueqing.pk])
    client.force_login(wenzhou_bureau)

    answer = client.post(reverse("awards:recommend", args=[row.pk]), {"opinion": "同" * 3000})

    assert answer.status_code == 422
    assert answer.context["form"]["opinion"].value() == "同" * 3000
    assert Nomination.objects.get(pk=row.pk).state == "submitted"


def test_an_order_of_a_stale_list_is_refused(client, cycle, rows, wenzhou_bureau):
    client.force_login(wenzhou_bureau)

    page = put(client, cycle, rows[:1], up=rows[0].pk).content.decode()

    assert "推荐名单已有变化，请刷新后再排序" in page


def test_the_preview_is_what_annex_2_prints(client, address, cycle, rows, wenzhou, wenzhou_bureau):
    client.force_login(wenzhou_bureau)
    put(client, cycle, rows[:2], up=rows[1].pk, **{f"position-{rows[0].pk}": "1", f"position-{rows[1].pk}": "2"})

    summary = client.get(address).context["desk"].summary

    assert summary == summary_of(cycle, wenzhou)
    assert [name for name, _belongs in summary.units] == ["某县3教育局", "乐清市教育局"]


def test_managers_stand_beneath_and_wait_for_their_attestation(client, address, cycle, counties, bureaus, wenzhou_bureau):
    category = cycle.categories.select_related("cycle").get(key="county_manager")
    given = {"manager_name": "叶文博", "manager_position": "主任", "manager_title": "高级教师", "manager_workplace": "发展中心"}
    given["manager_basis"] = "发展中心主任，某教干〔2021〕3号"
    submitted(category, counties[0], bureaus[counties[0].pk], period=None, **given)
    client.force_login(wenzhou_bureau)

    page = client.get(address).content.decode().split('id="county_manager"')[1]

    assert "叶文博" in page
    assert "去认定" in page


def test_the_citys_own_form_can_be_started_from_the_desk(client, address, cycle, counties, wenzhou_bureau):
    client.force_login(wenzhou_bureau)

    page = client.get(address).content.decode()

    assert "本级申报，意见由本级填写" in page
    assert page.count('name="category" value="city_unit"') == 2  # to begin one, or to answer that there is none


def test_the_papers_of_a_city_are_a_job(client, cycle, rows, wenzhou_bureau):
    client.force_login(wenzhou_bureau)

    answer = client.post(reverse("awards:issue-city", args=[cycle.code]))

    job = Job.objects.get(kind="documents.batch")
    assert answer.url == job.get_absolute_url()
    assert Document.objects.count() == 3


def test_only_the_office_asks_for_the_papers_of_the_cycle(client, cycle, rows, wenzhou_bureau, province_office):
    client.force_login(wenzhou_bureau)
    assert client.post(reverse("awards:issue-cycle", args=[cycle.code])).status_code == 404

    client.force_login(province_office)
    assert (
        client.post(reverse("awards:issue-cycle", args=[cycle.code])).url
        == Job.objects.get(kind="documents.batch").get_absolute_url()
    )


def test_another_citys_desk_is_not_found(client, address, rows, yueqing_bureau, hangzhou):
    client.force_login(factories.user("hangzhou", hangzhou, "bureau"))
    assert client.get(address, {"unit": "330300"}).status_code == 404
    assert client.get(address).status_code == 200

    client.force_login(yueqing_bureau)
    assert client.get(address).status_code == 404
    assert client.get(address, {"unit": "330300"}).status_code == 404


def test_the_province_looks_at_any_desk_and_acts_on_none(client, address, rows, province_office):
    client.force_login(province_office)

    response = client.get(address, {"unit": "330300"})

    assert len(response.context["cities"]) == 11
    assert response.context["may_act"] is False
    assert reverse("awards:recommend", args=[rows[2].pk]) not in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_asks_the_same_however_many(
    client, address, cycle, counties, bureaus, county_unit, wenzhou_bureau, province_office, count, django_assert_num_queries
):
    eligibility.score_cycle(cycle=cycle, by=province_office)
    for county in counties[:count]:
        submitted(county_unit, county, bureaus[county.pk])
    client.force_login(wenzhou_bureau)

    with django_assert_num_queries(32):
        client.get(address)
