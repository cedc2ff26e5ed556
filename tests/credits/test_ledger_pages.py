"""The lists of the ledger, and taking a row back."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from credits.models import Selection, TrainingHours
from portal.audit.models import Event
from programs.models import Engagement
from tests import factories
from tests.credits import ledger
from tests.schools import people

HOURS = reverse("credits:hours-list")


def text(response) -> str:
    return response.content.decode()


def found(response) -> list[str]:
    return [row.teacher.name for row in response.context["page"].rows]


@pytest.fixture
def lin(first):
    return people.teacher(first, "林小雨", 1)


@pytest.fixture
def institution(sixian):
    return factories.unit("JG001", "培训学院", "institution", sixian.parent.parent)


@pytest.fixture
def trainer(institution):
    return factories.user("trainer", institution, "institution")


@pytest.fixture
def rows(lin, second, program, abilities, institution):
    chen = people.teacher(second, "陈默", 2)
    ledger.hours(lin, program, "online", 1050, institution=institution, source="institution")
    ledger.hours(lin, program, "practice", 1000, course="实践", ends_on=date(2021, 5, 1), passed=False)
    ledger.hours(chen, program, "online", 900, state="void")
    for teacher in (lin, chen):
        Selection.objects.create(teacher=teacher, unit=teacher.unit, program=program, ability=abilities["A1"])
    ledger.credit(lin, program, abilities["A1"], "failed")
    ledger.assessment(chen, program, passed=False)


@pytest.mark.parametrize(
    ("page", "query", "names"),
    [
        ("hours-list", {}, ["林小雨", "林小雨"]),
        ("hours-list", {"state": ""}, ["陈默", "林小雨", "林小雨"]),
        ("hours-list", {"state": "void"}, ["陈默"]),
        ("hours-list", {"unit": "3413249002", "state": ""}, ["陈默"]),
        ("hours-list", {"unit": "410000"}, []),
        ("hours-list", {"kind": "practice"}, ["林小雨"]),
        ("hours-list", {"year": "2021"}, ["林小雨"]),
        ("hours-list", {"passed": "no"}, ["林小雨"]),
        ("hours-list", {"institution": "JG001"}, ["林小雨"]),
        ("hours-list", {"source": "institution"}, ["林小雨"]),
        ("hours-list", {"q": "陈", "state": ""}, ["陈默"]),
        ("selection-list", {}, ["陈默", "林小雨"]),
        ("selection-list", {"assessed": "no"}, ["陈默"]),
        ("selection-list", {"ability": "A2"}, []),
        ("credit-list", {"grade": "failed"}, ["林小雨"]),
        ("credit-list", {"grade": "passed"}, []),
        ("credit-list", {"year": "2022"}, ["林小雨"]),
        ("assessment-list", {"passed": "no"}, ["陈默"]),
        ("assessment-list", {"passed": "yes"}, []),
    ],
)
def test_lists_are_narrowed_by(client, rows, bureau, page, query, names):
    client.force_login(bureau)

    assert found(client.get(reverse(f"credits:{page}"), query)) == names


@pytest.mark.parametrize(
    ("page", "cells"),
    [
        ("hours-list", ["林小雨", "实践应用", 10, None, "否"]),
        ("selection-list", ["陈默", "A1"]),
        ("credit-list", ["林小雨", "A1"]),
        ("assessment-list", ["陈默", "考核管理平台", "未通过"]),
    ],
)
def test_lists_are_exported(client, rows, bureau, page, cells):
    client.force_login(bureau)

    answer = client.get(reverse(f"credits:{page}"), {"export": "xlsx"})
    book = load_workbook(BytesIO(b"".join(answer.streaming_content))).active

    assert [cell.value for cell in book[2]][3 : 3 + len(cells)] == cells


@pytest.mark.parametrize("page", ["hours-list", "selection-list", "credit-list", "assessment-list"])
def test_another_units_rows_are_not_listed(client, rows, abroad, page):
    client.force_login(abroad)

    assert found(client.get(reverse(f"credits:{page}"), {"state": ""})) == []


def test_an_institution_sees_what_it_reported_and_for_whom(client, rows, trainer, institution, sixian):
    Engagement.objects.create(institution=institution, unit=sixian, starts_on=date(2020, 1, 1))
    client.force_login(trainer)

    page = client.get(HOURS)

    assert found(page) == ["林小雨"]
    assert [(one["teachers"], one["hours"]) for one in page.context["engaged"]] == [(1, 1050)]
    assert reverse("sheets:upload-new", args=["hours"]) in text(page)
    assert found(client.get(HOURS, {"unit": sixian.code})) == ["林小雨"]


def test_closing_years_is_offered_to_offices_and_schools_only(client, rows, trainer, bureau):
    offered = []
    for user in (bureau, trainer):
        client.force_login(user)
        offered.append(reverse("credits:year-list") in client.get(HOURS).content.decode())

    assert offered == [True, False]


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_the_same_however_many(client, lin, program, bureau, count, django_assert_num_queries):
    for number in range(count):
        ledger.hours(lin, program, "online", 100, course=f"课程{number}")
    client.force_login(bureau)

    with django_assert_num_queries(12):
        page = client.get(HOURS)

    assert len(found(page)) == count


def void(client, row, kind="hours", **data):
    return client.post(reverse("credits:void", args=[kind, row.pk]), {"reason": "录错了", **data})


def test_a_wrong_row_is_taken_back_with_a_reason(client, lin, program, clerk):
    row = ledger.hours(lin, program, "online", 100)
    client.force_login(clerk)

    assert "确定作废" in text(client.get(reverse("credits:void", args=["hours", row.pk])))
    assert void(client, row, reason="").status_code == 422
    assert void(client, row)["Location"] == HOURS

    row.refresh_from_db()
    assert row.state == "void"
    event = Event.objects.get(verb="ledger.voided")
    assert (event.note, event.unit) == ("录错了", lin.unit)
    assert void(client, row).status_code == 302
    assert Event.objects.filter(verb="ledger.voided").count() == 1


def test_an_institution_takes_back_its_own_rows_alone(client, rows, lin, trainer):
    own, schools = TrainingHours.objects.filter(teacher=lin).order_by("pk")
    client.force_login(trainer)

    assert void(client, schools).status_code == 404
    void(client, own)

    own.refresh_from_db()
    assert own.state == "void"


def test_one_does_not_take_back_ones_own_row(client, lin, program, first):
    lin.user = factories.user("lin", first, "teacher")
    lin.save()
    row = ledger.hours(lin, program, "online", 100)
    client.force_login(lin.user)

    assert void(client, row).status_code == 404
    assert void(client, row, kind="others").status_code == 404


def test_taking_back_is_undone_when_the_log_fails(client, lin, program, clerk, monkeypatch):
    row = ledger.hours(lin, program, "online", 100)
    client.force_login(clerk)
    monkeypatch.setattr("credits.actions.ledger.record", None)

    with pytest.raises(TypeError):
        void(client, row)

    row.refresh_from_db()
    assert row.state == "current"
