"""Hours taken home as a register of continuing education asks: by person, year and kind."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests import factories
from tests.credits import ledger
from tests.schools import people


@pytest.fixture
def lin(first, program):
    return people.teacher(first, "林小雨", 1)


def test_the_register_has_a_line_for_each_person_year_and_kind(client, program, lin, first, clerk):
    ledger.hours(lin, program, "online", 1000)
    ledger.hours(lin, program, "online", 500, course="二", passed=False)
    ledger.hours(lin, program, "practice", 2500)
    ledger.hours(lin, program, "practice", 500, ends_on=date(2021, 6, 30))
    ledger.hours(lin, program, "practice", 900, course="废", state="void")
    ledger.joint(lin, program, 5000)
    client.force_login(clerk)
    answer = client.get(f"{reverse('credits:hours-list')}?export=xlsx&as=register")
    sheet = load_workbook(BytesIO(b"".join(answer))).active
    lines = [list(row)[3:] for row in sheet.iter_rows(values_only=True)]
    assert lines[0] == ["姓名", "年度", "学时类型", "登记学时", "合格学时", "是否合格"]
    assert [line[:5] for line in lines[1:]] == [
        ["林小雨", 2021, "实践应用", 5, 5],
        ["林小雨", 2022, "网络研修", 15, 10],
        ["林小雨", 2022, "实践应用", 25, 25],
    ]


def test_rest_gives_the_register_of_a_county_or_a_school(client, program, lin, sixian, bureau):
    ledger.hours(lin, program, "online", 1000)
    client.force_login(bureau)
    [row] = client.get(f"/api/v1/reports/hours-register/?unit={sixian.code}&year=2022").json()["results"]
    assert (row["person"], row["year"], row["kind"], row["passed"]) == ("林小雨", 2022, "网络研修", True)
    assert client.get("/api/v1/reports/hours-register/?year=2021").json()["results"] == []
    client.force_login(factories.user("suzhou", sixian.parent, "bureau"))
    assert client.get("/api/v1/reports/hours-register/").status_code == 400
