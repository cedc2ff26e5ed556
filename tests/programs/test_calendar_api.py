from datetime import date

import pytest

from programs.models import StepProgress
from tests.programs.calendars import FOSHAN, SIXIAN, clerk, loaded, opened, step
from tests.programs.test_designations import given

pytestmark = pytest.mark.django_db


def test_steps_are_listed_with_their_owners_and_clause(client):
    units = loaded(SIXIAN)
    client.force_login(clerk(units[SIXIAN], "client"))

    rows = client.get("/api/v1/calendar/", {"limit": 500}).json()["results"]

    plan = next(row for row in rows if row["key"] == "school_scheme")
    assert (plan["owners"], plan["task"], plan["clause"], plan["closes_on"]) == (
        ["school"],
        "school_plan",
        "附件3四月6",
        "2022-04-30",
    )
    assert len(rows) == 21


def test_a_unit_says_how_far_it_is_over_rest(client):
    units = loaded(SIXIAN)
    client.force_login(clerk(units[SIXIAN]))
    page = f"/api/v1/calendar/{step('kick_off').pk}/report/"

    refused = client.post(page, {"unit": SIXIAN, "state": "done"}, content_type="application/json")
    assert (refused.status_code, refused.json()["clause"]) == (422, "泗教师字〔2022〕1号 附件3四月1")
    sent = {"unit": SIXIAN, "state": "done", "evidence": "会议通知", "done_on": "2022-04-02"}
    answer = client.post(page, sent, content_type="application/json")
    assert (answer.status_code, answer.json()["done_on"]) == (200, "2022-04-02")
    assert StepProgress.objects.get().done_on == date(2022, 4, 2)
    again = client.post(page, {"unit": SIXIAN, "state": "in_progress"}, content_type="application/json")
    assert (again.status_code, again.json()["done_on"]) == (200, None)
    assert client.post(page, sent | {"unit": "330382"}, content_type="application/json").status_code == 404


def test_the_standing_of_units_is_a_report(client):
    units = loaded(SIXIAN)
    opened("school_plan")
    client.force_login(clerk(units[SIXIAN]))

    rows = client.get("/api/v1/calendar/standing/", {"level": "school"}).json()["results"]

    own = next(row for row in rows if (row["unit"], row["key"]) == (SIXIAN, "school_scheme"))
    school = next(row for row in rows if (row["unit"], row["key"]) == (units["school0"].code, "school_scheme"))
    assert (own["standing"], own["total"], own["overdue"]) == (None, 3, 3)
    assert (school["standing"], school["total"]) == ("overdue", 0)
    file = client.get("/api/v1/calendar/standing/", {"format": "csv"})
    assert "制定整校推进实施方案" in b"".join(file.streaming_content).decode()
    assert client.get("/api/v1/calendar/standing/", {"level": "planet"}).status_code == 400


def test_targets_and_what_was_reached_over_rest(client):
    units = loaded(FOSHAN)
    given(units["440605"], "lead_trainer", person="陈甲")
    client.force_login(clerk(units[FOSHAN]))

    listed = client.get("/api/v1/targets/").json()["results"]
    rows = client.get("/api/v1/targets/reached/").json()["results"]

    assert {row["key"]: row["measured_by"] for row in listed}["lead_trainers"] == "designated_lead_trainer"
    row = next(row for row in rows if row["key"] == "lead_trainers")
    assert (row["done"], row["needed"], row["verdict"], row["clause"]) == (1, 100, "missed", "附件1三(四)")


def test_designations_over_rest_are_those_under_ones_office(client):
    units = loaded(FOSHAN)
    given(units["440605"]), given(units["330382"])
    client.force_login(clerk(units[FOSHAN]))

    assert [row["unit"] for row in client.get("/api/v1/designations/").json()["results"]] == ["440605"]
