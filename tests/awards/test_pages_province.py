import pytest
from django.urls import reverse

from awards.actions import judging
from awards.models import AwardCycle, Nomination, Release
from tests import factories
from tests.awards.factories import recommended, sheet_of, submitted


@pytest.fixture
def rows(counties, bureaus, county_unit, wenzhou_bureau):
    return [recommended(county_unit, county, bureaus[county.pk], wenzhou_bureau) for county in counties[:3]]


@pytest.fixture
def act(client, cycle):
    """Posts an act of the programme office with some rows ticked."""

    def post(name, rows=(), **data):
        ticked = {"row": [row.pk for row in rows]}
        return client.post(reverse(f"awards:{name}", args=[cycle.code]), ticked | data, follow=True)

    return post


def states(rows) -> list[str]:
    return list(Nomination.objects.filter(pk__in=[row.pk for row in rows]).order_by("position").values_list("state", flat=True))


@pytest.fixture
def second(zhejiang):
    return factories.user("province2", zhejiang, "bureau_leader")


def test_the_list_follows_the_notice_and_each_citys_order(client, cycle, rows, province_office):
    client.force_login(province_office)

    response = client.get(reverse("awards:province", args=[cycle.code]))

    assert [row.unit.name for row in response.context["page"]] == ["乐清市", "某县3", "某县4"]
    assert response.context["progress"].waiting == 3


def test_the_list_is_narrowed_and_exported(client, cycle, rows, province_office):
    client.force_login(province_office)
    address = reverse("awards:province", args=[cycle.code])

    assert client.get(address, {"city": "330100"}).context["page"].total == 0
    assert client.get(address, {"city": "330300", "state": "recommended"}).context["page"].total == 3
    assert client.get(address, {"state": "accepted"}).context["page"].total == 0
    exported = sheet_of(client.get(address, {"export": "xlsx"}))
    assert [row[:3] for row in exported[1:]] == [
        ["温州市", 1, "乐清市教育局"],
        ["温州市", 2, "某县3教育局"],
        ["温州市", 3, "某县4教育局"],
    ]


def test_nobody_below_sees_the_provinces_desk(client, cycle, rows, wenzhou_bureau, yueqing_bureau):
    for below in (wenzhou_bureau, yueqing_bureau):
        client.force_login(below)
        for name in ("province", "announce"):
            assert client.get(reverse(f"awards:{name}", args=[cycle.code])).status_code == 404
        for name in ("accept", "decide", "announce", "cancel-release"):
            assert client.post(reverse(f"awards:{name}", args=[cycle.code])).status_code == 404


def test_accepting_several_asks_first_and_states_the_count(client, act, rows, province_office):
    client.force_login(province_office)

    asked = act("accept", rows[:2])
    assert "确定受理所选 2 条推荐？" in asked.content.decode()
    assert states(rows) == ["recommended"] * 3

    done = act("accept", rows[:2], confirmed="yes")
    assert "已受理 2 条推荐" in done.content.decode()
    assert states(rows) == ["accepted", "accepted", "recommended"]


def test_the_button_of_one_row_takes_that_row_alone(client, act, rows, province_office):
    client.force_login(province_office)

    act("accept", rows, only=rows[2].pk, confirmed="yes")

    assert states(rows) == ["recommended", "recommended", "accepted"]


def test_one_that_no_longer_qualifies_does_not_hold_up_the_others(client, act, rows, counties, province_office):
    counties[0].media_reports.update(state="void")
    client.force_login(province_office)

    page = act("accept", rows, confirmed="yes").content.decode()

    assert "乐清市教育局没有受理" in page
    assert "已受理 2 条推荐" in page
    assert states(rows) == ["recommended", "accepted", "accepted"]


def test_accepting_nothing_says_so(client, act, rows, province_office):
    client.force_login(province_office)

    assert "请先选择待受理的推荐" in act("accept").content.decode()
    assert "请先选择已受理" in act("decide", rows, confirmed="yes").content.decode()


def test_deciding_honours_some_and_declines_others(client, act, rows, province_office):
    client.force_login(province_office)
    act("accept", rows, confirmed="yes")

    assert "确定将所选 2 条评定为“入选”？" in act("decide", rows[:2], outcome="chosen").content.decode()
    act("decide", rows[:2], outcome="chosen", confirmed="yes")
    asked = act("decide", rows[2:], outcome="declined").content.decode()
    assert "确定将所选 1 条评定为“不入选”？（某县4教育局）" in asked
    assert 'name="reason"' in asked
    refused = act("decide", rows[2:], outcome="declined", confirmed="yes", reason=" ").content.decode()
    assert "这个字段是必填项" in refused or "必填" in refused
    act("decide", rows[2:], outcome="declined", confirmed="yes", reason="证据不足。")

    assert states(rows) == ["decided", "decided", "declined"]


def test_decisions_are_taken_back_with_a_reason(client, act, rows, province_office):
    client.force_login(province_office)
    act("accept", rows, confirmed="yes")
    act("decide", rows[:2], outcome="chosen", confirmed="yes")
    act("decide", rows[2:], outcome="declined", confirmed="yes", reason="证据不足。")

    assert "收回对所选 2 条的评定" in act("reconsider", rows[1:]).content.decode()
    page = act("reconsider", rows[1:], confirmed="yes", reason="补充了材料。").content.decode()

    assert "已收回 2 条评定" in page
    assert states(rows) == ["decided", "accepted", "accepted"]


def test_the_tiles_count_the_category_shown(client, cycle, rows, province_office):
    client.force_login(province_office)

    context = client.get(reverse("awards:province", args=[cycle.code]), {"category": "county_manager"}).context

    assert (context["progress"].waiting, context["total"].waiting) == (0, 3)


def test_publishing_names_what_is_unfinished_and_wants_a_tick(
    client, act, cycle, rows, county_unit, counties, bureaus, province_office
):
    submitted(county_unit, counties[3], bureaus[counties[3].pk])
    client.force_login(province_office)
    act("accept", rows[:2], confirmed="yes")
    act("decide", rows[:2], outcome="chosen", confirmed="yes")
    rows[2].refresh_from_db()
    judging.accept(nomination=rows[2], by=province_office)
    judging.decide(cycle=cycle, chosen=[rows[2].pk], declined=[], by=province_office)

    page = client.get(reverse("awards:announce", args=[cycle.code])).content.decode()
    assert "杭州市 还没有推荐" in page
    assert "温州市 已报设区市 1 份" in page
    assert reverse("awards:desk", args=[cycle.code]) + "?unit=330300" in page
    refused = act("announce")
    assert refused.status_code == 422
    assert Release.objects.count() == 0

    act("announce", anyway="on")
    assert Release.objects.count() == 1


def test_two_people_publish(client, act, cycle, rows, province_office, second):
    client.force_login(province_office)
    assert "还有 3 条待受理" in client.get(reverse("awards:announce", args=[cycle.code])).content.decode()
    act("accept", rows, confirmed="yes")
    act("decide", rows, outcome="chosen", confirmed="yes")

    act("announce", anyway="on")
    own = act("announce", anyway="on", release=Release.objects.get().pk).content.decode()
    assert "公布须由两人完成" in own
    assert "等待另一位工作人员确认" in own

    client.force_login(second)
    page = client.get(reverse("awards:announce", args=[cycle.code])).content.decode()
    assert "提出公布，名单共 3 条" in page
    assert page.index("乐清市教育局") < page.index("某县3教育局")
    assert "确认公布" in page
    assert "结果已公布" in act("announce", anyway="on", release=Release.objects.get().pk).content.decode()
    assert AwardCycle.objects.get().state == "announced"
    assert states(rows) == ["announced"] * 3


def test_a_request_to_publish_can_be_cancelled(client, act, rows, province_office):
    client.force_login(province_office)
    act("accept", rows, confirmed="yes")
    act("decide", rows, outcome="chosen", confirmed="yes")
    act("announce", anyway="on")

    assert "公布申请已撤销" in act("cancel-release").content.decode()
    assert Release.objects.get().state == "refused"


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "before", "data"), [("accept", "recommended", {}), ("decide", "accepted", {"outcome": "chosen"})])
def test_judging_a_set_asks_the_same_however_many(
    client, cycle, rows, province_office, count, name, before, data, django_assert_num_queries
):
    Nomination.objects.update(state=before)
    client.force_login(province_office)
    ticked = {"row": [row.pk for row in rows[:count]], "confirmed": "yes"} | data

    with django_assert_num_queries({"accept": 22, "decide": 24}[name]):
        client.post(reverse(f"awards:{name}", args=[cycle.code]), ticked)

    after = {"accept": "accepted", "decide": "decided"}[name]
    assert states(rows) == [after] * count + [before] * (3 - count)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("province", 19), ("announce", 20)])
def test_the_provinces_pages_ask_the_same_however_many(
    client, cycle, counties, bureaus, county_unit, wenzhou_bureau, province_office, count, name, queries, django_assert_num_queries
):
    for county in counties[:count]:
        recommended(county_unit, county, bureaus[county.pk], wenzhou_bureau)
    Nomination.objects.update(state="decided")
    client.force_login(province_office)
    address = reverse(f"awards:{name}", args=[cycle.code])

    with django_assert_num_queries(queries):
        client.get(address)
