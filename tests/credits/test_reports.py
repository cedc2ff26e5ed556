"""The ledger and its reports over REST."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from credits.actions.completion import score
from credits.models import Selection
from tests.credits import ledger

API = "/api/v1"


@pytest.fixture
def filled(scored, abilities, program, first):
    """A failed and a passed point, an assessment, an earlier year of joint credits."""
    lin = first.teachers.get(name="林小雨")
    ledger.joint(lin, program, 150, ends_on=date(2021, 3, 1))
    ledger.credit(lin, program, abilities["A1"], "excellent")
    ledger.credit(lin, program, abilities["A2"], "failed")
    Selection.objects.create(teacher=lin, unit=first, program=program, ability=abilities["A1"])
    ledger.assessment(lin, program)
    return lin


def csv(response) -> list[str]:
    return b"".join(response.streaming_content).decode("utf-8-sig").splitlines()


@pytest.mark.parametrize("path", ["hours", "selections", "credit-entries", "assessments"])
def test_lists_are_scoped_and_tell_their_rows(client, filled, bureau, abroad, path):
    client.force_login(bureau)
    rows = client.get(f"{API}/{path}/").json()["results"]
    one = client.get(f"{API}/{path}/{rows[0]['id']}/")
    client.force_login(abroad)

    assert {row["teacher"] for row in rows} == {filled.code}
    assert one.json() == rows[0]
    assert client.get(f"{API}/{path}/").json()["results"] == []
    assert client.get(f"{API}/{path}/{rows[0]['id']}/").status_code == 404


def test_amounts_are_decimal_strings(client, filled, bureau):
    client.force_login(bureau)

    hours = client.get(f"{API}/hours/", {"kind": "practice"}).json()["results"]
    joint = client.get(f"{API}/hours/", {"year": 2021}).json()["results"]
    credits = client.get(f"{API}/credit-entries/", {"teacher": filled.code}).json()["results"]

    assert [(row["hours"], row["joint_credits"]) for row in hours] == [("29.5", None)]
    assert [(row["hours"], row["joint_credits"]) for row in joint] == [(None, "1.5")]
    assert [(row["ability"], row["credits"]) for row in credits] == [("A1", "4"), ("A2", "0")]


@pytest.mark.parametrize(
    ("query", "count"), [({"unit": "3413249001"}, 3), ({"unit": "3413249002"}, 0), ({"updated_since": "2999-01-01"}, 0)]
)
def test_lists_are_narrowed(client, filled, bureau, query, count):
    client.force_login(bureau)

    assert len(client.get(f"{API}/hours/", query).json()["results"]) == count


def test_a_dossier_holds_the_ledger_and_the_judgement(client, filled, bureau, abroad):
    client.force_login(bureau)
    told = client.get(f"{API}/teachers/{filled.code}/dossier/").json()
    client.force_login(abroad)

    assert (told["teacher"], told["judgement"]["status"]) == (filled.code, "incomplete")
    assert [one["text"] for one in told["judgement"]["missing"]] == ["缺 0.5 实践应用学时", "缺 16 校本应用考核学分"]
    practice = next(one for one in told["judgement"]["standings"] if one["parameter"] == "practice")
    assert practice == {
        "parameter": "practice",
        "met": False,
        "asked": "30",
        "had": "29.5",
        "margin": "-0.5",
        "clause": practice["clause"],
    }
    assert practice["clause"].startswith("泗教师字〔2022〕1号")
    assert [len(told[name]) for name in ("hours", "selections", "credits", "assessments")] == [3, 1, 2, 1]
    assert client.get(f"{API}/teachers/{filled.code}/dossier/").status_code == 404


def test_completion_is_reported_from_the_run_of_its_day(client, scored, sixian, program, bureau):
    earlier = score(program=program, unit=sixian, as_of=date(2019, 12, 31), by=None)
    client.force_login(bureau)

    now = client.get(f"{API}/reports/completion/", {"program": "ict2", "unit": "341324", "level": "school"}).json()
    then = client.get(f"{API}/reports/completion/", {"as_of": "2020-06-30"}).json()
    before = client.get(f"{API}/reports/completion/", {"as_of": "2018-01-01T00:00:00+08:00"}).json()

    assert [(row["unit"], row["required"], row["rate"], row["rank"]) for row in now["results"]] == [
        ("3413249001", 2, "0.0000", 1),
        ("3413249002", 1, "0.0000", 1),
    ]
    assert (now["as_of"], now["total"]["required"], now["total"]["no_requirement"]) == ("2022-12-31", 3, 1)
    assert (then["as_of"], then["total"]["required"]) == (earlier.as_of.isoformat(), 0)
    assert before == {"results": [], "as_of": None, "computed_at": None, "total": None}


def test_reports_come_as_files(client, filled, bureau):
    client.force_login(bureau)

    completion = csv(client.get(f"{API}/reports/completion/", {"format": "csv"}))
    hours = csv(client.get(f"{API}/reports/hours-by-year/", {"format": "csv", "level": "school"}))
    workbook = client.get(f"{API}/reports/credits-by-ability/", {"format": "xlsx"})

    assert completion[1] == "3413249001,泗县第一小学,学校,2,0,2,1,0.0000,1,1,0,"
    assert hours[1:] == [
        "3413249001,泗县第一小学,2021,1,0,0,0,0,1.5",
        "3413249001,泗县第一小学,2022,1,30,29.5,0,59.5,0",
    ]
    assert len(list(load_workbook(BytesIO(b"".join(workbook.streaming_content))).active.rows)) == 31


def test_hours_and_credits_end_with_the_day_asked_for(client, filled, bureau):
    client.force_login(bureau)

    hours = client.get(f"{API}/reports/hours-by-year/", {"as_of": "2021-12-31"}).json()["results"]
    abilities = {row["ability"]: row for row in client.get(f"{API}/reports/credits-by-ability/").json()["results"]}
    earlier = client.get(f"{API}/reports/credits-by-ability/", {"as_of": "2022-08-31"}).json()["results"]

    assert [(row["unit"], row["year"], row["joint_credits"]) for row in hours] == [("341324", 2021, "1.5")]
    assert (abilities["A1"]["selected"], abilities["A1"]["excellent"], abilities["A1"]["credits"]) == (1, 1, "4")
    assert (abilities["A2"]["failed"], abilities["A2"]["credits"], len(abilities)) == (1, "0", 30)
    assert {row["credits"] for row in earlier} == {"0"}


@pytest.mark.parametrize("query", [{"format": "pdf"}, {"level": "village"}, {"as_of": "gestern"}])
def test_what_a_report_cannot_do_is_malformed(client, scored, bureau, query):
    client.force_login(bureau)

    assert client.get(f"{API}/reports/completion/", query).status_code == 400


@pytest.mark.parametrize("name", ["completion", "hours-by-year", "credits-by-ability"])
def test_another_units_report_is_not_there(client, scored, abroad, name):
    client.force_login(abroad)

    assert client.get(f"{API}/reports/{name}/", {"unit": "341324"}).status_code == 404
