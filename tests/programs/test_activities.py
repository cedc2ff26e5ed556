"""Activities, who came, what visits found, what surveys counted, the pool of experts."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.kit.errors import Denied, Refused, WrongState
from portal.sheets import actions as sheets
from programs.actions import activities, rectifying
from programs.enums.activities import MOVES, TURN, FindingState
from programs.facts.activities import report
from programs.models import Activity, ActivityFigure, Expert, Participation, VisitFinding
from tests import factories
from tests.programs import factories as evidence
from tests.schools import people
from tests.sheets.flow import bring, findings, keep

DAY = date(2022, 5, 10)
SHEET = ["主办单位", "类型", "名称", "方式", "开始日期", "结束日期", "地点", "对方单位", "参加人数"]
EXPERTS = ["建库单位", "姓名", "工作单位", "来源", "专长", "电话"]


@pytest.fixture
def program(db):
    return evidence.program()


@pytest.fixture
def school(yueqing):
    return people.school("2133000001", "乐清市第一小学", yueqing)


@pytest.fixture
def clerk(school):
    return factories.user("clerk", school, "school_admin")


def held(unit, program, kind="course", title="第一期培训", **fields):
    return activities.hold(unit=unit, program=program, kind=kind, title=title, starts_on=DAY, by=None, **fields)


def test_a_pasted_list_signs_in_everybody_once_and_ties_them_to_the_roster(client, school, program, clerk):
    teacher = people.teacher(school, "林小雨", 1)
    row = held(school, program)
    client.force_login(clerk)
    address = reverse("programs:activity-sign-in", args=[row.pk])

    for _time in range(2):
        client.post(address, {"people": "林小雨 乐清市第一小学\n王 明\t\n\n林小雨\t乐清市第一小学"})

    rows = Participation.objects.order_by("pk").values_list("name", "workplace", "teacher")
    assert list(rows) == [("林小雨", "乐清市第一小学", teacher.pk), ("王", "明", None)]


def test_an_activity_is_put_down_after_it_was_held_and_once(school, program):
    held(school, program)

    with pytest.raises(Refused, match="已经登记"):
        held(school, program)
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Refused, match="在今天之后"):
        activities.hold(unit=school, program=program, kind="course", title="x", starts_on=tomorrow, by=None)


def test_a_pairing_names_its_partner_who_sees_it_too(client, school, program, xihu, xihu_bureau):
    with pytest.raises(Refused, match="结对活动须填写对方单位"):
        held(school, program, kind="pairing")
    far = people.school("1133000009", "西湖小学", xihu)
    row = held(school, program, kind="pairing", partner=far)
    client.force_login(xihu_bureau)

    assert client.get(row.get_absolute_url()).status_code == 200


def test_what_a_visit_found_is_mended_by_the_school_and_closed_by_those_who_found_it(
    client, school, program, yueqing, yueqing_bureau, clerk
):
    visit = held(yueqing, program, kind="visit", title="五月督查")
    client.force_login(yueqing_bureau)
    client.post(
        reverse("programs:activity-find", args=[visit.pk]), {"unit": school.code, "text": "没有选点", "due_on": "2022-05-20"}
    )
    found = VisitFinding.objects.get()
    with pytest.raises(WrongState, match="填写整改情况之后才能销号"):
        rectifying.close(finding=found, by=yueqing_bureau)
    assert client.get(reverse("programs:finding-list"), {"overdue": "yes"}).context["page"].rows == [found]

    client.force_login(clerk)
    assert client.get(visit.get_absolute_url()).status_code == 404
    assert client.get(reverse("programs:finding-close", args=[found.pk])).status_code == 404
    client.post(reverse("programs:finding-mend", args=[found.pk]), {"done": "已补选"})
    client.force_login(yueqing_bureau)
    client.post(reverse("programs:finding-reopen", args=[found.pk]), {"remark": "只选了一半"})
    rectifying.mend(finding=VisitFinding.objects.get(), done="全部选完", by=clerk)
    client.post(reverse("programs:finding-close", args=[found.pk]), {"remark": "属实"})

    found.refresh_from_db()
    assert (found.state, found.done, found.closed_by, found.remark) == ("closed", "全部选完", yueqing_bureau, "属实")


def test_only_visits_find_things_and_only_below_them(school, program, yueqing, xihu):
    with pytest.raises(Refused, match="只有调研督查活动登记问题"):
        rectifying.find(activity=held(yueqing, program), unit=school, text="x", due_on=DAY, by=None)
    visit = held(yueqing, program, kind="visit")
    with pytest.raises(Refused, match="西湖区不在乐清市之内"):
        rectifying.find(activity=visit, unit=xihu, text="x", due_on=DAY, by=None)


def test_every_state_of_a_finding_has_its_moves_and_its_turn():
    assert set(MOVES) == set(TURN) == set(FindingState)


def test_a_survey_counts_by_unit_and_the_last_number_holds(school, program, yueqing):
    survey = held(yueqing, program, kind="survey")
    with pytest.raises(Refused, match="人数 31 大于总人数 30"):
        activities.count(activity=survey, unit=school, item="需要混合学习培训", number=31, total=30, by=None)
    for number in (20, 25):
        activities.count(activity=survey, unit=school, item="需要混合学习培训", number=number, total=30, by=None)

    row = ActivityFigure.objects.current().get()
    assert (row.number, row.total) == (25, 30)


def test_the_report_counts_names_where_there_are_some_and_numbers_where_not(yueqing, program, school):
    first = held(yueqing, program, headcount=99)
    held(yueqing, program, title="第二期培训", headcount=40)
    activities.sign_in_many(activity=first, people=[("甲", ""), ("乙", "")], by=None)
    visit = held(yueqing, program, kind="visit")
    rectifying.find(activity=visit, unit=school, text="x", due_on=DAY, by=None)

    rows = report(Activity.objects.all())

    assert [(row.kind, row.held, row.came, row.findings, row.closed) for row in rows] == [
        ("course", 2, 42, 0, 0),
        ("visit", 1, 0, 1, 0),
    ]


def test_activities_come_in_by_sheet_and_go_back(yueqing, school, program, yueqing_bureau):
    rows = [
        SHEET,
        ["乐清市第一小学", "启动会", "启动会", "集中培训", "2022年5月1日", None, "报告厅", None, 120],
        ["乐清市", "结对", "城乡结对", None, "2022-05-02", None, None, None, None],
        ["乐清市", "培训", "倒着开的会", None, "2022-05-02", "2022-05-01", None, None, None],
    ]

    upload = bring("activities", rows, unit=yueqing, by=yueqing_bureau)
    assert findings(upload, "row") == [(3, "对方单位", "partner_missing"), (4, "结束日期", "ends_early")]
    upload = keep(upload, by=yueqing_bureau, accept_partial=True)
    row = Activity.objects.get()
    assert (row.unit, row.kind, row.mode, row.starts_on, row.headcount) == (
        school,
        "kick_off",
        "face_to_face",
        date(2022, 5, 1),
        120,
    )
    sheets.undo(upload=upload, by=yueqing_bureau)

    assert Activity.objects.current().count() == 0


def test_experts_come_in_by_sheet_and_schools_below_see_them(client, yueqing, program, yueqing_bureau, clerk, xihu_bureau):
    rows = [
        EXPERTS,
        ["乐清市", "陈知行", "某大学", "高校", "精准教学", "0577-62520000"],
        ["乐清市", "李安", "", "教研员", "评价", ""],
    ]

    keep(bring("experts", rows, unit=yueqing, by=yueqing_bureau), by=yueqing_bureau, accept_partial=True)

    assert Expert.objects.get().phone == "0577-62520000"
    seen = {}
    for user in (clerk, xihu_bureau):
        client.force_login(user)
        seen[user.username] = len(client.get(reverse("programs:expert-list")).context["page"].rows)
    assert seen == {"clerk": 1, "xihu": 0}
    with pytest.raises(Denied):
        activities.strike_expert(expert=Expert.objects.get(), by=clerk)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_many(client, yueqing, program, yueqing_bureau, count, django_assert_num_queries):
    for number in range(count):
        held(yueqing, program, title=f"第{number}期")
    client.force_login(yueqing_bureau)

    with django_assert_num_queries(6):
        page = client.get(reverse("programs:activity-list"))

    assert len(page.context["page"].rows) == count


def test_an_activity_says_for_whom_it_was_and_what_it_was_about(client, sends, school, yueqing, program, yueqing_bureau):
    rows = [
        [*SHEET[:4], "对象", "专题", *SHEET[4:]],
        ["乐清市", "培训", "校长培训", "集中培训", "管理团队", "", "2022-05-10", *[""] * 4],
    ]
    keep(bring("activities", rows, unit=yueqing, by=yueqing_bureau), by=yueqing_bureau)
    sent = {"unit": "330382", "program": "ict2", "kind": "course", "title": "平台实操", "starts_on": "2022-05-11"}
    made = sends(yueqing_bureau, "activities/", sent | {"audience": "teachers", "topic": "platform"})
    client.force_login(yueqing_bureau)

    def titles(**asked):
        return [row.title for row in client.get(reverse("programs:activity-list"), asked).context["page"].rows]

    assert made.json()["topic"] == "platform"
    assert titles(audience="managers") == ["校长培训"]
    assert titles(topic="platform") == ["平台实操"]
    assert "平台功能使用" in client.get(Activity.objects.get(topic="platform").get_absolute_url()).content.decode()
