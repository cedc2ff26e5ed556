"""The award line over REST, as another system would use it."""

import io

import openpyxl
import pytest
from django.db.models.functions import Now
from rest_framework.test import APIClient

from awards.actions import eligibility, nominations, recommending
from awards.models import AwardCycle, Nomination
from portal.accounts.actions import issue_token
from portal.units.models import Unit
from tests import factories

BODY = {
    "cycle": "zj-2023",
    "category": "county_unit",
    "unit": "330382",
    "contact": "陈知行",
    "phone": "0577-62520000",
    "period": 2,
    "reason": "组织有力。",
    "manager": None,
}


def client_of(user, scope="write") -> APIClient:
    _token, secret = issue_token(user=user, name="test", scope=scope, days=1, by=None)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


@pytest.fixture
def county(counties, bureaus):
    return client_of(bureaus[counties[0].pk])


@pytest.fixture
def city(counties, wenzhou_bureau):
    return client_of(wenzhou_bureau)


def test_a_nomination_travels_from_county_to_city(county, city):
    made = county.post("/api/v1/nominations/", BODY)
    assert (made.status_code, made.json()["state"], made.json()["score"]) == (201, "draft", "91.4")
    pk = made.json()["id"]

    assert county.post(f"/api/v1/nominations/{pk}/submit/").json()["state"] == "submitted"
    answer = city.post(f"/api/v1/nominations/{pk}/recommend/", {"opinion": "同意。"})

    assert (answer.status_code, answer.json()["state"], answer.json()["opinion"]) == (200, "recommended", "同意。")


def test_a_spent_quota_answers_409_with_numbers_and_clause(counties, bureaus, city, county_unit, wenzhou_bureau):
    rows = []
    for unit in counties:
        by = bureaus[unit.pk]
        values = {key: BODY[key] for key in ("contact", "phone", "period", "reason")}
        row = nominations.draft_with(category=county_unit, unit=unit, values=values, by=by)
        rows.append(nominations.submit(nomination=row, by=by))
    for row in rows[:3]:
        recommending.recommend(nomination=row, by=wenzhou_bureau)

    answer = city.post(f"/api/v1/nominations/{rows[3].pk}/recommend/", {})

    assert answer.status_code == 409
    assert answer.json() == {
        "code": "quota_spent",
        "detail": "温州市的 3 个名额已用完。",
        "clause": "浙工程办函〔2023〕7号 附件1",
        "fields": {},
    }


def test_the_same_idempotency_key_makes_one_nomination(county):
    first = county.post("/api/v1/nominations/", BODY, headers={"Idempotency-Key": "k1"})
    again = county.post("/api/v1/nominations/", BODY, headers={"Idempotency-Key": "k1"})
    other = county.post("/api/v1/nominations/", BODY | {"contact": "别人"}, headers={"Idempotency-Key": "k1"})

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert first.content == again.content
    assert other.json()["code"] == "key_reused"
    assert Nomination.objects.count() == 1


def test_a_change_names_the_version_it_is_based_on(county):
    made = county.post("/api/v1/nominations/", BODY)
    address = f"/api/v1/nominations/{made.json()['id']}/"

    assert county.patch(address, {"reason": "甲"}).status_code == 428
    changed = county.patch(address, {"reason": "甲"}, headers={"If-Match": made.headers["ETag"]})
    assert (changed.status_code, changed.json()["reason"]) == (200, "甲")
    stale = county.patch(address, {"reason": "乙"}, headers={"If-Match": made.headers["ETag"]})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")


def test_asking_for_a_form_that_is_there_gives_it_and_overwrites_nothing(county):
    made = county.post("/api/v1/nominations/", BODY).json()

    same = county.post("/api/v1/nominations/", BODY)
    short = county.post("/api/v1/nominations/", {key: BODY[key] for key in ("cycle", "category", "unit", "contact")})
    other = county.post("/api/v1/nominations/", BODY | {"reason": "别的理由", "contact": "别人"})

    assert (same.json()["id"], short.json()["reason"]) == (made["id"], BODY["reason"])
    assert (other.status_code, other.json()["code"], set(other.json()["fields"])) == (412, "stale", {"reason", "contact"})
    row = Nomination.objects.get()
    assert (row.reason, row.contact, row.phone) == (BODY["reason"], BODY["contact"], BODY["phone"])


def test_what_a_new_form_leaves_out_is_filled_in_from_what_is_known(county, counties, bureaus):
    county.post("/api/v1/nominations/", {key: BODY[key] for key in ("cycle", "category", "unit")})

    by, row = bureaus[counties[0].pk], Nomination.objects.get()
    assert (row.contact, row.phone) == (by.name, by.phone)


def test_another_county_does_not_find_it(county, xihu_bureau):
    pk = county.post("/api/v1/nominations/", BODY).json()["id"]
    stranger = client_of(xihu_bureau)

    assert stranger.get(f"/api/v1/nominations/{pk}/").status_code == 404
    assert stranger.post("/api/v1/nominations/", BODY).status_code == 404
    assert stranger.get("/api/v1/nominations/").json()["results"] == []


def test_a_reading_token_changes_nothing(counties, bureaus):
    reader = client_of(bureaus[counties[0].pk], scope="read")

    assert reader.post("/api/v1/nominations/", BODY).status_code == 403
    assert not Nomination.objects.exists()


def test_unknown_fields_and_bad_json_are_answered_400(county):
    assert county.post("/api/v1/nominations/", BODY | {"period": "二"}).json()["code"] == "malformed"
    twice = county.generic("POST", "/api/v1/nominations/", '{"cycle": "a", "cycle": "b"}', content_type="application/json")
    assert (twice.status_code, twice.json()["code"]) == (400, "parse_error")


def test_state_and_owner_cannot_be_set_from_outside(county):
    made = county.post("/api/v1/nominations/", BODY | {"state": "announced", "score": "100", "via": "330100"}).json()

    assert (made["state"], made["score"], made["via"]) == ("draft", "91.4", "330300")


def test_quotas_are_the_printed_table(zhejiang, cycle):
    office = client_of(factories.user("office", zhejiang, "client"), scope="read")

    answer = office.get("/api/v1/cycles/zj-2023/quotas/").json()

    assert [row["places"] for row in answer["rows"]] == [3, 3, 3, 2, 1, 2, 3, 2, 2, 3, 1]
    assert [row["basis"] for row in answer["rows"]] == [13, 12, 12, 8, 5, 6, 10, 6, 9, 10, 4]
    assert answer["total"] == {"basis": 95, "places": 25, "used": 0, "left": 25}
    assert answer["rows"][6]["formula"] == "10 × 25% = 2.50 → 3"


def test_eligibility_is_read_by_unit(city, cycle, counties):
    eligibility.score_cycle(cycle=cycle, by=None)

    answer = city.get("/api/v1/cycles/zj-2023/eligibility/?unit=330382").json()

    [row] = answer["results"]
    assert (row["unit"], row["category"], row["eligible"]) == ("330382", "county_unit", True)
    assert city.get("/api/v1/cycles/zj-2023/eligibility/?unit=330100").status_code == 404


def test_a_verdict_on_who_is_judged_no_more_is_told_to_who_asks_what_changed(city, cycle, counties):
    eligibility.score_cycle(cycle=cycle, by=None)
    before = city.get("/api/v1/cycles/zj-2023/eligibility/").json()["results"]
    Unit.objects.filter(pk=counties[0].pk).update(counts_for_quota=False)

    eligibility.score_cycle(cycle=cycle, by=None)

    address = "/api/v1/cycles/zj-2023/eligibility/"
    now = city.get(address).json()["results"]
    assert {row["unit"] for row in before} - {row["unit"] for row in now} == {counties[0].code}
    AwardCycle.objects.update(updated_at=Now())
    told = city.get(address, {"updated_since": "2020-01-01T00:00:00Z"}).json()["results"]
    assert [row["state"] for row in told if row["unit"] == counties[0].code] == ["superseded"]
    assert sorted(row["unit"] for row in told if row["state"] == "current") == sorted(row["unit"] for row in now)


@pytest.mark.parametrize("count", [1, 3])
def test_listing_nominations_asks_the_same_however_many(city, counties, bureaus, county_unit, count, django_assert_num_queries):
    for unit in counties[:count]:
        by = bureaus[unit.pk]
        values = {key: BODY[key] for key in ("contact", "phone", "period", "reason")}
        row = nominations.draft_with(category=county_unit, unit=unit, values=values, by=by)
        nominations.submit(nomination=row, by=by)
    city.get("/api/v1/nominations/")

    with django_assert_num_queries(4):
        answer = city.get("/api/v1/nominations/")

    assert len(answer.json()["results"]) == count


def test_reports_come_as_json_csv_and_xlsx(city, county, wenzhou):
    pk = county.post("/api/v1/nominations/", BODY).json()["id"]
    county.post(f"/api/v1/nominations/{pk}/submit/")
    city.post(f"/api/v1/nominations/{pk}/recommend/", {})

    rows = city.get("/api/v1/reports/awards/?cycle=zj-2023").json()["results"]
    assert [(row["subject"], row["result"], row["state"]) for row in rows] == [("乐清市教育局", "第 2 期 91.4 分", "recommended")]
    assert city.get("/api/v1/reports/awards/?as_of=2020-01-01T00:00:00Z").json()["results"] == []
    text = city.get("/api/v1/reports/quota-usage/?format=csv").getvalue().decode("utf-8-sig").splitlines()
    rule = "按各单位区县数的 25% 分配，逐个单位四舍五入"
    clause = "浙工程办函〔2023〕7号 附件1"
    assert text[1] == f"zj-2023,330300,温州市,区县级先进单位,{rule},12,12 × 25% = 3.00 → 3,3,3,,3,1,2,{clause}"
    book = openpyxl.load_workbook(io.BytesIO(city.get("/api/v1/reports/quota-usage/?format=xlsx").getvalue()))
    assert [cell.value for cell in book.active[2]][10:13] == [3, 1, 2]
    assert city.get("/api/v1/reports/awards/?format=pdf").status_code == 400


@pytest.mark.parametrize("path", ["nominations/?cursor=abc", "nominations/?limit=-1", "nominations/?updated_since=gestern"])
def test_tampered_parameters_are_answered_400(city, path):
    assert city.get(f"/api/v1/{path}").status_code == 400


def test_pages_of_a_list_follow_each_other_without_gap(zhejiang, cities):
    office = client_of(factories.user("office", zhejiang, "client"), scope="read")
    seen, address = [], "/api/v1/units/?limit=5"
    while address:
        page = office.get(address).json()
        seen += [row["code"] for row in page["results"]]
        address = page["next"]

    assert len(seen) == len(set(seen)) == 12
