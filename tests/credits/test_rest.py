"""What other systems read of panels, readings and people, and how an institution writes hours: through the imports, once."""

from datetime import date

import pytest
from rest_framework.test import APIClient

from credits.actions import panels
from credits.models import PanelReview, Selection, TrainingHours
from portal.jobs.running import run_job
from portal.sheets.models import Upload
from programs.models import Engagement
from tests import factories
from tests.credits import ledger
from tests.credits.results import declared, staff
from tests.schools.people import id_number
from tests.sheets.books import as_file, xlsx

HEAD = ["姓名", "证件号码", "学时类型", "学时", "是否合格", "结束日期", "项目或课程"]


def signed_in(user) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


@pytest.fixture
def panel(first, program, clerk):
    return panels.open_panel(unit=first, program=program, by=clerk)


@pytest.fixture
def reader(panel, second, clerk):
    """An expert of elsewhere on the school's panel."""
    user = factories.user("reader", second.parent, "expert", name="评审甲")
    panels.seat(panel=panel, user=user, by=clerk)
    return user


@pytest.fixture
def review(first, program, abilities, panel, reader):
    record = declared(staff(first, 1)[0], program, abilities["C6"], state="reviewing", grade=None)
    return PanelReview.objects.create(declaration=record, panel=panel, reviewer=reader, attempt=record.attempt, blind=True)


def test_panels_are_told_with_those_who_sit_on_them(panel, reader, clerk, abroad):
    [row] = signed_in(clerk).get("/api/v1/review-panels/?unit=341324").json()["results"]
    detail = signed_in(clerk).get(f"/api/v1/review-panels/{panel.pk}/").json()

    assert (row["id"], row["unit"], row["program"], row["delegated_to"]) == (panel.pk, panel.unit.code, "ict2", None)
    assert [(one["username"], one["name"], one["outside"]) for one in detail["members"]] == [("reader", "评审甲", True)]
    assert signed_in(abroad).get("/api/v1/review-panels/").json()["results"] == []
    assert signed_in(abroad).get(f"/api/v1/review-panels/{panel.pk}/").status_code == 404


def test_a_reading_is_told_to_its_reader_alone_and_never_whose_it_is(review, reader, clerk, bureau):
    [row] = signed_in(reader).get("/api/v1/panel-reviews/?state=assigned").json()["results"]

    assert (row["declaration"], row["ability"], row["state"], row["grade"]) == (review.declaration.code, "C6", "assigned", None)
    assert "教师1" not in signed_in(reader).get(f"/api/v1/panel-reviews/{review.pk}/").content.decode()
    for other in (clerk, bureau):
        assert signed_in(other).get("/api/v1/panel-reviews/").json()["results"] == []
        assert signed_in(other).get(f"/api/v1/panel-reviews/{review.pk}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_the_same_however_many(first, program, abilities, panel, reader, count, django_assert_max_num_queries):
    for teacher in staff(first, count):
        record = declared(teacher, program, abilities["C6"], state="reviewing", grade=None)
        PanelReview.objects.create(declaration=record, panel=panel, reviewer=reader, attempt=1)
    api = signed_in(reader)

    with django_assert_max_num_queries(5):
        assert len(api.get("/api/v1/panel-reviews/").json()["results"]) == count


STAGES = {"proposed": ("group", "教研组"), "agreed": ("school", "学校"), "confirmed": ("school", "学校")}


@pytest.mark.parametrize("stage", STAGES)
def test_the_dossier_says_who_acts_next_by_the_stage_of_a_choice(first, program, abilities, clerk, stage):
    [teacher] = staff(first, 1)
    fields = {"agreed_at": "2022-05-01T00:00Z"} if stage != "proposed" else {}
    Selection.objects.create(teacher=teacher, unit=first, program=program, ability=abilities["C6"], stage=stage, **fields)

    told = signed_in(clerk).get(f"/api/v1/teachers/{teacher.code}/dossier/").json()["judgement"]["next"]

    assert STAGES[stage] in [(one["who"], one["who_name"]) for one in told]
    assert all(one["text"] for one in told)


def test_the_people_of_a_run_are_told_with_who_acts_next(scored, first, second, program, abilities, clerk, bureau, abroad):
    lin = first.teachers.get(name="林小雨")
    Selection.objects.create(teacher=lin, unit=first, program=program, ability=abilities["C6"], stage="proposed")
    ledger.credit(first.teachers.get(name="陈默"), program, abilities["A1"])

    rows = signed_in(clerk).get("/api/v1/reports/completion-people/").json()

    assert {row["name"] for row in rows["results"]} == {"林小雨", "陈默", "辅助人"}
    [own] = [row for row in rows["results"] if row["name"] == "林小雨"]
    assert (own["unit"], own["status"], own["online"]) == (first.code, "未完成", "30")
    assert "教研组：商定提出的 1 个选点" in own["next"]
    assert rows["as_of"] == "2022-12-31"
    assert {row["unit"] for row in signed_in(bureau).get("/api/v1/reports/completion-people/").json()["results"]} == {
        first.code,
        second.code,
    }
    assert signed_in(abroad).get("/api/v1/reports/completion-people/").status_code == 400
    assert signed_in(clerk).get("/api/v1/reports/completion-people/?status=x").status_code == 400


@pytest.fixture
def trainer(sixian, first):
    """An institution that works for the county."""
    academy = factories.unit("JG001", "培训学院", "institution", sixian.parent.parent)
    Engagement.objects.create(institution=academy, unit=sixian, starts_on=date(2022, 1, 1))
    staff(first, 2)
    return factories.user("trainer", academy, "institution")


def sends(api, unit, rows, key):
    data = {"sheet": "hours", "unit": unit.code, "file": as_file(xlsx([HEAD, *rows]))}
    return api.post("/api/v1/imports/", data, format="multipart", headers={"Idempotency-Key": key})


def test_an_institution_writes_hours_once_however_often_it_sends_them(trainer, first):
    """The whole way: the file, its reading, the confirmation, each with a key of its own and each sent twice."""
    api = signed_in(trainer)
    rows = [["教师1", id_number(1), "网络研修", 20, "合格", "2022-06-30", "研修一"]]
    rows += [["教师2", id_number(2), "网络研修", "很多", "合格", "2022-06-30", "研修一"]]

    first_time, again = (sends(api, trainer.current_posts()[0].unit, rows, "h-1") for _time in range(2))
    assert (first_time.status_code, again.json()) == (202, first_time.json())
    assert Upload.objects.count() == 1
    upload = first_time.json()["upload"]
    run_job(first_time.json()["job"])
    seen = api.get(f"/api/v1/imports/{upload}/").json()
    assert (seen["counts"]["new"], seen["counts"]["refused"]) == (1, 1)
    jobs = []
    for _time in range(2):
        answer = api.post(
            f"/api/v1/imports/{upload}/confirm/", {"accept_partial": True}, format="json", headers={"Idempotency-Key": "h-2"}
        )
        jobs.append((answer.status_code, answer.json().get("job")))
    assert jobs[0] == jobs[1]
    run_job(jobs[0][1])

    assert TrainingHours.objects.get().source == "institution"
    told = api.get("/api/v1/hours/").json()["results"]
    assert [(row["teacher_name"], row["hours"], row["institution"]) for row in told] == [("教师1", "20", "JG001")]


def test_what_an_institution_may_not_write_is_refused(trainer, first, clerk):
    api = signed_in(trainer)
    data = {"sheet": "credits", "unit": first.code, "file": as_file(xlsx([["姓名"]]))}

    assert api.post("/api/v1/imports/", data, format="multipart").status_code in (403, 404)
    assert api.post("/api/v1/credit-entries/", {}, format="json").status_code == 405
    assert not Upload.objects.exists()
