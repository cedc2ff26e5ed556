"""Pages of quotas: rules in plain words, one quota explained and changed, the ledger, the simulation."""

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.actions import allotting, grading, nominations, recommending
from awards.models import Abstention, GradeGiven, Nomination, Quota, QuotaBound, QuotaChange
from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, Spent, WrongState
from programs.loading import load_notice
from tests.awards.conftest import NOTICE
from tests.awards.factories import sheet_of, submitted


@pytest.fixture
def quota(county_unit):
    return Quota.objects.select_related("unit", "cycle__notice", "category").get(category=county_unit, unit__code="330300")


@pytest.fixture
def rows(county_unit, counties, bureaus):
    return [submitted(county_unit, county, bureaus[county.pk]) for county in counties]


def bind(cycle, **rule):
    return QuotaBound.objects.create(cycle=cycle, position=cycle.quota_bounds.count(), parameters=rule)


def page(client, name, *args, **query):
    return client.get(reverse(f"awards:{name}", args=args), query)


def test_the_cycle_and_its_quota_page_tell_the_rules_in_plain_words(client, cycle, province_office):
    bind(cycle, kind="cap", per="county", most=1, clause="附件1")
    client.force_login(province_office)

    for name in ("cycle", "quotas"):
        shown = page(client, name, cycle.code).content.decode()
        assert "“区县级先进单位”按各单位区县数的 25% 分配，逐个单位四舍五入" in shown
        assert "各类推荐合计，每个县（市、区）最多 1 个" in shown


def test_a_quota_is_explained_step_by_step(client, quota, rows, wenzhou_bureau, yueqing_bureau):
    recommending.recommend(nomination=rows[0], by=wenzhou_bureau)
    client.force_login(yueqing_bureau)

    shown = client.get(quota.get_absolute_url()).content.decode()

    assert "12 × 25% = 3.00 → 3" in shown
    assert "通知所列 12，在册 4" in shown
    assert "通知印出 3 个，以表为准" in shown
    assert "乐清市、某县3、某县4、某县5" in shown
    assert "乐清市教育局" in shown
    assert "调整名额" not in shown


def test_the_office_changes_places_with_a_reason_and_the_notices_number_stays_beside_it(client, quota, province_office, cycle):
    client.force_login(province_office)

    without = client.post(quota.get_absolute_url(), {"places": "4", "reason": " "})
    done = client.post(quota.get_absolute_url(), {"places": "4", "reason": "新增功能区"}, follow=True)

    assert without.status_code == 422
    assert "由 3 个调整为 4 个" in done.content.decode()
    change = QuotaChange.objects.get()
    assert (change.before, change.after, change.reason, change.by) == (3, 4, "新增功能区", province_office)
    assert Event.objects.filter(verb="quota.changed", note="新增功能区").count() == 1
    assert "（通知 3）" in page(client, "quotas", cycle.code).content.decode()


def test_a_changed_quota_survives_loading_the_notice_again(quota, cycle):
    allotting.change_places(quota=quota, places=5, reason="新增功能区", by=None)

    load_notice(file=NOTICE.read_bytes(), by=None)

    quota.refresh_from_db()
    assert (quota.places, quota.ruled) == (5, 3)


def test_places_cannot_be_fewer_than_are_held(quota, rows, wenzhou_bureau):
    for row in rows[:2]:
        recommending.recommend(nomination=row, by=wenzhou_bureau)

    with pytest.raises(WrongState, match="温州市已推荐 2 个，名额不能少到 1 个"):
        allotting.change_places(quota=quota, places=1, reason="核减", by=None)


@pytest.mark.parametrize("places", [-1, 1001])
def test_places_out_of_range_are_refused(quota, places):
    with pytest.raises(Refused, match="0 至 1000"):
        allotting.change_places(quota=quota, places=places, reason="核减", by=None)


def test_only_the_office_changes_places(quota, wenzhou_bureau):
    with pytest.raises(Denied):
        allotting.change_places(quota=quota, places=9, reason="想要", by=wenzhou_bureau)


def test_another_citys_quota_is_not_found(client, quota, cycle, xihu_bureau):
    client.force_login(xihu_bureau)

    assert client.get(quota.get_absolute_url()).status_code == 404


def test_a_rule_refuses_a_place_that_is_left_with_its_clause_and_number(cycle, rows, wenzhou_bureau):
    bind(cycle, kind="cap", per="city", most=1, clause="附件1")
    recommending.recommend(nomination=rows[0], by=wenzhou_bureau)

    with pytest.raises(Spent, match="已推荐 1 个，每个设区市最多 1 个") as refusal:
        recommending.recommend(nomination=rows[1], by=wenzhou_bureau)

    assert refusal.value.clause == "浙工程办函〔2023〕7号 附件1"
    assert refusal.value.code == "quota_rule"


def test_the_ledger_tells_who_holds_who_gave_back_and_who_waits(client, cycle, rows, quota, wenzhou_bureau):
    bind(cycle, kind="reserve", number=1, clause="附件1")
    for row in rows[:2]:
        recommending.recommend(nomination=row, by=wenzhou_bureau)
    recommending.revoke(nomination=rows[1], reason="材料有误", by=wenzhou_bureau)
    client.force_login(wenzhou_bureau)
    address = reverse("awards:reserve", args=[cycle.code, "county_unit", "330300"])
    client.post(address, {"nomination": rows[2].pk})

    found = page(client, "ledger", cycle.code).context["page"].rows
    released = page(client, "ledger", cycle.code, standing="released").content.decode()
    table = sheet_of(page(client, "ledger", cycle.code, export="xlsx"))

    assert [(line.nomination.pk, line.standing) for line in found] == [
        (rows[0].pk, "holds"),
        (rows[1].pk, "released"),
        (rows[2].pk, "waits"),
    ]
    assert "撤销推荐" in released
    assert "材料有误" in released
    assert [line[4] for line in table[1:]] == ["占用", "已空出", "备选第 1"]


def test_a_reserve_list_is_as_long_as_the_notice_says_and_is_called_up_in_order(client, cycle, rows, wenzhou_bureau):
    bind(cycle, kind="reserve", number=1, clause="附件1")
    client.force_login(wenzhou_bureau)
    address = reverse("awards:reserve", args=[cycle.code, "county_unit", "330300"])
    client.post(address, {"nomination": rows[0].pk})

    full = client.post(address, {"nomination": rows[1].pk}, follow=True).content.decode()
    with pytest.raises(WrongState, match="乐清市教育局在前"):
        recommending.recommend(nomination=rows[1], by=wenzhou_bureau)
    recommending.recommend(nomination=rows[0], by=wenzhou_bureau)
    recommending.recommend(nomination=rows[1], by=wenzhou_bureau)

    assert "备选已有 1 个，最多 1 个" in full


def test_without_a_reserve_rule_nobody_waits(client, cycle, rows, wenzhou_bureau):
    client.force_login(wenzhou_bureau)
    address = reverse("awards:reserve", args=[cycle.code, "county_unit", "330300"])

    assert "没有设备选名单" in client.post(address, {"nomination": rows[0].pk}, follow=True).content.decode()


def test_a_simulation_shows_before_and_after_and_stores_nothing(client, cycle, counties, province_office, yueqing):
    client.force_login(province_office)
    asked = {"category": "county_unit", "percent": "50", "rounding": "down", "county": yueqing.code, "city": "330100"}

    same = page(client, "simulation", cycle.code).context["found"]
    found = page(client, "simulation", cycle.code, **asked).context["found"]
    file = sheet_of(page(client, "simulation", cycle.code, **asked, export="xlsx"))

    assert (same.totals["places"], same.totals["difference"]) == (25, 0)
    by_code = {row.quota.unit.code: row for row in found.rows}
    assert (by_code["330100"].basis, by_code["330100"].places) == (14, 7)
    assert (by_code["330300"].basis, by_code["330300"].places) == (11, 5)
    assert file[1][:6] == ["杭州市", 13, 3, 14, "14 × 50% = 7.00 → 7", 7]
    assert Quota.objects.get(unit__code="330100").places == 3


def test_a_county_merged_into_another_counts_no_more(client, cycle, counties, province_office, yueqing):
    client.force_login(province_office)
    beside = next(one for one in counties if one.pk != yueqing.pk)

    found = page(client, "simulation", cycle.code, county=yueqing.code, into=beside.code).context["found"]

    by_code = {row.quota.unit.code: row for row in found.rows}
    assert (by_code["330300"].basis, by_code["330300"].formula) == (11, "11 × 25% = 2.75 → 3")
    assert found.totals["basis"] == found.totals["basis_now"] - 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"percent": "0"},
        {"percent": "x"},
        {"rounding": "even"},
        {"county": "330382"},
        {"county": "330382", "into": "330382"},
        {"category": "city_unit"},
    ],
)
def test_a_simulation_asked_wrongly_says_what_is_wrong(client, cycle, counties, province_office, wrong):
    client.force_login(province_office)

    assert page(client, "simulation", cycle.code, **wrong).status_code == 422


def test_a_city_does_not_simulate(client, cycle, wenzhou_bureau):
    client.force_login(wenzhou_bureau)

    assert page(client, "simulation", cycle.code).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_ledger_asks_the_same_however_many(client, cycle, rows, wenzhou_bureau, count, django_assert_num_queries):
    for row in rows[:count]:
        recommending.recommend(nomination=row, by=wenzhou_bureau)
    client.force_login(wenzhou_bureau)

    with django_assert_num_queries(11):
        assert len(page(client, "ledger", cycle.code).context["page"].rows) == count


def test_rest_carries_rules_formula_and_changes(client, quota, cycle, province_office):
    allotting.change_places(quota=quota, places=4, reason="新增功能区", by=None)
    client.force_login(province_office)

    table = client.get(f"/api/v1/cycles/{cycle.code}/quotas/").json()
    report = client.get("/api/v1/reports/quota-usage/", {"cycle": cycle.code, "format": "csv"})

    [row] = [row for row in table["rows"] if row["unit"] == "330300"]
    assert (row["ruled"], row["places"], row["by_formula"], row["kind"]) == (3, 4, 3, "share")
    assert row["changes"][0]["reason"] == "新增功能区"
    assert table["rules"][0]["clause"] == "浙工程办函〔2023〕7号 附件1"
    assert "3 → 4：新增功能区" in b"".join(report.streaming_content).decode()


def put_under(county, city):
    """The county in another city, as a change of the map leaves it."""
    county.parent, county.path = city, f"{city.path}{county.code}/"
    county.save(update_fields=["parent", "path"])


def test_a_county_merged_into_another_city_keeps_its_place_and_takes_its_waiting_forms_along(
    client, cycle, rows, wenzhou_bureau, hangzhou, wenzhou, counties, province_office
):
    """Q8: the invariant holds before and after, also when the notice is loaded again and the change undone."""
    recommending.recommend(nomination=rows[0], by=wenzhou_bureau)
    for county in counties[:2]:
        put_under(county, hangzhou)
    client.force_login(province_office)

    shown = page(client, "quotas", cycle.code).content.decode()
    moved = client.post(reverse("awards:follow", args=[cycle.code]), follow=True).content.decode()
    again = client.post(reverse("awards:follow", args=[cycle.code]), follow=True).content.decode()
    load_notice(file=NOTICE.read_bytes(), by=None)

    assert "乐清市教育局：温州市 → 杭州市（已占温州市的名额，仍计在温州市）" in shown
    assert "已随区划转办 1 份推荐表" in moved
    assert "已随区划转办 0 份推荐表" in again
    rows[1].refresh_from_db()
    assert rows[1].via == hangzhou
    assert [(quota.places, quota.used()) for quota in Quota.objects.filter(unit__in=[hangzhou, wenzhou])] == [(3, 0), (3, 1)]
    assert Event.objects.about(rows[1]).get(verb="nomination.moved").note == "某县3划入杭州市"
    put_under(counties[1], wenzhou)
    client.post(reverse("awards:follow", args=[cycle.code]))
    rows[1].refresh_from_db()
    assert rows[1].via == wenzhou


@pytest.fixture
def accepted(cycle, rows, wenzhou_bureau):
    """Three recommendations the province took in, in a selection with one first prize and two second ones."""
    grades = [{"name": "一等奖", "places": 1}, {"name": "二等奖", "places": 2}]
    bind(cycle, kind="grades", categories=["county_unit"], grades=grades, clause="附件1")
    for row in rows[:3]:
        recommending.recommend(nomination=row, by=wenzhou_bureau)
    Nomination.objects.filter(pk__in=[row.pk for row in rows[:3]]).update(state="accepted")
    return rows[:3]


def test_grades_are_given_within_their_places_all_or_none(client, cycle, accepted, province_office):
    client.force_login(province_office)
    address = reverse("awards:grades", args=[cycle.code])
    first, second, third = (f"grade-{row.pk}" for row in accepted)

    twice = client.post(address, {first: "一等奖", second: "一等奖", third: ""}, follow=True).content.decode()
    client.post(address, {first: "一等奖", second: "二等奖", third: "二等奖"})
    swapped = client.post(address, {first: "二等奖", second: "一等奖", third: "二等奖"}, follow=True).content.decode()

    assert "一等奖已有 1 个，共 1 个。（依据：浙工程办函〔2023〕7号 附件1）" in twice
    assert "已改定 2 条推荐的等次" in swapped
    given = dict(GradeGiven.objects.values_list("nomination", "grade"))
    assert given == {accepted[0].pk: "二等奖", accepted[1].pk: "一等奖", accepted[2].pk: "二等奖"}


@pytest.mark.parametrize("grade", ["特等奖", "一等奖 "])
def test_a_grade_the_notice_does_not_know_is_refused(cycle, accepted, grade):
    with pytest.raises(Refused, match="没有“"):
        grading.give_grades(cycle=cycle, wanted={accepted[0].pk: grade}, by=None)


def test_what_is_not_taken_in_has_no_grade(cycle, accepted, rows):
    with pytest.raises(WrongState, match="不能定等次"):
        grading.give_grades(cycle=cycle, wanted={rows[3].pk: "一等奖"}, by=None)


def test_a_city_gives_no_grades(client, cycle, wenzhou_bureau):
    client.force_login(wenzhou_bureau)

    assert page(client, "grades", cycle.code).status_code == 404


def test_who_has_not_nominated_is_told_apart_from_who_said_nobody(
    client, cycle, county_unit, rows, counties, bureaus, province_office
):
    nominations.withdraw(nomination=rows[1], by=bureaus[counties[1].pk])
    nominations.withdraw(nomination=rows[2], by=bureaus[counties[2].pk])
    values = {"declared_by": province_office, "declared_at": timezone.now()}
    Abstention.objects.create(cycle=cycle, category=county_unit, unit=counties[2], **values)
    client.force_login(province_office)

    answer = client.get("/api/v1/reports/not-nominated/", {"cycle": cycle.code}).json()
    file = sheet_of(client.get("/api/v1/reports/not-nominated/", {"cycle": cycle.code, "format": "xlsx"}))

    asked = [(row["name"], row["answer"], row["valid"]) for row in answer["results"] if row["category"] == "county_unit"]
    assert asked == [("某县3", "unanswered", False), ("某县4", "abstains", True)]
    assert "零也是有效的答复" in answer["note"]
    assert ["区县级先进单位", "330384", "某县4", "温州市", "已答复本次不推荐", "浙工程办函〔2023〕7号 二(一)1区县"] in file


def test_a_city_is_told_of_its_own_counties_alone(client, cycle, counties, xihu, wenzhou_bureau):
    client.force_login(wenzhou_bureau)

    rows = client.get("/api/v1/reports/not-nominated/", {"cycle": cycle.code}).json()["results"]

    assert {row["name"] for row in rows} == {"温州市", "乐清市", "某县3", "某县4", "某县5"}
    assert client.get("/api/v1/reports/not-nominated/").status_code == 404
