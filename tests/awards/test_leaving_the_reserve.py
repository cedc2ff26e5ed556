"""Who leaves a city's desk leaves its reserve list: nobody waits behind a form that is gone, and all lists count alike."""

import pytest
from django.urls import reverse

from awards.actions import nominations, recommending, reserving
from awards.facts_desk.ledger import ledger_of, lines_of
from awards.facts_desk.quotas import explained
from awards.models import Nomination, Quota, QuotaBound, Reserve
from portal.audit.models import Event
from portal.kit.errors import WrongState
from tests.awards.factories import sheet_of, submitted
from tests.awards.holding import again, city_notice, settled
from tests.awards.test_publicity import objected


@pytest.fixture
def waiting(cycle, county_unit, counties, bureaus, wenzhou_bureau):
    """Three that stand by in Wenzhou, in order; a fourth lies on its desk."""
    QuotaBound.objects.create(cycle=cycle, position=0, parameters={"kind": "reserve", "number": 3, "clause": "附件1"})
    rows = [submitted(county_unit, county, bureaus[county.pk]) for county in counties]
    for row in rows[:3]:
        reserving.reserve(nomination=row, by=wenzhou_bureau)
    return [again(row) for row in rows]


def leave(row, way, bureaus, wenzhou, wenzhou_bureau):
    if way == "returned":
        recommending.send_back(nomination=row, reason="请补充", by=wenzhou_bureau)
    elif way == "withdrawn":
        nominations.withdraw(nomination=row, by=bureaus[row.unit_id])
    else:
        settled(objected(city_notice(row.cycle, wenzhou, wenzhou_bureau), row), wenzhou_bureau, upheld=True)


@pytest.mark.parametrize("way", ["returned", "withdrawn", "struck"])
def test_who_leaves_the_desk_waits_no_longer_and_the_next_is_called(waiting, bureaus, wenzhou, wenzhou_bureau, years, way):
    first, second, _third, _other = waiting
    with pytest.raises(WrongState) as refusal:
        recommending.recommend(nomination=second, by=wenzhou_bureau)
    assert refusal.value.code == "reserve_first"

    leave(first, way, bureaus, wenzhou, wenzhou_bureau)

    assert Reserve.objects.get(nomination=first).state == "dropped"
    dropped = Event.objects.about(first).get(verb="reserve.dropped")
    assert (dropped.unit, dropped.actor) == (wenzhou, bureaus[first.unit_id] if way == "withdrawn" else wenzhou_bureau)
    assert recommending.recommend(nomination=again(second), by=wenzhou_bureau).state == "recommended"
    assert Reserve.objects.get(nomination=second).state == "called"


def test_who_never_stood_by_leaves_nothing_on_record(waiting, wenzhou_bureau):
    recommending.send_back(nomination=waiting[3], reason="请补充", by=wenzhou_bureau)

    assert not Event.objects.about(waiting[3]).filter(verb="reserve.dropped").exists()
    assert Reserve.objects.waiting().count() == 3


@pytest.mark.parametrize("gone", ["dropped", "called"])
def test_every_list_counts_those_behind_from_one_again(client, cycle, county_unit, waiting, wenzhou_bureau, gone):
    if gone == "dropped":
        reserving.drop(nomination=waiting[0], by=wenzhou_bureau)
    else:
        recommending.recommend(nomination=waiting[0], by=wenzhou_bureau)
    client.force_login(wenzhou_bureau)
    second, third = (row.pk for row in waiting[1:3])
    expected = {second: 1, third: 2}

    rows = list(ledger_of(cycle, wenzhou_bureau).filter(standing="waits"))
    quota = Quota.objects.select_related("unit", "cycle__notice", "category").get(category=county_unit, unit__code="330300")
    rest = client.get("/api/v1/cycles/zj-2023/ledger/", {"standing": "waits"}).json()["results"]
    reserves = client.get("/api/v1/cycles/zj-2023/quotas/county_unit/330300/").json()["reserves"]
    table = sheet_of(client.get(reverse("awards:ledger", args=["zj-2023"]), {"export": "xlsx", "standing": "waits"}))
    desk = client.get("/awards/zj-2023/desk/").content.decode()

    assert {line.nomination.pk: line.standing_text for line in lines_of(rows)} == {second: "备选第 1", third: "备选第 2"}
    assert {one["nomination"]: one["waits_at"] for one in rest} == expected
    assert {one["nomination"]: one["position"] for one in reserves} == expected
    assert {one.nomination_id: one.place for one in explained(quota, wenzhou_bureau).waiting} == expected
    assert [line[4] for line in table[1:]] == ["备选第 1", "备选第 2"]
    assert [f"备选第 {number}" in desk for number in (1, 2, 3)] == [True, True, False]


def test_a_county_reads_its_own_place_and_not_that_it_is_first(client, waiting, bureaus):
    third = waiting[2]
    client.force_login(bureaus[third.unit_id])

    page = client.get("/awards/zj-2023/quotas/county_unit/330300/").content.decode()

    assert f"3. {Nomination.objects.get(pk=third.pk).subject}" in page
