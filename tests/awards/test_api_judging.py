"""Panels, public notices and results over REST."""

from datetime import UTC, datetime

import pytest

from awards.actions import panels, publicity, publishing
from awards.actions.striking import strike
from awards.models import AwardCycle, Ballot, Nomination, NoticeFile, NoticeName, PublicNotice
from tests import factories
from tests.awards.factories import sheet_of
from tests.awards.test_api import client_of
from tests.awards.test_publicity import over

LONG_AGO, SINCE = datetime(2020, 1, 1, tzinfo=UTC), "2021-01-01"
NOTICES, JUDGING, RESULTS = "/api/v1/public-notices/", "/api/v1/reports/judging/", "/api/v1/reports/results/"


def test_a_notice_is_read_by_its_office_and_not_by_its_neighbours(running, province_office, wenzhou_bureau):
    [row] = client_of(province_office).get(NOTICES).json()["results"]

    assert (row["state"], len(row["names"]), row["names"][0]["subject"]) == ("open", 2, "乐清市教育局")
    assert client_of(wenzhou_bureau).get(NOTICES).json()["results"] == []
    assert client_of(wenzhou_bureau).get(f"{NOTICES}{row['id']}/").status_code == 404


def test_results_of_judging_are_for_the_office_once_every_score_is_in(panel, experts, province_office, wenzhou_bureau):
    panels.start(panel=panel, by=province_office)
    office = client_of(province_office)
    assert office.get(JUDGING).json()["results"] == []

    Ballot.objects.update(state="given", total=877500)

    rows = office.get(JUDGING).json()["results"]
    assert [(row["rank"], row["tied"], row["average"]) for row in rows] == [(1, True, "87.75")] * 3
    assert "87.75" in office.get(JUDGING, {"format": "csv"}).getvalue().decode()
    for other in (wenzhou_bureau, experts[0]):
        assert client_of(other).get(JUDGING).json()["results"] == []


def test_results_are_there_once_published_and_not_before(cycle, running, province_office, wenzhou_bureau, zhejiang):
    city = client_of(wenzhou_bureau)
    publicity.end(notice=over(running), by=province_office)
    assert city.get(RESULTS).json()["results"] == []

    publishing.announce(cycle=cycle, by=province_office)
    publishing.announce(cycle=AwardCycle.objects.get(pk=cycle.pk), by=factories.user("province2", zhejiang, "bureau_leader"))

    rows = city.get(RESULTS, {"cycle": "zj-2023"}).json()["results"]
    assert (len(rows), rows[0]["subject"]) == (2, "乐清市教育局")
    assert sheet_of(city.get(RESULTS, {"format": "xlsx"}))[1][3] == "乐清市教育局"


def honour(cycle, **units):
    """Announce the cycle with these units, by category, honoured."""
    for category in cycle.categories.filter(key__in=units):
        unit = units[category.key]
        via = unit if category.nominee in ("city", "institution") else unit.parent
        Nomination.objects.create(cycle=cycle, category=category, unit=unit, via=via, state="announced")
    AwardCycle.objects.filter(pk=cycle.pk).update(state="announced")


def test_results_say_where_each_belongs_as_their_page_does(cycle, yueqing, wenzhou, institution, province_office):
    honour(cycle, county_unit=yueqing, city_unit=wenzhou, institution=institution)
    office = client_of(province_office)

    rows = office.get(RESULTS).json()["results"]

    belongs = {row["name"]: row["belongs"] for row in rows}
    assert belongs == {"乐清市": "乐清市（温州市）", "温州市": "温州市", "某研修中心": ""}
    headings, *lines = sheet_of(office.get(RESULTS, {"format": "xlsx"}))
    place = headings.index("所属区县（设区市）")
    assert sorted(line[place] or "" for line in lines) == sorted(belongs.values())


@pytest.mark.parametrize("count", [1, 4])
def test_results_ask_the_same_however_many(cycle, cities, province_office, count, django_assert_num_queries):
    for city in list(cities.values())[:count]:
        honour(cycle, city_unit=city)
    office = client_of(province_office)
    office.get(RESULTS)

    with django_assert_num_queries(5):
        assert len(office.get(RESULTS).json()["results"]) == count


def test_reserving_over_rest_keeps_the_order(cycle, taken_in, province_office):
    ids = [row.pk for row in taken_in]

    answer = client_of(province_office).post("/api/v1/cycles/zj-2023/decide/", {"chosen": ids[:1], "reserved": [ids[2], ids[1]]})

    assert answer.json() == {"decided": 1, "declined": 0, "reserved": 2}
    places = dict(cycle.nominations.values_list("pk", "reserve_place"))
    assert [places[pk] for pk in ids] == [None, 2, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_notices_ask_the_same_however_many(cycle, zhejiang, province_office, count, django_assert_num_queries):
    from awards.models import PublicNotice

    for number in range(count):
        PublicNotice.objects.create(cycle=cycle, unit=zhejiang, title=f"公示{number}", body="x", receiver="x", days=5)
    office = client_of(province_office)
    office.get(NOTICES)

    with django_assert_num_queries(6):
        assert len(office.get(NOTICES).json()["results"]) == count


@pytest.mark.parametrize(
    ("act", "sent"),
    [
        ("accept", {"nominations": [2**63]}),
        ("decide", {"chosen": [2**63]}),
        ("reconsider", {"nominations": [2**63], "reason": "误评"}),
        ("grades", {"grades": [{"nomination": 2**63, "grade": "一等"}]}),
        ("quotas/county_unit/330300/reserve", {"nomination": 2**63}),
    ],
)
def test_a_key_no_database_keeps_is_refused_and_the_wrong_entry_named(cycle, province_office, act, sent):
    answer = client_of(province_office).post(f"/api/v1/cycles/zj-2023/{act}/", sent)

    assert (answer.status_code, list(answer.json()["fields"])) == (400, list(sent)[:1])


def test_of_a_list_the_entry_that_is_wrong_is_named_by_its_place(cycle, province_office):
    answer = client_of(province_office).post("/api/v1/cycles/zj-2023/accept/", {"nominations": [1, "x"]})

    assert (answer.status_code, answer.json()["code"], answer.json()["detail"]) == (400, "malformed", "提交的内容有误。")
    assert list(answer.json()["fields"]["nominations"]) == ["1"]


def test_recommendations_are_asked_for_by_selection_category_and_unit(cycle, taken_in, province_office):
    def found(**asked):
        return {row["id"] for row in client_of(province_office).get("/api/v1/nominations/", asked).json()["results"]}

    first, every = taken_in[0], {row.pk for row in taken_in}
    assert found(cycle="zj-2023", category="county_unit", via="330300") == every
    assert found(unit=first.unit.code) == {first.pk}
    assert found(cycle="zj-2024") == found(category="city_unit") == found(via="330100") == set()


def test_asking_by_state_tells_a_city_nothing_of_decisions_on_the_way(cycle, decided, wenzhou_bureau):
    rows = client_of(wenzhou_bureau).get("/api/v1/nominations/", {"state": "decided"}).json()["results"]

    assert {row["state"] for row in rows} == {"accepted"}
    assert len(rows) == len(decided)


def test_a_notice_has_changed_when_a_name_on_it_did(running, province_office):
    api = client_of(province_office)
    PublicNotice.objects.update(updated_at=LONG_AGO)
    NoticeName.objects.update(updated_at=LONG_AGO)

    def followed():
        return [[name["state"] for name in row["names"]] for row in api.get(NOTICES, {"updated_since": SINCE}).json()["results"]]

    before = api.get(f"{NOTICES}{running.pk}/")
    assert (followed(), before.json()["updated_at"][:4]) == ([], "2020")
    strike(running.names.order_by("position").first().nomination, by=province_office)

    after = api.get(f"{NOTICES}{running.pk}/")
    assert followed() == [["removed", "listed"]]
    assert after.json()["updated_at"] > SINCE
    assert before["ETag"] != after["ETag"]


def test_and_when_a_file_that_goes_out_with_it_was_taken_away(running, province_office):
    row = NoticeFile.objects.create(notice=running, file_name="名单.pdf", file_sha256="0" * 64, size=1, state="removed")
    PublicNotice.objects.update(updated_at=LONG_AGO)
    NoticeName.objects.update(updated_at=LONG_AGO)
    api = client_of(province_office)

    assert len(api.get(NOTICES, {"updated_since": SINCE}).json()["results"]) == 1
    NoticeFile.objects.filter(pk=row.pk).update(updated_at=LONG_AGO)
    assert api.get(NOTICES, {"updated_since": SINCE}).json()["results"] == []
