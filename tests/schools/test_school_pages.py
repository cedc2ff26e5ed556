"""The list of schools and what a school's page tells and takes."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from portal.audit.models import Event
from schools.actions import censuses
from schools.actions import schools as actions
from schools.models import School
from tests import factories
from tests.schools import people

LIST = reverse("schools:school-list")
PLAIN = {"kind": "school", "ownership": "public", "stages": ["primary"]}


def text(response) -> str:
    return response.content.decode()


def names(response) -> list[str]:
    return [row.name for row in response.context["page"].rows]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["乐清市第一小学", "乐清市第二小学"]),
        ({"q": "第二"}, ["乐清市第二小学"]),
        ({"q": "1133000001"}, ["乐清市第一小学"]),
        ({"stage": "primary"}, ["乐清市第一小学"]),
        ({"ownership": "private"}, []),
        ({"rural": "yes"}, ["乐清市第一小学"]),
        ({"described": "no"}, ["乐清市第二小学"]),
        ({"unit": "1133000001"}, ["乐清市第一小学"]),
        ({"order": "-place"}, ["乐清市第二小学", "乐清市第一小学"]),
    ],
)
def test_the_list_shows_the_schools_of_ones_scope(client, first_school, second_school, far_school, yueqing_bureau, query, found):
    actions.describe(unit=first_school, by=None, rural=True, **PLAIN)
    client.force_login(yueqing_bureau)

    assert names(client.get(LIST, query)) == found


def test_the_export_stands_under_the_headings_of_the_printed_list(client, first_school, second_school, lin, yueqing_bureau):
    actions.describe(
        unit=first_school, by=None, contact="陈老师", phone="13800138009", **PLAIN | {"stages": ["primary", "junior_secondary"]}
    )
    client.force_login(yueqing_bureau)

    book = load_workbook(BytesIO(b"".join(client.get(LIST, {"export": "xlsx"}).streaming_content)))

    lines = [[cell.value for cell in line] for line in book.active]
    assert lines[0][:8] == ["学校标识码", "实施学校名称", "所属单位", "所属学段", "办学性质", "联系人", "手机号", "教师数"]
    assert lines[1][:8] == ["1133000001", "乐清市第一小学", "乐清市", "小学、初中", "公办", "陈老师", "13800138009", 1]
    assert lines[2][:2] == ["1133000002", "乐清市第二小学"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_many(client, yueqing, yueqing_bureau, count, django_assert_num_queries):
    for number in range(count):
        actions.describe(unit=people.school(f"113300001{number}", f"学校{number}", yueqing), by=None, **PLAIN)
    client.force_login(yueqing_bureau)

    with django_assert_num_queries(12):
        response = client.get(LIST)

    assert len(names(response)) == count


def test_the_page_saves_all_a_school_has(client, first_school, second_school, yueqing_bureau):
    actions.describe(unit=second_school, by=None, **PLAIN)
    client.force_login(yueqing_bureau)
    sent = PLAIN | {
        "kind": "teaching_point",
        "small": "on",
        "remote": "on",
        "environment": "blended",
        "area": "东片",
        "lead_school": "乐清市第二小学",
        "central_school": "1133000002",
        "contact": "陈 老师",
        "phone": "0577-61230000",
    }

    response = client.post(reverse("schools:school", args=[first_school.code]), sent)

    assert response.status_code == 302
    school = School.objects.get(unit=first_school)
    assert (school.remote, school.environment, school.area, school.contact) == (True, "blended", "东片", "陈老师")
    assert school.lead_school == school.central_school == second_school.school
    assert 'value="乐清市第二小学"' in text(client.get(reverse("schools:school", args=[first_school.code])))


def test_a_changed_phone_stands_masked_in_the_log(first_school, yueqing_bureau):
    actions.describe(unit=first_school, by=None, phone="13800138009", **PLAIN)
    actions.describe(unit=first_school, by=yueqing_bureau, phone="13900138009", **PLAIN)

    [change] = Event.objects.filter(verb="school.described").last().changes.all()
    assert (change.field, change.before, change.after) == ("phone", "1*********9", "1*********9（新号码）")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"stages": []}, "必填"),
        ({"lead_school": "西湖小学"}, "您的管理范围内没有“西湖小学”"),
        ({"central_school": "乐清市第二小学"}, "还没有填写学校信息"),
        ({"phone": "12"}, "不是有效的电话号码"),
    ],
)
def test_what_cannot_be_is_said(client, first_school, second_school, far_school, yueqing_bureau, changes, said):
    client.force_login(yueqing_bureau)

    response = client.post(reverse("schools:school", args=[first_school.code]), PLAIN | changes)

    assert response.status_code == 422
    assert said in text(response)


def test_a_teaching_point_is_nobodys_central_school(client, first_school, second_school, yueqing, yueqing_bureau):
    third = people.school("1133000003", "乐清市第三小学", yueqing)
    for unit in (third, second_school):
        actions.describe(unit=unit, by=None, **PLAIN)
    actions.describe(unit=second_school, by=None, central_school=third.school, **PLAIN)
    client.force_login(yueqing_bureau)

    response = client.post(reverse("schools:school", args=[first_school.code]), PLAIN | {"central_school": "乐清市第二小学"})

    assert "乐清市第二小学是教学点，不能作为中心校。" in text(response)


def test_the_page_tells_of_people_and_reports(client, first_school, lin, yueqing, yueqing_bureau, first_clerk):
    today = timezone.localdate()
    census = censuses.call(unit=yueqing, title="秋季名册", counted_on=today, due_on=today, by=yueqing_bureau)
    client.force_login(first_clerk)
    address = reverse("schools:school", args=[first_school.code])

    before = text(client.get(address))
    censuses.report(census=census, unit=first_school, by=first_clerk)
    after = text(client.get(address))

    assert reverse("schools:report-new", args=[census.pk, first_school.code]) in before
    assert "已上报" in after
    assert f"?unit={first_school.code}" in after


def test_a_foreign_school_is_not_there(client, first_school, xihu_bureau, second_clerk):
    for person in (xihu_bureau, second_clerk):
        client.force_login(person)
        assert client.get(reverse("schools:school", args=[first_school.code])).status_code == 404


def test_who_only_reads_a_school_sees_pairs_and_who_keeps_them(client, first_school, second_school, yueqing_bureau):
    actions.describe(unit=second_school, by=None, **PLAIN)
    more = {"rural": True, "environment": "blended", "area": "东片", "lead_school": second_school.school}
    actions.describe(unit=first_school, by=None, **PLAIN | more)
    address = reverse("schools:school", args=[first_school.code])
    client.force_login(factories.user("head", first_school, "cio"))

    page = client.get(address)

    told = {str(label): value for label, value in page.context["told"]}
    assert (told["学段"], told["乡村学校"], told["小规模学校"], told["片区"]) == ("小学", "是", "否", "东片")
    assert (told["片区牵头学校"], told["联系人"]) == ("乐清市第二小学", "—")
    assert "由学校管理员、所属中心校的管理员和上级主管部门维护" in text(page)
    assert 'name="stages"' not in text(page)
    client.force_login(yueqing_bureau)
    assert 'name="stages"' in text(client.get(address))
