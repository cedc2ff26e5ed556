"""REST: 统计时点 called, reported for, reviewed and locked; and whether the people of a roster can sign in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from schools.actions import censuses as actions
from schools.actions.accounts import open_accounts
from schools.models import Census, RosterReport
from tests.schools import people

CENSUSES, REPORTS, ACCOUNTS = "/api/v1/censuses/", "/api/v1/roster-reports/", "/api/v1/teacher-accounts/"


def results(client, address, **query):
    return client.get(address, query).json()["results"]


def send(client, address, **data):
    return client.post(address, data, content_type="application/json")


@pytest.fixture
def census(yueqing, yueqing_bureau):
    today = timezone.localdate()
    return actions.call(unit=yueqing, title="秋季名册", counted_on=today, due_on=today + timedelta(days=7), by=yueqing_bureau)


def test_a_census_is_called_reported_for_sent_back_reported_again_locked_and_unlocked(
    client, yueqing, lin, first_school, first_clerk, yueqing_bureau
):
    client.force_login(yueqing_bureau)
    days = {"counted_on": "2026-09-01", "due_on": "2027-01-01"}
    census = send(client, CENSUSES, unit=yueqing.code, title="秋季名册", **days).json()
    client.force_login(first_clerk)
    first = send(client, f"{CENSUSES}{census['id']}/report/", unit=first_school.code)
    report = f"{REPORTS}{first.json()['id']}/"
    client.force_login(yueqing_bureau)
    back = send(client, f"{report}send-back/", reason="少一人")
    client.force_login(first_clerk)
    again = send(client, f"{CENSUSES}{census['id']}/report/", unit=first_school.code)
    client.force_login(yueqing_bureau)
    locked, unlocked = send(client, f"{report}lock/"), send(client, f"{report}unlock/", reason="更正职称")

    assert (census["unit"], census["title"], census["state"]) == (yueqing.code, "秋季名册", "current")
    assert (first.status_code, first.json()["figures"]["total"]) == (201, 1)
    assert [answer.json()["state"] for answer in (first, back, again, locked, unlocked)] == [
        *("submitted", "returned", "submitted", "locked", "unlocked")
    ]
    assert [answer.json()["reason"] for answer in (back, again, unlocked)] == ["少一人", "", "更正职称"]
    assert unlocked.headers["ETag"]
    assert RosterReport.objects.get().state == "unlocked"


def test_a_census_is_extended_reminded_of_and_taken_back(client, census, first_school, first_clerk, yueqing_bureau):
    client.force_login(yueqing_bureau)
    later = (census.due_on + timedelta(days=3)).isoformat()

    extended = send(client, f"{CENSUSES}{census.pk}/extend/", due_on=later, reason="暴雨停课").json()
    reminded = send(client, f"{CENSUSES}{census.pk}/remind/").json()
    void = send(client, f"{CENSUSES}{census.pk}/void/", reason="日期有误").json()

    assert (extended["due_on"], void["state"]) == (later, "void")
    assert reminded == {"reminded": [first_school.code], "unreached": []}


def test_a_refusal_tells_why_and_changes_nothing(client, census, lin, first_school, first_clerk):
    client.force_login(first_clerk)

    empty = send(client, f"{CENSUSES}{census.pk}/extend/", due_on="2030-01-01", reason="学校想延期")
    malformed = send(client, f"{CENSUSES}{census.pk}/report/")

    assert (empty.status_code, empty.json()["code"]) == (403, "denied")
    assert (malformed.status_code, malformed.json()["code"]) == (400, "malformed")
    assert Census.objects.get().due_on == census.due_on
    assert not RosterReport.objects.exists()


def test_what_another_county_called_for_and_got_is_not_there(client, census, lin, first_school, first_clerk, xihu_bureau):
    row = actions.report(census=census, unit=first_school, by=first_clerk)
    client.force_login(xihu_bureau)

    assert (results(client, CENSUSES), results(client, REPORTS)) == ([], [])
    assert send(client, f"{CENSUSES}{census.pk}/report/", unit=first_school.code).status_code == 404
    assert send(client, f"{REPORTS}{row.pk}/lock/").status_code == 404


def test_reports_are_narrowed_by_census_state_and_unit(client, census, lin, first_school, first_clerk, yueqing_bureau):
    row = actions.report(census=census, unit=first_school, by=first_clerk)
    client.force_login(yueqing_bureau)

    found = {
        name: [one["id"] for one in results(client, REPORTS, **asked)]
        for name, asked in {
            "all": {},
            "census": {"census": census.pk},
            "unit": {"unit": first_school.code},
            "elsewhere": {"unit": "1133000002"},
            "locked": {"state": "locked"},
        }.items()
    }

    assert found == {"all": [row.pk], "census": [row.pk], "unit": [row.pk], "elsewhere": [], "locked": []}


def test_who_can_sign_in_is_told_to_those_who_look_after_accounts(client, lin, first_school, first_clerk, yueqing_bureau):
    people.teacher(first_school, "陈默", 2)
    open_accounts(teachers=[lin], by=first_clerk)
    lin.refresh_from_db()
    client.force_login(yueqing_bureau)

    assert [(row["id"], row["username"], row["account"]) for row in results(client, ACCOUNTS, account="unused")] == [
        (lin.code, lin.user.username, "unused")
    ]
    assert [(row["name"], row["username"], row["account"]) for row in results(client, ACCOUNTS, account="none")] == [
        ("陈默", None, "none")
    ]
    assert len(results(client, ACCOUNTS, unit=first_school.code)) == 2
    assert client.get(f"{ACCOUNTS}{lin.code}/").json()["account"] == "unused"


def test_a_teacher_is_not_told_who_else_can_sign_in(client, lin, first_clerk):
    open_accounts(teachers=[lin], by=first_clerk)
    lin.refresh_from_db()
    client.force_login(lin.user)

    assert client.get(ACCOUNTS).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_ask_the_same_however_many(client, census, yueqing, yueqing_bureau, count, django_assert_num_queries):
    for number in range(count):
        school = people.school(f"113300001{number}", f"第{number}小学", yueqing)
        people.teacher(school, f"人{number}", number)
        actions.report(census=census, unit=school, by=None)
    client.force_login(yueqing_bureau)

    for address in (REPORTS, ACCOUNTS):
        with django_assert_num_queries(5):
            assert len(results(client, address)) == count
