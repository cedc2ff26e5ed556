"""Quotas explained, reserve lists, the ledger and grades over REST: what the pages tell and do."""

import pytest

from awards.actions import grading, publishing, recommending
from awards.documents.lists import groups_of, winning_groups
from awards.facts_desk.province import winners_of
from awards.facts_desk.unfinished import told, unfinished_of
from awards.models import AwardCycle, Quota, QuotaBound
from awards.reports import award_rows
from tests import factories
from tests.awards.factories import sheet_of, submitted

ADDRESS = "/api/v1/cycles/zj-2023/"
QUOTA = f"{ADDRESS}quotas/county_unit/330300/"


def bind(cycle, **rule):
    return QuotaBound.objects.create(cycle=cycle, position=cycle.quota_bounds.count(), parameters=rule)


def graded(cycle):
    grades = [{"name": "一等奖", "places": 1}, {"name": "二等奖", "places": 3}]
    return bind(cycle, kind="grades", grades=grades, clause="附件1")


def sent(client, address, **data):
    return client.post(address, data, content_type="application/json")


@pytest.fixture
def rows(county_unit, counties, bureaus):
    return [submitted(county_unit, county, bureaus[county.pk]) for county in counties]


def test_a_quota_is_explained_kept_in_reserve_and_told_in_the_ledger(client, cycle, rows, wenzhou_bureau):
    bind(cycle, kind="reserve", number=1, clause="附件1")
    recommending.recommend(nomination=rows[0], by=wenzhou_bureau)
    client.force_login(wenzhou_bureau)

    kept = sent(client, f"{QUOTA}reserve/", nomination=rows[1].pk).json()
    full = sent(client, f"{QUOTA}reserve/", nomination=rows[2].pk)
    found = client.get(QUOTA).json()
    ledger = client.get(f"{ADDRESS}ledger/", {"unit": "330300"}).json()

    assert ([one["name"] for one in kept["reserves"]], kept["reserves"][0]["position"]) == (["某县3"], 1)
    assert (full.status_code, full.json()["code"], full.json()["clause"]) == (409, "reserve_full", "浙工程办函〔2023〕7号 附件1")
    assert (found["places"], found["used"], found["left"]) == (3, 1, 2)
    assert {"name": "算式", "text": "12 × 25% = 3.00 → 3"} in found["steps"]
    assert [one["name"] for one in found["ready"]] == ["某县4", "某县5"]
    assert [(one["name"], one["standing"], one["waits_at"]) for one in ledger["results"]] == [
        ("乐清市", "holds", None),
        ("某县3", "waits", 1),
    ]
    assert [one["name"] for one in client.get(f"{ADDRESS}ledger/", {"standing": "waits"}).json()["results"]] == ["某县3"]
    assert client.get(f"{ADDRESS}ledger/", {"standing": "x"}).status_code == 400
    assert sent(client, f"{QUOTA}unreserve/", nomination=rows[1].pk).json()["reserves"] == []


def test_places_are_changed_by_the_office_alone_and_foreign_quotas_are_not_found(client, cycle, province_office, wenzhou_bureau):
    client.force_login(wenzhou_bureau)
    assert sent(client, f"{QUOTA}change/", places=9, reason="想要").status_code == 403
    assert client.get(f"{ADDRESS}quotas/county_unit/330100/").status_code == 404
    assert client.get(f"{ADDRESS}grades/").status_code == 404

    client.force_login(province_office)
    assert sent(client, f"{QUOTA}change/", places=4, reason=" ").status_code in (400, 422)
    assert sent(client, f"{QUOTA}change/", places=4, reason="新增功能区").json()["changes"][0]["after"] == 4
    assert Quota.objects.get(unit__code="330300").places == 4


def test_places_are_changed_on_the_version_that_was_read(client, cycle, province_office):
    client.force_login(province_office)
    read = client.get(QUOTA)
    given = {"data": {"places": 4, "reason": "新增功能区"}, "content_type": "application/json"}

    done = client.post(f"{QUOTA}change/", **given, headers={"If-Match": read["ETag"]})
    stale = client.post(f"{QUOTA}change/", **given | {"data": {"places": 9, "reason": "误"}}, headers={"If-Match": read["ETag"]})

    assert (done.status_code, stale.status_code, stale.json()["code"]) == (200, 412, "stale")
    assert done["ETag"] != read["ETag"]
    assert Quota.objects.get(unit__code="330300").places == 4


def test_grades_are_given_within_their_places_all_of_them_or_none(client, cycle, decided, province_office):
    graded(cycle)
    client.force_login(province_office)
    first, second, _third = decided
    assert "还没有定等次：入选的还有 2 个没有定等次。" in told(unfinished_of(cycle))

    both = [{"nomination": row.pk, "grade": "一等奖"} for row in (first, second)]
    refused = sent(client, f"{ADDRESS}grades/", grades=both)
    given = sent(client, f"{ADDRESS}grades/", grades=[both[0], {"nomination": second.pk, "grade": "二等奖"}])
    desk = client.get(f"{ADDRESS}grades/").json()[0]

    assert (refused.status_code, refused.json()["code"]) == (409, "grade_spent")
    assert given.json() == {"changed": 2}
    assert desk["grades"] == [{"grade": "一等奖", "places": 1, "given": 1}, {"grade": "二等奖", "places": 3, "given": 1}]
    assert {one["name"]: one["grade"] for one in desk["nominations"]} == {first.unit.name: "一等奖", second.unit.name: "二等奖"}
    assert sent(client, f"{ADDRESS}grades/", grades=[both[0], both[0]]).status_code == 422
    assert sent(client, f"{ADDRESS}grades/", grades=[]).status_code == 400


def test_grades_stand_in_results_on_papers_and_in_reports_once_they_are_out(client, cycle, decided, province_office, zhejiang):
    graded(cycle)
    first, second, _third = decided
    grading.give_grades(cycle=cycle, wanted={first.pk: "二等奖", second.pk: "一等奖"}, by=None)
    client.force_login(province_office)
    before = {row["grade"] for row in award_rows(province_office, cycle)}

    publishing.announce(cycle=cycle, by=province_office)
    publishing.announce(cycle=cycle, by=factories.user("leader", zhejiang, "bureau_leader"))

    cycle = AwardCycle.objects.get(pk=cycle.pk)
    names = [(name, [cells[0] for cells in group]) for name, group in winning_groups(winners_of(cycle, announced=True))]
    assert before == {""}
    assert names == [("区县级先进单位（一等奖）", [second.subject]), ("区县级先进单位（二等奖）", [first.subject])]
    page = client.get(f"{cycle.get_absolute_url()}results/")
    assert page.content.decode().count("一等奖") == 1
    assert sheet_of(client.get(f"{cycle.get_absolute_url()}results/", {"export": "xlsx"}))[1][-1] == "一等奖"
    public = client.get(cycle.announced_url).content.decode()
    assert public.index("区县级先进单位（一等奖）") < public.index("区县级先进单位（二等奖）")
    assert {row["grade"] for row in award_rows(province_office, cycle)} >= {"一等奖", "二等奖"}
    assert client.get(f"/api/v1/nominations/{second.pk}/").json()["grade"] == "一等奖"


def test_a_public_notice_lists_the_higher_grade_first(cycle, decided, notice):
    graded(cycle)
    first, second, _third = decided
    grading.give_grades(cycle=cycle, wanted={first.pk: "二等奖", second.pk: "一等奖"}, by=None)

    assert [(name, len(rows)) for name, rows in groups_of(notice)] == [
        ("区县级先进单位（一等奖）", 1),
        ("区县级先进单位（二等奖）", 1),
    ]
