"""A nomination after 2023-11-30 (浙工程办函〔2023〕7号 三2): only where the office lets the unit, and always marked."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.actions import nominations, recommending
from awards.actions.cycles import move_deadline
from awards.actions.late import allow_late
from awards.models import AwardCycle, LatePermit, Nomination
from portal.accounts.models import Message
from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, WrongState
from tests.awards.factories import drafted, submitted
from tests.awards.test_api import client_of


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


def test_only_the_office_of_the_selection_may_permit(cycle, counties, wenzhou_bureau):
    with pytest.raises(Denied):
        let(over(cycle), counties[0], wenzhou_bureau)

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


def test_a_city_has_no_page_to_permit(client, cycle, wenzhou_bureau):
    client.force_login(wenzhou_bureau)

    assert client.get(reverse("awards:late", args=[cycle.code])).status_code == 404


def test_the_office_permits_over_rest_and_a_city_may_not(cycle, counties, wenzhou_bureau, province_office):
    over(cycle)
    said = {"unit": counties[0].code, "until": "2099-01-05T17:00:00+08:00", "reason": "系统故障"}
    address = f"/api/v1/cycles/{cycle.code}/allow-late/"

    refused = client_of(wenzhou_bureau).post(address, said)
    done = client_of(province_office).post(address, said)
    seen = client_of(wenzhou_bureau).get(f"/api/v1/cycles/{cycle.code}/late-permits/")

    assert (refused.status_code, done.status_code) == (403, 200)
    assert [row["unit"] for row in seen.json()] == [counties[0].code]
