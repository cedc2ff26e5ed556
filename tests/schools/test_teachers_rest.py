"""REST: teachers, transfers, schools, and rosters as imports."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.sheets.models import Upload
from schools.actions import schools as describing
from schools.actions import transfers
from schools.models import Teacher
from tests.schools import people

TEACHERS = "/api/v1/teachers/"
TRANSFERS = "/api/v1/transfers/"


def results(client, address, **query):
    return client.get(address, query).json()["results"]


def test_a_teacher_stands_under_its_row_code_with_masked_numbers(client, lin, yueqing_bureau):
    client.force_login(yueqing_bureau)

    row = client.get(f"{TEACHERS}{lin.code}/").json()

    assert {name: row[name] for name in ("id", "unit", "unit_name", "name", "id_number", "phone", "status", "state")} == {
        "id": lin.code,
        "unit": "1133000001",
        "unit_name": "乐清市第一小学",
        "name": "林小雨",
        "id_number": lin.masked_id,
        "phone": "1*********1",
        "status": "in_post",
        "state": "current",
    }


def test_the_list_is_narrowed_and_void_rows_stay_in_it(client, lin, second_school, far_school, yueqing_bureau):
    people.teacher(second_school, "陈默", 2, state="void")
    people.teacher(far_school, "外市人", 3)
    client.force_login(yueqing_bureau)

    assert [(row["name"], row["state"]) for row in results(client, TEACHERS)] == [("林小雨", "current"), ("陈默", "void")]
    assert [row["name"] for row in results(client, TEACHERS, unit="1133000002")] == ["陈默"]
    assert [row["name"] for row in results(client, TEACHERS, state="current")] == ["林小雨"]
    assert results(client, TEACHERS, status="retired") == []
    assert results(client, TEACHERS, unit="330106") == []
    assert results(client, TEACHERS, updated_since="2999-01-01T00:00:00Z") == []


def test_another_scopes_teacher_is_not_there(client, lin, xihu_bureau):
    client.force_login(xihu_bureau)

    assert client.get(f"{TEACHERS}{lin.code}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_many(client, first_school, yueqing_bureau, count, django_assert_num_queries):
    for number in range(count):
        people.teacher(first_school, f"人{number}", number)
    client.force_login(yueqing_bureau)

    with django_assert_num_queries(5):
        rows = results(client, TEACHERS)

    assert len(rows) == count


def test_a_transfer_tells_the_asking_side_nothing_before_the_yes(client, lin, far_school, far_clerk, first_clerk):
    asked = transfers.ask(teacher=lin, to_unit=far_school, name="林小雨", starts_on=date(2024, 2, 1), by=far_clerk)
    client.force_login(far_clerk)
    before = client.get(f"{TRANSFERS}{asked.pk}/").json()
    client.force_login(first_clerk)
    [given] = results(client, TRANSFERS)
    transfers.agree(transfer=asked, by=first_clerk)
    client.force_login(far_clerk)
    after = client.get(f"{TRANSFERS}{asked.pk}/").json()

    assert (before["teacher"], before["from_unit"], before["to_unit"]) == (None, None, "1133000009")
    assert (given["teacher"], given["from_unit"]) == (lin.code, "1133000001")
    assert (after["teacher"], after["from_unit"], after["state"]) == (lin.code, "1133000001", "agreed")


def test_a_school_names_its_lead_and_central_school_by_code(client, first_school, second_school, yueqing_bureau):
    plain = {"kind": "school", "ownership": "public", "stages": ["primary"]}
    lead = describing.describe(unit=second_school, by=None, **plain)
    describing.describe(unit=first_school, by=None, lead_school=lead, remote=True, area="东片", **plain)
    client.force_login(yueqing_bureau)

    rows = {row["unit"]: row for row in results(client, "/api/v1/schools/")}

    assert rows["1133000001"]["lead_school"] == "1133000002"
    assert (rows["1133000001"]["central_school"], rows["1133000001"]["remote"], rows["1133000001"]["area"]) == (None, True, "东片")
    assert rows["1133000002"]["lead_school"] is None


@pytest.mark.django_db(transaction=True)
def test_rosters_are_imports_of_the_roster(client, first_school, first_clerk, lin):
    client.force_login(first_clerk)
    Upload.objects.create(sheet="units", unit=first_school, created_by=first_clerk, name="单位.xlsx", size=1)
    file = SimpleUploadedFile("名册.csv", "姓名,证件号码,学段\n".encode())

    answer = client.post("/api/v1/rosters/", {"unit": first_school.code, "file": file})
    template = client.get("/api/v1/rosters/template/", {"unit": first_school.code})

    assert answer.status_code == 202
    [row] = results(client, "/api/v1/rosters/")
    assert (row["id"], row["sheet"]) == (answer.json()["upload"], "roster")
    assert template.content.startswith(b"PK")
    assert Teacher.objects.count() == 1


def test_a_row_of_the_list_is_what_its_own_address_answers(client, lin, second_school, yueqing_bureau):
    kept = people.teacher(second_school, "陈默", 2, born_on=date(1990, 2, 3), joined_on=None)
    people.teacher(second_school, "陈默", 3, state="void", merged_into=kept, user=None)
    client.force_login(yueqing_bureau)

    rows = results(client, TEACHERS)

    assert rows == [client.get(f"{TEACHERS}{row['id']}/").json() for row in rows]
    assert [(row["born_on"], row["joined_on"], row["merged_into"]) for row in rows] == [
        (None, None, None),
        ("1990-02-03", None, None),
        (None, None, kept.code),
    ]


def test_the_pages_of_the_list_follow_each_other(client, first_school, yueqing_bureau):
    codes = [people.teacher(first_school, f"人{number}", number).code for number in range(5)]
    client.force_login(yueqing_bureau)

    first = client.get(TEACHERS, {"limit": 2}).json()
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()

    assert [row["id"] for page in (first, second, third) for row in page["results"]] == codes
    assert third["next"] is None
