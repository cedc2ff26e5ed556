"""上报: what schools report of their choices, and what the county sees of it."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db.models import F
from django.urls import reverse
from openpyxl import load_workbook

from credits.actions import choice_reports, choices
from credits.facts.choosing import by_ability, standings
from credits.models import Selection, SelectionReport
from portal.kit.clock import database_now
from portal.kit.errors import Denied, Refused, WrongState
from programs.actions.task_days import set_days
from programs.actions.tasks import open_task
from programs.models import Filing, Task
from tests.credits.choosing import YEAR, chosen, confirmed
from tests.schools import people


def test_a_school_reports_once_and_again_after_a_change(lin, head, first, clerk, program, bureau):
    confirmed(lin, program, clerk, "C6", "C7")
    row = choice_reports.report(unit=first, program=program, year=YEAR, by=clerk)
    assert (row.teachers, row.chosen, row.points, row.number) == (2, 1, 2, 1)
    with pytest.raises(WrongState, match="没有变动"):
        choice_reports.report(unit=first, program=program, year=YEAR, by=clerk)
    confirmed(head, program, clerk, "A1")
    assert standings(first, program, YEAR)[0].changed
    assert choice_reports.report(unit=first, program=program, year=YEAR, by=clerk).number == 2
    assert sorted(SelectionReport.objects.values_list("state", flat=True)) == ["filed", "replaced"]


def test_one_point_in_place_of_another_is_a_change_though_the_figures_are_the_same(lin, first, clerk, program):
    confirmed(lin, program, clerk, "C6", "C7")
    row = choice_reports.report(unit=first, program=program, year=YEAR, by=clerk)
    SelectionReport.objects.filter(pk=row.pk).update(reported_at=row.reported_at - timedelta(minutes=1))
    Selection.objects.update(
        created_at=F("created_at") - timedelta(minutes=2), confirmed_at=F("confirmed_at") - timedelta(minutes=2)
    )
    assert not standings(first, program, YEAR)[0].changed

    choices.send_back(selections=Selection.objects.filter(ability__code="C7"), reason="换点", by=clerk)
    confirmed(lin, program, clerk, "A1")

    now = standings(first, program, YEAR)[0]
    assert (now.chosen, now.points, now.changed) == (1, 2, True)


def test_nothing_is_reported_while_choices_wait_or_nobody_chose(lin, head, first, clerk, program):
    with pytest.raises(Refused, match="还没有教师确认选点"):
        choice_reports.report(unit=first, program=program, year=YEAR, by=clerk)
    confirmed(head, program, clerk, "A1")
    chosen(lin, "C6", program=program)
    with pytest.raises(Refused, match="还有 1 条选点没有商定或确认"):
        choice_reports.report(unit=first, program=program, year=YEAR, by=clerk)


def test_the_bureau_sends_a_report_back_with_a_reason(lin, first, clerk, program, bureau):
    confirmed(lin, program, clerk, "C6")
    row = choice_reports.report(unit=first, program=program, year=YEAR, by=clerk)
    with pytest.raises(Denied):
        choice_reports.send_back(row=row, reason="请补报", by=clerk)
    choice_reports.send_back(row=row, reason="请补报", by=bureau)
    assert standings(first, program, YEAR)[0].report is None
    assert choice_reports.report(unit=first, program=program, year=YEAR, by=clerk).number == 2


def test_the_county_counts_teachers_choices_and_points_of_every_school(lin, head, first, second, sixian, clerk, program, abilities):
    people.teacher(second, "王一", 5)
    people.teacher(second, "教辅人", 6, category="support")
    confirmed(lin, program, clerk, "C6", "C7")
    chosen(head, "C6", program=program)
    told = [(one.unit, one.teachers, one.chosen, one.lacking, one.points, one.open) for one in standings(sixian, program, YEAR)]
    assert told == [(first, 2, 1, 1, 2, 1), (second, 1, 0, 1, 0, 0)]
    assert by_ability(sixian, program) == [(abilities["C6"], 1), (abilities["C7"], 1)]


def test_the_standing_of_schools_costs_the_same_however_many(lin, first, second, sixian, program, django_assert_num_queries):
    with django_assert_num_queries(4):
        assert len(standings(sixian, program, YEAR)) == 1
    people.teacher(second, "王一", 5)
    people.teacher(people.school("3413249003", "泗县第三小学", sixian), "李二", 6)
    with django_assert_num_queries(4):
        assert len(standings(sixian, program, YEAR)) == 3


def test_a_school_reports_and_the_county_sees_who_did_not(client, lin, first, second, sixian, clerk, bureau, program):
    people.teacher(second, "王一", 5)
    confirmed(lin, program, clerk, "C6", "C7")
    client.force_login(clerk)
    asked = client.get(f"{reverse('credits:choice-report')}?year=2022").content.decode()
    assert "1 名教师中 1 人已确认选点，共 2 个" in asked
    client.post(f"{reverse('credits:choice-report')}?year=2022", {"note": "全部确认"})
    assert "全部确认" in client.get(f"{reverse('credits:choice-overview')}?year=2022").content.decode()
    client.force_login(bureau)
    answer = client.get(f"{reverse('credits:choice-overview')}?year=2022")
    html = answer.content.decode()
    assert answer.context["sums"] == {"teachers": 2, "chosen": 1, "lacking": 1, "points": 2, "open": 0, "schools": 2, "filed": 1}
    assert "还没有上报 2022 年度教师选点：泗县第二小学。" in html
    assert [(one[0].code, one[1]) for one in answer.context["points"]] == [("C6", 1), ("C7", 1)]
    shown = client.get(f"{reverse('credits:choice-overview')}?year=2022&show=missing").context["rows"]
    assert [one.unit for one in shown] == [second]
    client.post(reverse("credits:choice-report-return", args=[SelectionReport.objects.get().pk]), {"reason": "请核对"})
    assert SelectionReport.objects.get().state == "returned"


def cells(response):
    return [list(row) for row in load_workbook(BytesIO(b"".join(response))).active.iter_rows(values_only=True)]


def test_the_county_takes_schools_and_points_home_as_workbooks(client, lin, first, clerk, bureau, program):
    confirmed(lin, program, clerk, "C6", "C7")
    client.force_login(bureau)
    page = f"{reverse('credits:choice-overview')}?year=2022&export=xlsx"
    assert cells(client.get(page))[1][:7] == ["3413249001", "泗县第一小学", 1, 1, 0, 2, 0]
    assert [row[0] for row in cells(client.get(f"{page}&of=points"))] == ["能力点编号", "C6", "C7"]
    assert cells(client.get(f"{reverse('credits:choice-list')}?export=xlsx"))[1][8] == "已确认"


def test_rest_tells_how_choosing_goes_and_how_far_a_choice_is(client, lin, head, first, clerk, program):
    confirmed(lin, program, clerk, "C6")
    chosen(head, "C7", program=program)
    client.force_login(clerk)
    [row] = client.get("/api/v1/reports/choices/?year=2022").json()["results"]
    assert (row["unit"], row["teachers"], row["chosen"], row["open"], row["reported_at"]) == (first.code, 2, 1, 1, None)
    assert client.get("/api/v1/reports/choices/?year=MMXXII").status_code == 400
    rows = client.get("/api/v1/selections/").json()["results"]
    assert {row["ability"]: row["stage"] for row in rows} == {"C6": "confirmed", "C7": "proposed"}


@pytest.fixture
def asked(first, bureau):
    """The school's filing of 教师微能力点选择情况, opened by the bureau."""
    task = Task.objects.get(key="ability_choices")
    due = database_now() + timedelta(days=5)
    set_days(task=task, opens_at=due - timedelta(days=30), due_at=due, reason="试", by=None)
    open_task(task=task, by=None)
    return Filing.objects.select_related("task", "unit").get(task=task, unit=first)


def test_a_report_hands_in_what_the_countys_task_asks_for(client, asked, lin, first, clerk, program):
    confirmed(lin, program, clerk, "C6", "C7")
    year = asked.task.due_at.year
    client.force_login(clerk)
    page = f"{reverse('credits:choice-report')}?unit={first.code}&amp;year={year}"
    assert page in client.get(asked.get_absolute_url()).content.decode()

    html = client.post(f"{reverse('credits:choice-report')}?year={year}", {"note": ""}, follow=True).content.decode()

    assert "同时报送了“教师微能力点选择情况”。" in html
    asked.refresh_from_db()
    assert asked.state == "submitted"
    told = asked.current.data
    assert (told["chosen"], told["points"], [row["name"] for row in told["people"]]) == (1, 2, ["林小雨"])
    assert "C6" in client.get(asked.get_absolute_url()).content.decode()


def test_a_task_that_is_too_late_leaves_the_report_and_is_named(asked, lin, first, clerk, program):
    confirmed(lin, program, clerk, "C6")
    Filing.objects.update(due_at=database_now() - timedelta(minutes=1))

    row = choice_reports.report(unit=first, program=program, year=asked.task.due_at.year, by=clerk)

    assert (row.state, row.handed_in, row.left) == ("filed", [], [asked])
    asked.refresh_from_db()
    assert asked.state == "due"
