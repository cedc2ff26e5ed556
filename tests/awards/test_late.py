"""A nomination after 2023-11-30 (浙工程办函〔2023〕7号 三2): only where the office lets the unit, and always marked."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.actions import answering, nominations, recommending
from awards.actions.cycles import move_deadline
from awards.actions.late import allow_late
from awards.models import AwardCycle, LatePermit, Nomination
from portal.accounts.models import Message
from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, WrongState
from tests.awards.factories import drafted, submitted
from tests.awards.test_api import client_of
from tests.factories import unit


def over(cycle):
    for phase in cycle.phases.filter(key__in=["nominate", "recommend"]):
        move_deadline(phase=phase, ends_at=timezone.now() - timedelta(seconds=5), reason="测试", by=None)
    return AwardCycle.objects.get(pk=cycle.pk)


def fresh(row):
    return Nomination.objects.get(pk=row.pk)


def let(cycle, unit, by, hours=2):
    return allow_late(cycle=cycle, unit=unit, until=timezone.now() + timedelta(hours=hours), reason="系统故障", by=by)


def test_without_permission_a_late_form_is_refused_with_it_the_form_goes_through_and_is_marked(
    draft, cycle, counties, bureaus, wenzhou_bureau, province_office
):
    cycle, by = over(cycle), bureaus[counties[0].pk]
    with pytest.raises(WrongState):
        nominations.submit(nomination=fresh(draft), by=by)

    let(cycle, counties[0], province_office)
    nominations.submit(nomination=fresh(draft), by=by)
    row = recommending.recommend(nomination=fresh(draft), by=wenzhou_bureau)

    assert (row.state, row.came_late) == ("recommended", True)


def test_the_permission_of_one_county_opens_nothing_for_another(cycle, counties, county_unit, bureaus, province_office):
    other = drafted(county_unit, counties[1], bureaus[counties[1].pk])
    let(over(cycle), counties[0], province_office)

    with pytest.raises(WrongState) as refusal:
        nominations.submit(nomination=fresh(other), by=bureaus[counties[1].pk])

    assert refusal.value.code == "deadline_passed"


def test_the_permission_of_a_city_covers_what_goes_through_it(
    cycle, counties, county_unit, bureaus, wenzhou, wenzhou_bureau, province_office
):
    row = submitted(county_unit, counties[0], bureaus[counties[0].pk])
    let(over(cycle), wenzhou, province_office)

    assert recommending.recommend(nomination=fresh(row), by=wenzhou_bureau).came_late


def test_what_came_in_time_is_not_marked(cycle, counties, county_unit, bureaus):
    assert not submitted(county_unit, counties[0], bureaus[counties[0].pk]).came_late


def test_a_permission_ends_by_the_clock_of_the_database(draft, cycle, counties, bureaus, province_office):
    let(over(cycle), counties[0], province_office)
    LatePermit.objects.update(until=timezone.now() - timedelta(seconds=1))

    with pytest.raises(WrongState):
        nominations.submit(nomination=fresh(draft), by=bureaus[counties[0].pk])


def test_neither_a_county_nor_the_city_itself_opens_its_own_date(cycle, counties, wenzhou, bureaus, wenzhou_bureau):
    cycle = over(cycle)
    for asked, by in ((counties[0], bureaus[counties[0].pk]), (wenzhou, wenzhou_bureau)):
        with pytest.raises(Denied):
            let(cycle, asked, by)

    assert not LatePermit.objects.exists()


def test_nothing_is_permitted_before_the_end_nor_without_a_reason_nor_for_the_past(cycle, counties, province_office):
    with pytest.raises(WrongState, match="都没有截止"):
        let(cycle, counties[0], province_office)
    cycle = over(cycle)
    with pytest.raises(Refused, match="晚于现在"):
        let(cycle, counties[0], province_office, hours=-1)
    with pytest.raises(Refused, match="理由"):
        allow_late(cycle=cycle, unit=counties[0], until=timezone.now() + timedelta(hours=1), reason=" ", by=province_office)


def test_the_permission_is_recorded_and_the_unit_is_told(cycle, counties, bureaus, province_office):
    let(over(cycle), counties[0], province_office)
    let(cycle, counties[0], province_office, hours=4)

    assert LatePermit.objects.count() == 1
    assert Event.objects.filter(verb="cycle.late_allowed", note="系统故障").count() == 2
    assert "逾期办理" in Message.objects.filter(user=bureaus[counties[0].pk]).last().text


def test_the_office_permits_on_its_page_and_nomination_and_desk_tell(
    client, draft, cycle, counties, bureaus, wenzhou_bureau, province_office
):
    over(cycle)
    client.force_login(province_office)
    address = reverse("awards:late", args=[cycle.code])
    wrong = client.post(address, {"unit": "乐清", "until": "2099-01-05T17:00", "reason": "系统故障"})
    done = client.post(address, {"unit": counties[0].code, "until": "2099-01-05T17:00", "reason": "系统故障"}, follow=True)

    assert wrong.status_code == 422
    assert "2099-01-05 17:00" in done.content.decode()
    client.force_login(bureaus[counties[0].pk])
    assert "准许逾期办理到 2099-01-05 17:00" in client.get(draft.get_absolute_url()).content.decode()
    nominations.submit(nomination=fresh(draft), by=bureaus[counties[0].pk])
    client.force_login(wenzhou_bureau)
    desk = client.get(reverse("awards:desk", args=[cycle.code])).content.decode()
    assert "准许逾期办理到 2099-01-05 17:00" in desk
    assert ">逾期<" in desk
    assert ">逾期<" in client.get(draft.get_absolute_url()).content.decode()


def closed_for_counties(cycle):
    """The counties' step is over, the city's own date is a week away."""
    move_deadline(phase=cycle.phase("nominate"), ends_at=timezone.now() - timedelta(seconds=5), reason="测试", by=None)
    return AwardCycle.objects.get(pk=cycle.pk)


def test_a_city_lets_a_county_of_its_own_come_late_to_it(draft, cycle, counties, bureaus, wenzhou, wenzhou_bureau):
    cycle, by = closed_for_counties(cycle), bureaus[counties[0].pk]
    with pytest.raises(WrongState):
        nominations.submit(nomination=fresh(draft), by=by)

    permit = let(cycle, counties[0], wenzhou_bureau)
    nominations.submit(nomination=fresh(draft), by=by)
    row = recommending.recommend(nomination=fresh(draft), by=wenzhou_bureau)

    assert (permit.city, row.state, row.came_late) == (wenzhou, "recommended", True)
    assert Event.objects.get(verb="cycle.late_allowed").data == {"city": wenzhou.code}
    assert "温州市教育局准许乐清市逾期向其报送到" in Message.objects.filter(user=by).exclude(text__contains="已推荐").last().text


def test_what_a_city_permits_lifts_nothing_of_its_own_date(draft, cycle, counties, bureaus, wenzhou_bureau):
    let(closed_for_counties(cycle), counties[0], wenzhou_bureau)
    nominations.submit(nomination=fresh(draft), by=bureaus[counties[0].pk])
    over(cycle)

    with pytest.raises(WrongState) as refusal:
        recommending.recommend(nomination=fresh(draft), by=wenzhou_bureau)

    assert refusal.value.code == "deadline_passed"


def test_what_a_city_permits_opens_no_form_that_goes_past_it(cycle, counties, county_unit, bureaus, wenzhou_bureau):
    county_unit.route = ["county", "province"]
    county_unit.save()
    let(closed_for_counties(cycle), counties[0], wenzhou_bureau)

    with pytest.raises(WrongState) as refusal:
        nominations.draft(category=county_unit, unit=counties[0], by=bureaus[counties[0].pk])

    assert refusal.value.code == "deadline_passed"


def test_a_city_permits_no_later_than_its_own_date_at_the_office(cycle, counties, wenzhou_bureau):
    with pytest.raises(Refused, match="温州市准许下级单位逾期不能超过这个时间") as refusal:
        let(closed_for_counties(cycle), counties[0], wenzhou_bureau, hours=24 * 8)

    assert (refusal.value.clause, list(refusal.value.fields)) == ("浙工程办函〔2023〕7号 三2", ["until"])
    assert not LatePermit.objects.exists()


def test_once_its_own_date_is_past_a_city_permits_nothing_unless_the_office_let_it_come_late(
    cycle, counties, wenzhou, wenzhou_bureau, province_office
):
    cycle = over(cycle)
    with pytest.raises(WrongState, match="不能再准许下级单位逾期") as refusal:
        let(cycle, counties[0], wenzhou_bureau)
    assert refusal.value.clause == "浙工程办函〔2023〕7号 三2"

    let(cycle, wenzhou, province_office, hours=5)
    assert let(cycle, counties[0], wenzhou_bureau, hours=4).city == wenzhou
    with pytest.raises(Refused):
        let(cycle, counties[0], wenzhou_bureau, hours=6)


def test_the_permits_of_the_office_and_of_the_city_stand_beside_each_other(cycle, counties, wenzhou_bureau, province_office):
    cycle = closed_for_counties(cycle)
    for by in (wenzhou_bureau, province_office, wenzhou_bureau):
        let(cycle, counties[0], by)

    assert LatePermit.objects.filter(unit=counties[0]).count() == 2


def test_a_city_permits_on_its_page_only_its_own_counties(client, cycle, counties, wenzhou, wenzhou_bureau, hangzhou):
    other = unit("330106", "西湖区", "county", hangzhou)
    client.force_login(wenzhou_bureau)
    desk = reverse("awards:desk", args=[cycle.code])
    before = client.get(desk).content.decode()
    assert ("区县申报截止后可在此准许" in before, reverse("awards:late", args=[cycle.code]) in before) == (True, False)
    closed_for_counties(cycle)
    address = reverse("awards:late", args=[cycle.code]) + f"?unit={wenzhou.code}"
    soon = (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")

    assert address in client.get(desk).content.decode()
    strange = client.post(address, {"unit": other.code, "until": soon, "reason": "系统故障"})
    beyond = client.post(address, {"unit": counties[0].code, "until": "2099-01-05T17:00", "reason": "系统故障"})
    done = client.post(address, {"unit": counties[0].code, "until": soon, "reason": "系统故障"}, follow=True)

    assert (strange.status_code, beyond.status_code) == (422, 422)
    assert "没有找到" in strange.content.decode()
    assert "依据：浙工程办函〔2023〕7号 三2" in beyond.content.decode()
    assert "向温州市报送" in done.content.decode()
    assert client.get(reverse("awards:late", args=[cycle.code]) + f"?unit={hangzhou.code}").status_code == 404


def test_the_row_of_a_county_leads_to_the_permit_and_the_form_offers_the_citys_own(
    client, cycle, counties, wenzhou, wenzhou_bureau, hangzhou
):
    unit("330106", "西湖区", "county", hangzhou)
    closed_for_counties(cycle)
    client.force_login(wenzhou_bureau)
    address = f"{reverse('awards:late', args=[cycle.code])}?unit={wenzhou.code}&for={counties[1].code}"

    desk = client.get(f"{reverse('awards:desk', args=[cycle.code])}?unit={wenzhou.code}").content.decode()
    page = client.get(address).content.decode()

    assert address.replace("&", "&amp;") in desk
    offered = page.split('<datalist id="id_unit_offered">')[1].split("</datalist>")[0]
    assert offered.count("<option") == len(counties)
    assert "西湖区" not in offered
    assert f'value="{counties[1].name}（{counties[1].code}）"' in page


def test_over_rest_a_city_permits_its_counties_and_another_citys_are_not_there(
    cycle, counties, wenzhou_bureau, hangzhou, province_office
):
    other = unit("330106", "西湖区", "county", hangzhou)
    closed_for_counties(cycle)
    soon = (timezone.now() + timedelta(days=2)).isoformat()
    address = f"/api/v1/cycles/{cycle.code}/allow-late/"

    def asked(by, one, until=soon):
        return client_of(by).post(address, {"unit": one.code, "until": until, "reason": "系统故障"})

    done, beyond = asked(wenzhou_bureau, counties[0]), asked(wenzhou_bureau, counties[0], "2099-01-05T17:00:00+08:00")

    assert (done.status_code, done.json()["city"]) == (200, "330300")
    assert (beyond.status_code, beyond.json()["clause"]) == (422, "浙工程办函〔2023〕7号 三2")
    assert asked(wenzhou_bureau, other).status_code == 404
    assert asked(province_office, other).json()["city"] is None


def test_who_may_come_late_may_also_answer_that_it_puts_nobody_forward(cycle, counties, county_unit, bureaus, wenzhou_bureau):
    by = bureaus[counties[0].pk]
    cycle = closed_for_counties(cycle)
    county_unit.refresh_from_db()
    with pytest.raises(WrongState):
        answering.abstain(category=county_unit, unit=counties[0], note="", by=by)

    let(cycle, counties[0], wenzhou_bureau)

    assert answering.abstain(category=county_unit, unit=counties[0], note="", by=by).unit == counties[0]


def test_the_office_permits_over_rest_and_a_city_not_once_its_date_is_past(cycle, counties, wenzhou_bureau, province_office):
    over(cycle)
    said = {"unit": counties[0].code, "until": "2099-01-05T17:00:00+08:00", "reason": "系统故障"}
    address = f"/api/v1/cycles/{cycle.code}/allow-late/"

    refused = client_of(wenzhou_bureau).post(address, said)
    done = client_of(province_office).post(address, said)
    seen = client_of(wenzhou_bureau).get(f"/api/v1/cycles/{cycle.code}/late-permits/")

    assert (refused.status_code, done.status_code) == (409, 200)
    assert [row["unit"] for row in seen.json()] == [counties[0].code]


def test_the_office_extends_a_step_over_rest_and_on_its_page_never_to_before_its_opening(
    client, cycle, wenzhou_bureau, province_office
):
    address = f"/api/v1/cycles/{cycle.code}/move-deadline/"
    said = {"phase": "recommend", "ends_at": "2099-01-05T17:00:00+08:00", "reason": "台风顺延"}
    early = said | {"ends_at": "2023-11-01T00:00:00+08:00"}

    refused, done = client_of(wenzhou_bureau).post(address, said), client_of(province_office).post(address, said)
    wrong = client_of(province_office).post(address, early)
    client.force_login(province_office)
    typed = {"phase": "recommend", "ends_at": "2023-11-01T00:00", "reason": "提前"}
    page = client.post(reverse("awards:move-deadline", args=[cycle.code]), typed, follow=True).content.decode()

    assert (refused.status_code, done.status_code, done.json()["ends_at"][:10]) == (403, 200, "2099-01-05")
    assert (wrong.status_code, list(wrong.json()["fields"])) == (422, ["ends_at"])
    assert "于 2023-11-15 00:00 开始，截止时间应晚于开始时间" in page
    assert Event.objects.filter(verb="cycle.deadline_moved", note="台风顺延").count() == 1
    assert AwardCycle.objects.get(pk=cycle.pk).phase("recommend").ends_at.year == 2099
