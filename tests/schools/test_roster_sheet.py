from datetime import date

import pytest
from django.urls import reverse

from portal.audit.models import Event
from portal.kit.errors import Refused
from portal.sheets import actions
from schools.enums import TeacherStatus
from schools.models import Employment, Teacher, Transfer
from tests import factories
from tests.schools import people
from tests.schools.people import HEADINGS, id_number, row
from tests.sheets.flow import bring, findings, keep


@pytest.fixture
def school(yueqing):
    return people.school("2133000001", "乐成第一小学", yueqing)


@pytest.fixture
def clerk(school):
    return factories.user("clerk", school, "school_admin")


def test_a_school_brings_in_its_roster_and_each_person_is_employed_there(school, clerk):
    rows = [HEADINGS, row(), row("欧阳·买买提", 2, phone="13900000002"), row("䶮㼆𠮷", 3, stage="幼儿园")]

    upload = keep(bring("roster", rows, unit=school, by=clerk), by=clerk)

    assert upload.counts["new"] == 3
    first = Teacher.objects.get(name="林小雨")
    assert (first.unit, first.born_on, first.sex, first.status) == (school, date(1985, 6, 7), "male", "in_post")
    assert first.id_number == id_number(1)
    assert Employment.objects.active().filter(unit=school).count() == 3
    again = bring("roster", rows, unit=school, by=clerk)
    assert (again.counts["new"], again.counts["changed"], again.counts["unchanged"]) == (0, 0, 3)


def test_numbers_stand_encrypted_and_masked_in_the_preview(school, clerk):
    upload = bring("roster", [HEADINGS, row()], unit=school, by=clerk)

    assert id_number(1) not in str(upload.preview)
    assert "行码" not in upload.preview["headings"]
    assert len(upload.preview["new"][0]["cells"]) == len(upload.preview["headings"])
    keep(upload, by=clerk)
    assert Teacher.objects.extra(select={"raw": "id_number"}).values_list("raw", flat=True)[0] != id_number(1)


def test_the_page_says_when_a_column_must_be_filled(client, clerk):
    client.force_login(clerk)

    page = client.get(reverse("sheets:upload-new", args=["roster"])).content.decode()

    for said in ("新登记的人员须填写", "教师须填写；可填：", "留空按教师登记；可填："):
        assert said in page


def test_a_template_with_masked_numbers_comes_back_without_loss(school, clerk):
    keep(bring("roster", [HEADINGS, row(phone="13900000001")], unit=school, by=clerk), by=clerk)
    teacher = Teacher.objects.get()
    headings = ["行码", "姓名", "证件号码", "手机号", "学段", "任教学科"]
    filled = [teacher.code, "林小雨", teacher.masked_id, teacher.masked_phone, "小学", "数学"]

    upload = keep(bring("roster", [headings, filled], unit=school, by=clerk), by=clerk)

    assert (upload.counts["changed"], upload.counts["new"]) == (1, 0)
    teacher.refresh_from_db()
    assert (teacher.subject, teacher.id_number, teacher.phone) == ("数学", id_number(1), "13900000001")


def test_columns_the_file_does_not_have_leave_what_is_stored(school, clerk):
    keep(bring("roster", [HEADINGS, row(phone="13900000001", staff_number="0007")], unit=school, by=clerk), by=clerk)

    upload = bring("roster", [HEADINGS[:3], row()[:3]], unit=school, by=clerk)

    assert upload.counts["unchanged"] == 1


def test_bad_rows_are_all_told_at_once_and_the_others_are_kept(school, clerk):
    wrong = row("王小明", 4)
    wrong[1] = wrong[1][:-1] + ("0" if wrong[1][-1] != "0" else "1")
    rows = [
        HEADINGS,
        row(),
        wrong,
        ["赵六", 3.3010219900307123e17, "小学", "语文", None, None],
        ["钱七", None, "小学", "语文", None, None],
        ["孙八", id_number(5), None, "语文", "134225642274", None],
        ["李九", id_number(6), "小学", "语文", None, None],
        ["周十", id_number(6), "小学", "语文", None, None],
    ]

    upload = bring("roster", rows, unit=school, by=clerk)

    assert sorted(findings(upload, "row")) == [
        (3, "证件号码", "id_check"),
        (4, "证件号码", "id_as_number"),
        (5, "证件号码", "id_missing"),
        (6, "学段", "stage_missing"),
        (6, "手机号", "phone"),
        (7, "证件号码", "repeated"),
        (8, "证件号码", "repeated"),
    ]
    done = keep(upload, by=clerk, accept_partial=True)
    assert (done.counts["new"], done.counts["refused"]) == (1, 6)


def test_a_whole_roster_asks_why_each_missing_person_is_gone(school, clerk):
    rows = [HEADINGS, *(row(f"教师{letter}", number) for number, letter in enumerate("甲乙丙丁", start=1))]
    keep(bring("roster", rows, unit=school, by=clerk), by=clerk)

    upload = bring("roster", rows[:2], unit=school, by=clerk, whole=True)
    assert upload.counts["vanished"] == 3
    by_name = {text[:3]: key for key, text in upload.preview["vanished"]}
    departed = {str(by_name["教师乙"]): "retired", str(by_name["教师丙"]): "keep"}
    done = keep(upload, by=clerk, choices={"vanished": "left", "departed": departed})

    assert done.counts["departed"] == 2
    status = dict(Teacher.objects.values_list("name", "status"))
    assert status == {"教师甲": "in_post", "教师乙": "retired", "教师丙": "in_post", "教师丁": "left"}
    endings = dict(Employment.objects.exclude(ends_on=None).values_list("teacher__name", "ending"))
    assert endings == {"教师乙": "retired", "教师丁": "left"}
    assert bring("roster", rows[:2], unit=school, by=clerk, whole=True).counts["vanished"] == 1


def test_an_undone_roster_leaves_people_and_employments_as_they_were(school, clerk):
    rows = [HEADINGS, row("教师甲", 1), row("教师乙", 2)]
    keep(bring("roster", rows, unit=school, by=clerk), by=clerk)
    later = [HEADINGS, row("教师甲", 1, subject="数学"), row("教师丙", 3)]
    upload = keep(bring("roster", later, unit=school, by=clerk, whole=True), by=clerk, choices={"vanished": "left"})
    assert set(Teacher.objects.employed().values_list("name", "subject")) == {("教师甲", "数学"), ("教师丙", "语文")}

    actions.undo(upload=upload, by=clerk)

    assert set(Teacher.objects.employed().values_list("name", "subject")) == {("教师甲", "语文"), ("教师乙", "语文")}
    assert set(Employment.objects.active().values_list("teacher__name", flat=True)) == {"教师甲", "教师乙"}


def test_somebody_of_another_county_is_asked_for_and_nothing_is_told_of_him(school, clerk, xihu):
    other = people.school("2133000009", "西湖第九小学", xihu)
    people.teacher(other, "林小雨", 1)

    upload = bring("roster", [HEADINGS, row("林小雨", 1), row("教师乙", 2)], unit=school, by=clerk)

    assert (upload.counts["waiting"], upload.counts["new"]) == (1, 1)
    told = str(upload.preview["waiting"]) + str(list(upload.findings.values_list("message", "advice")))
    assert "西湖" not in told
    keep(upload, by=clerk, choices={"rows": {f"{upload.preview['waiting'][0]['sheet']}!2": "ask"}})
    transfer = Transfer.objects.get()
    assert (transfer.from_unit, transfer.to_unit, transfer.state) == (other, school, "asked")
    assert Teacher.objects.get(name="林小雨").unit == other


def test_a_county_moves_somebody_between_two_of_its_schools(yueqing, yueqing_bureau, school):
    second = people.school("2133000002", "乐成第二小学", yueqing)
    moving = people.teacher(school, "林小雨", 1)
    rows = [[*HEADINGS, "学校"], [*row("林小雨", 1), "乐成第二小学"]]

    upload = bring("roster", rows, unit=yueqing, by=yueqing_bureau)
    assert upload.counts["waiting"] == 1
    keep(upload, by=yueqing_bureau, choices={"rows": {f"{upload.preview['waiting'][0]['sheet']}!2": "move"}})

    moving.refresh_from_db()
    assert moving.unit == second
    assert list(Employment.objects.order_by("pk").values_list("unit__name", "ending")) == [
        ("乐成第一小学", "transferred"),
        ("乐成第二小学", ""),
    ]


def test_who_left_comes_back_by_the_next_roster(school, clerk):
    people.teacher(school, "林小雨", 1, status=TeacherStatus.LEFT)
    headings = [*HEADINGS, "在岗状态"]

    upload = keep(bring("roster", [headings, [*row(), "在岗"]], unit=school, by=clerk), by=clerk)

    assert upload.counts["changed"] == 1
    assert Employment.objects.active().get().unit == school


def test_a_code_of_another_school_is_no_way_in(school, clerk, xihu):
    other = people.school("2133000009", "西湖第九小学", xihu)
    stranger = people.teacher(other, "林小雨", 1)
    rows = [["行码", "姓名", "学段"], [stranger.code, "改名", "小学"]]

    upload = bring("roster", rows, unit=school, by=clerk)

    assert findings(upload, "row") == [(2, "行码", "code_unknown")]


def test_an_upload_on_which_later_work_stands_is_not_undone(school, clerk):
    upload = keep(bring("roster", [HEADINGS, row()], unit=school, by=clerk), by=clerk)
    keep(bring("roster", [HEADINGS, row(subject="数学")], unit=school, by=clerk, name="第二学期.xlsx"), by=clerk)

    with pytest.raises(Refused, match="第二学期"):
        actions.undo(upload=upload, by=clerk)


def test_every_save_leaves_one_event_and_the_changes_of_rows(school, clerk):
    keep(bring("roster", [HEADINGS, row()], unit=school, by=clerk), by=clerk)
    upload = keep(bring("roster", [HEADINGS, row(subject="数学")], unit=school, by=clerk), by=clerk)

    event = Event.objects.about(upload).get(verb="upload.saved")
    assert list(event.changes.values_list("field", "before", "after")) == [("subject", "语文", "数学")]


def test_a_teacher_with_an_account_at_the_school_finds_his_record(school, clerk):
    account = factories.user("lin", school, "teacher", name="林小雨", phone="13900000001")

    upload = keep(bring("roster", [HEADINGS, row(phone="13900000001")], unit=school, by=clerk), by=clerk)

    assert Teacher.objects.get().user == account
    actions.undo(upload=upload, by=clerk)
    assert Teacher.objects.get().user is None
