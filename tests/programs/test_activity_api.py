"""Activities, findings, experts and money over REST, and their pages for correcting them."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.audit.models import Event
from programs.actions import funds
from programs.models import Activity, FundSource, Participation, VisitFinding
from tests import factories
from tests.programs import factories as evidence
from tests.schools import people

DAY = "2022-05-10"
VISIT = {"unit": "330382", "program": "ict2", "kind": "visit", "title": "五月督查", "starts_on": DAY}
MONEY = {"unit": "330382", "program": "ict2", "year": 2022, "kind": "other", "amount": 100_000, "received_on": DAY}


@pytest.fixture(autouse=True)
def program(db):
    return evidence.program()


@pytest.fixture
def school(yueqing):
    return people.school("2133000001", "乐清市第一小学", yueqing)


@pytest.fixture
def clerk(school):
    return factories.user("clerk", school, "school_admin")


def held(sends, user, **about):
    answer = sends(user, "activities/", VISIT | about)
    assert answer.status_code == 201, answer.json()
    return f"activities/{answer.json()['id']}"


def test_people_sign_in_once_and_are_struck(client, sends, school, yueqing_bureau):
    teacher = people.teacher(school, "林小雨", 1)
    at = held(sends, yueqing_bureau)
    somebody = {"name": "林小雨", "workplace": "乐清市第一小学"}

    came = sends(yueqing_bureau, f"{at}/sign-in/", somebody)
    assert (came.status_code, came.json()["teacher"]) == (201, teacher.code)
    assert sends(yueqing_bureau, f"{at}/sign-in/", somebody).status_code == 422
    assert [one["name"] for one in client.get(f"/api/v1/{at}/people/").json()["results"]] == ["林小雨"]
    struck = sends(yueqing_bureau, f"{at}/strike/", {"participation": Participation.objects.get().pk})

    assert struck.json()["came"] == 0


def test_a_finding_is_mended_reopened_and_closed(sends, school, clerk, yueqing_bureau):
    at = held(sends, yueqing_bureau)
    found = sends(yueqing_bureau, f"{at}/find/", {"unit": school.code, "text": "没有选点", "due_on": "2022-05-20"}).json()
    one = f"visit-findings/{found['id']}"

    assert sends(yueqing_bureau, f"{one}/close/").status_code == 409
    assert sends(clerk, f"{one}/mend/", {"done": "已补选"}).json()["state"] == "done"
    assert sends(clerk, f"{one}/close/").status_code == 403
    assert sends(yueqing_bureau, f"{one}/reopen/", {"remark": "只选了一半"}).json()["state"] == "open"
    sends(clerk, f"{one}/mend/", {"done": "全部选完"})
    sends(yueqing_bureau, f"{one}/close/", {"remark": "属实"})

    assert VisitFinding.objects.get().state == "closed"


def test_a_survey_is_counted_by_unit(client, sends, school, yueqing_bureau):
    at = held(sends, yueqing_bureau, kind="survey")
    for number in (20, 25):
        sends(yueqing_bureau, f"{at}/count/", {"unit": school.code, "item": "需要混合学习培训", "number": number, "total": 30})

    [row] = client.get(f"/api/v1/{at}/figures/").json()["results"]
    assert (row["number"], row["total"]) == (25, 30)


def test_who_was_taken_off_the_list_is_told_to_whoever_follows_it(client, sends, school, yueqing_bureau):
    at = held(sends, yueqing_bureau)
    for name in ("林小雨", "陈知行"):
        sends(yueqing_bureau, f"{at}/sign-in/", {"name": name, "workplace": "乐清市第一小学"})
    sends(yueqing_bureau, f"{at}/strike/", {"participation": Participation.objects.get(name="林小雨").pk})
    people_of = f"/api/v1/{at}/people/"

    def told(**asked):
        return [(one["name"], one["state"]) for one in client.get(people_of, asked).json()["results"]]

    assert told() == [("陈知行", "current")]
    assert told(updated_since="2020-01-01") == [("林小雨", "void"), ("陈知行", "current")]
    assert told(updated_since="2999-01-01") == []
    assert client.get(people_of, {"updated_since": "abc"}).status_code == 400


def test_a_number_that_was_replaced_is_told_to_whoever_follows_a_survey(client, sends, school, yueqing_bureau):
    at = held(sends, yueqing_bureau, kind="survey")
    for number in (20, 25):
        sends(yueqing_bureau, f"{at}/count/", {"unit": school.code, "item": "需要混合学习培训", "number": number, "total": 30})

    def told(since):
        rows = client.get(f"/api/v1/{at}/figures/", {"updated_since": since}).json()["results"]
        return [(row["number"], row["state"]) for row in rows]

    assert told("2020-01-01") == [(20, "void"), (25, "current")]
    assert told("2999-01-01") == []


def test_an_activity_is_described_anew_on_the_version_that_was_read(client, sends, yueqing_bureau):
    at = held(sends, yueqing_bureau)
    said = {"title": "六月督查", "starts_on": "2022-06-01"}

    assert sends(yueqing_bureau, f"{at}/", said, method="put").status_code == 428
    version = {"If-Match": client.get(f"/api/v1/{at}/")["ETag"]}
    assert sends(yueqing_bureau, f"{at}/", said, method="put", **version).json()["title"] == "六月督查"
    assert sends(yueqing_bureau, f"{at}/", said, method="put", **version).status_code == 412
    assert sends(yueqing_bureau, f"{at}/void/", {"reason": "重复"}).json()["state"] == "void"


def test_an_activity_is_corrected_on_its_page(client, sends, clerk, yueqing_bureau):
    held(sends, yueqing_bureau, title="另一次")
    held(sends, yueqing_bureau)
    row = Activity.objects.get(title="五月督查")
    page = reverse("programs:activity-edit", args=[row.pk])
    client.force_login(yueqing_bureau)

    assert client.get(page).context["form"].initial["title"] == "五月督查"
    assert client.post(page, {"title": "另一次", "starts_on": DAY}).status_code == 422
    file = SimpleUploadedFile("通报.pdf", b"%PDF-1 x")
    client.post(page, {"title": "六月督查", "starts_on": "2022-06-01", "evidence": file})
    client.post(page, {"title": "六月督查", "starts_on": "2022-06-01", "place": "报告厅"})

    row.refresh_from_db()
    assert (row.title, row.starts_on, row.place, row.evidence_name) == ("六月督查", date(2022, 6, 1), "报告厅", "通报.pdf")
    assert Event.objects.filter(verb="activity.revised").count() == 2
    client.force_login(clerk)
    assert client.get(page).status_code == 404


def test_an_expert_comes_and_goes(sends, yueqing, yueqing_bureau, clerk):
    somebody = {"unit": "330382", "name": "陈知行", "workplace": "某大学", "origin": "university", "speciality": "精准教学"}

    assert sends(yueqing_bureau, "experts/", somebody | {"phone": "12"}).status_code == 400
    row = sends(yueqing_bureau, "experts/", somebody | {"phone": "0577-62520000"}).json()
    assert "phone" not in row
    assert sends(clerk, f"experts/{row['id']}/strike/", {"reason": "x"}).status_code == 403
    assert sends(yueqing_bureau, f"experts/{row['id']}/strike/", {"reason": "退休"}).json()["state"] == "void"


def test_money_is_corrected_but_never_below_what_is_spent(client, sends, yueqing, yueqing_bureau):
    row = sends(yueqing_bureau, "funds/", MONEY).json()
    at = f"funds/{row['id']}"
    spent = {"use": "delivery", "amount": 40_000, "spent_on": "2022-05-11", "item": "培训"}
    spending = sends(yueqing_bureau, f"{at}/spend/", spent).json()
    said = {name: MONEY[name] for name in ("year", "kind", "amount", "received_on")}
    version = {"If-Match": client.get(f"/api/v1/{at}/")["ETag"]}

    refused = sends(yueqing_bureau, f"{at}/", said | {"amount": 39_999}, method="put", **version)
    assert (refused.status_code, refused.json()["detail"]) == (409, "这笔经费已支出 400.00 元，金额不能改为 399.99 元。")
    assert sends(yueqing_bureau, f"{at}/", said | {"received_on": "2022-05-12"}, method="put", **version).status_code == 422
    changed = sends(yueqing_bureau, f"{at}/", said | {"amount": 40_000, "basis": "浙财〔2022〕1号"}, method="put", **version)
    assert (changed.json()["amount"], changed.json()["basis"]) == (40_000, "浙财〔2022〕1号")
    assert sends(yueqing_bureau, f"{at}/void/", {"reason": "x"}).status_code == 422
    sends(yueqing_bureau, f"spendings/{spending['id']}/void/", {"reason": "重复"})

    assert sends(yueqing_bureau, f"{at}/void/", {"reason": "没有到账"}).json()["state"] == "void"


def test_money_is_corrected_on_its_page_in_yuan(client, program, yueqing, yueqing_bureau):
    about = {"unit": yueqing, "program": program, "kind": "other", "year": 2022, "by": None}
    row = funds.bring_in(**about, amount=123_450, received_on=date(2022, 5, 10))
    page = reverse("programs:fund-edit", args=[row.pk])
    client.force_login(yueqing_bureau)

    assert str(client.get(page).context["form"].initial["amount"]) == "1234.5"
    client.post(page, {"year": 2022, "kind": "other", "amount": "2000", "received_on": DAY})

    assert FundSource.objects.get().amount == 200_000


def test_the_fee_statement_over_rest(client, school, yueqing_bureau, xihu_bureau):
    client.force_login(yueqing_bureau)
    told = client.get("/api/v1/reports/fees/", {"unit": "330382"}).json()

    assert [row["unit"] for row in told["results"]] == [school.code]
    client.force_login(xihu_bureau)
    assert client.get("/api/v1/reports/fees/", {"unit": "330382"}).status_code == 404
