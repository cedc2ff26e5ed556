"""任务单: what a teacher has to do, on paper."""

import logging
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from credits.actions import items, plans, tasksheets
from credits.actions.choosing import choose
from portal.documents.models import Document
from portal.documents.rendering import render
from portal.jobs.models import Job
from portal.kit.errors import Denied, Refused
from tests import factories
from tests.credits import ledger
from tests.schools import people


@pytest.fixture
def lin(first, program, abilities):
    items.load_items(rows=items.read_items(), by=None)
    return people.teacher(first, "林小雨", 1, subject="语文", research_group="语文教研组")


@pytest.fixture
def chosen(lin, first, program, clerk):
    plans.set_up(unit=first, program=program, year=2022, abilities=[], closes_on=date(2022, 4, 30), by=clerk)
    choose(teacher=lin, program=program, codes=["C6", "C7"], by=clerk)
    ledger.hours(lin, program, "online", 1050)
    return lin


def sheet_of(teacher, program):
    [form] = tasksheets.sheets_of(teacher.unit, program, [teacher])
    return form


def test_a_sheet_says_what_is_asked_by_which_clause_the_points_the_items_and_the_hours(chosen, program):
    form = sheet_of(chosen, program)
    asked = {label: (text, clause) for label, text, clause in form.asked}
    assert asked["网络研修学时"][1].startswith("泗教师字〔2022〕1号")
    assert [row[0] for row in form.points] == ["C6 应用数据分析模型", "C7 创建数据分析微模型"]
    assert form.credits == "20"
    assert [row[1] for row in form.items if row[0] == "C6"] == ["模型应用方案（文档） *", "数据分析结果 *", "反思 *"]
    assert form.hours[:2] == (("网络研修", "30", "10.5", "19.5"), ("实践应用", "30", "0", "30"))
    assert form.hours[2][1:] == ("—", "0", "—")
    assert form.days[0] == ("选点截止", "2022-04-30")
    assert "非官方" in form.unofficial


def test_an_item_the_office_has_worded_is_not_marked_and_shows_its_limits(chosen, program, sixian, bureau, abilities):
    said = {"name": "数据分析结果", "kinds": ["video", "text"], "largest": 500, "minutes": 15, "characters": 800}
    said |= {"required": False, "excellent": [], "passed": []}
    item = next(one for one in items.items_of(abilities["C6"], sixian) if one.key == "C6-2")
    items.change(item=item, unit=sixian, by=bureau, **said)
    row = sheet_of(chosen, program).items[1]
    assert row == ("C6", "数据分析结果", "视频、在线填写；不超过 500 MB；不超过 15 分钟；不超过 800 字", "选交")


def test_a_sheet_without_choices_says_so(lin, program):
    form = sheet_of(lin, program)
    assert (form.points, form.items, form.unofficial) == ((), (), "")


@pytest.mark.parametrize("name", ["林小雨", "欧阳䶮"])
def test_a_sheet_draws_every_character(chosen, program, caplog, name):
    chosen.name = name
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        [drawn] = render([sheet_of(chosen, program)])
    assert drawn.pdf.startswith(b"%PDF")
    assert [record.message for record in caplog.records] == []


def test_sheets_of_a_school_cost_the_same_however_many(chosen, first, program, clerk):
    with CaptureQueriesContext(connection) as one:
        sheet_of(chosen, program)
    others = [people.teacher(first, f"教师{n}", n) for n in (2, 3)]
    for other in others:
        choose(teacher=other, program=program, codes=["A1", "C6"], by=clerk)
    with CaptureQueriesContext(connection) as three:
        assert len(tasksheets.sheets_of(first, program, [chosen, *others])) == 3
    assert len(three) == len(one)


def test_the_teacher_reads_his_sheet_and_the_school_issues_it_once(client, chosen, first, program, clerk):
    chosen.user = factories.user("lin", first, "teacher")
    chosen.save()
    client.force_login(chosen.user)
    answer = client.get(reverse("credits:task-sheet", args=[chosen.code]))
    assert answer.content.startswith(b"%PDF")
    assert client.post(reverse("credits:task-sheet-issue", args=[chosen.code])).status_code == 404
    client.force_login(clerk)
    for _again in range(2):
        client.post(reverse("credits:task-sheet-issue", args=[chosen.code]))
    assert Document.objects.get().subject_text == "林小雨 泗县第一小学"


def test_a_school_asks_for_the_sheets_of_all_its_teachers_as_a_job(client, chosen, first, second, program, clerk):
    people.teacher(first, "陈默", 2)
    people.teacher(second, "王一", 3)
    client.force_login(clerk)
    client.post(reverse("credits:task-sheets"), {"unit": first.code})
    job = Job.objects.get(kind="documents.batch")
    assert len(job.params["documents"]) == 2
    assert sorted(Document.objects.values_list("subject_text", flat=True)) == ["林小雨 泗县第一小学", "陈默 泗县第一小学"]


def test_another_school_and_a_county_without_schools_get_no_batch(chosen, first, second, sixian, program, bureau):
    with pytest.raises(Denied):
        tasksheets.request_batch(unit=first, program=program, by=factories.user("other", second, "school_admin"))
    with pytest.raises(Refused, match="不是学校"):
        tasksheets.request_batch(unit=sixian, program=program, by=bureau)
    with pytest.raises(Refused, match="没有在岗教师"):
        tasksheets.request_batch(unit=second, program=program, by=bureau)
