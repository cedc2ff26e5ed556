"""The list of teachers and one teacher's page, its form and its full numbers."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from portal.audit.models import Event
from schools.actions import censuses
from schools.actions import people as actions
from schools.forms import TeacherForm
from schools.models import School, Teacher
from tests import factories
from tests.schools import people

LIST = reverse("schools:teacher-list")


def text(response) -> str:
    return response.content.decode()


def names(response) -> list[str]:
    return [row.name for row in response.context["page"].rows]


def revision(teacher, **changes) -> dict:
    """The form as the page shows it, with some fields typed anew."""
    shown = {name: value or "" for name, value in TeacherForm(teacher=teacher).initial.items()}
    return shown | changes


def test_the_list_shows_those_employed_in_ones_scope(client, first_school, far_school, yueqing_bureau):
    people.teacher(first_school, "林小雨", 1)
    people.teacher(first_school, "请假人", 2, status="on_leave")
    people.teacher(first_school, "退休人", 3, status="retired")
    people.teacher(first_school, "作废人", 4, state="void")
    people.teacher(far_school, "外市人", 5)
    client.force_login(yueqing_bureau)

    assert names(client.get(LIST)) == ["林小雨", "请假人"]
    assert names(client.get(LIST, {"status": ""})) == ["林小雨", "请假人", "退休人"]
    assert names(client.get(LIST, {"status": "void"})) == ["作废人"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "雨"}, ["林小雨"]),
        ({"q": "陈默"}, ["陈默"]),
        ({"unit": "1133000002"}, ["陈默"]),
        ({"unit": "330382"}, ["林小雨", "陈默"]),
        ({"unit": "330106"}, []),
        ({"category": "principal"}, ["陈默"]),
        ({"stage": "primary"}, ["林小雨"]),
        ({"subject": "语文"}, ["林小雨"]),
        ({"subject": "unlisted"}, ["陈默"]),
        ({"title": "first"}, ["陈默"]),
        ({"rural": "yes"}, ["陈默"]),
        ({"rural": "no"}, ["林小雨"]),
        ({"order": "-name"}, ["陈默", "林小雨"]),
    ],
)
def test_the_list_is_narrowed_by(client, first_school, second_school, yueqing_bureau, query, found):
    School.objects.create(unit=second_school, rural=True)
    people.teacher(first_school, "林小雨", 1, stage="primary", subject="语文")
    people.teacher(second_school, "陈默", 2, category="principal", subject="陶艺", title="first")
    client.force_login(yueqing_bureau)

    assert names(client.get(LIST, query)) == found


def test_units_are_chosen_step_by_step_within_the_scope(client, first_school, second_school, yueqing_bureau, wenzhou_bureau):
    client.force_login(wenzhou_bureau)
    first = [str(label) for _value, label in client.get(LIST).context["listing"].form.fields["unit"].choices]
    then = [str(label) for _value, label in client.get(LIST, {"unit": "330382"}).context["listing"].form.fields["unit"].choices]
    client.force_login(yueqing_bureau)
    lower = [str(label) for _value, label in client.get(LIST).context["listing"].form.fields["unit"].choices]

    assert first == ["全部", "温州市", "　乐清市"]
    assert then == ["全部", "温州市", "　乐清市", "　　乐清市第一小学", "　　乐清市第二小学"]
    assert lower == ["全部", "乐清市", "　乐清市第一小学", "　乐清市第二小学"]


def test_phones_are_masked_and_the_export_carries_row_codes(client, lin, yueqing_bureau):
    client.force_login(yueqing_bureau)

    page = text(client.get(LIST))
    book = load_workbook(BytesIO(b"".join(client.get(LIST, {"export": "xlsx"}).streaming_content)))
    csv = b"".join(client.get(LIST, {"export": "csv", "q": "没有"}).streaming_content).decode()

    assert "1*********1" in page
    assert "13800138001" not in page
    head, row = [[cell.value for cell in line] for line in book.active]
    cells = dict(zip(head, row, strict=True))
    assert (cells["行码"], cells["姓名"], cells["手机号"], cells["学校标识码"]) == (lin.code, "林小雨", "1*********1", "1133000001")
    assert cells["证件号码"] == lin.masked_id
    assert csv.count("\n") == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_many(client, first_school, yueqing_bureau, count, django_assert_num_queries):
    for number in range(count):
        people.teacher(first_school, f"人{number}", number)
    client.force_login(yueqing_bureau)

    with django_assert_num_queries(10):
        response = client.get(LIST)

    assert len(names(response)) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_however_long_the_way(client, lin, far_school, yueqing_bureau, count, django_assert_num_queries):
    for number in range(count):
        lin.employments.create(unit=far_school, starts_on=f"201{number}-01-01", ends_on=f"201{number}-02-01", ending="left")
        Teacher.objects.filter(pk=lin.pk).update(title="first")
        actions.revise(teacher=lin, values={"position": f"职务{number}"}, by=yueqing_bureau)
    client.force_login(yueqing_bureau)

    with django_assert_num_queries(12):
        response = client.get(lin.get_absolute_url())

    assert len(response.context["employments"]) == count + 1


@pytest.mark.parametrize("page", ["teacher", "teacher-edit", "teacher-status", "teacher-reveal", "teacher-number", "merge-new"])
def test_another_units_teacher_is_not_there(client, lin, xihu_bureau, page):
    client.force_login(xihu_bureau)

    assert client.get(reverse(f"schools:{page}", args=[lin.code])).status_code == 404


def test_a_teacher_is_corrected_with_the_phone_left_masked(client, lin, first_clerk):
    client.force_login(first_clerk)

    response = client.post(reverse("schools:teacher-edit", args=[lin.code]), revision(lin, subject="体育", title="first"))

    assert response.status_code == 302
    lin.refresh_from_db()
    assert (lin.subject, lin.title, lin.phone) == ("体育与健康", "first", "13800138001")
    changed = {change.field for change in Event.objects.get(verb="teacher.revised").changes.all()}
    assert changed == {"subject", "title"}


def test_a_new_phone_is_found_again_and_stays_out_of_the_log(client, lin, first_clerk):
    client.force_login(first_clerk)

    client.post(reverse("schools:teacher-edit", args=[lin.code]), revision(lin, phone="138 0013 8002"))

    lin.refresh_from_db()
    assert lin.phone == "13800138002"
    [change] = Event.objects.get(verb="teacher.revised").changes.all()
    assert "8002" not in change.before + change.after


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "12"}, "请填写姓名。"),
        ({"stage": ""}, "教师须填写学段。"),
        ({"phone": "1380013800"}, "不是有效的电话号码"),
        ({"phone": "2*********9"}, "请填写完整的手机号"),
        ({"email": "a b"}, "不是电子邮箱"),
        ({"born_on": "1999-01-01"}, "与证件号码不一致"),
        ({"born_on": "1985-06-07", "joined_on": "1990-01-01"}, "入职时不满 16 岁"),
        ({"short_number": "x"}, "请"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(client, lin, first_clerk, changes, said):
    client.force_login(first_clerk)

    response = client.post(reverse("schools:teacher-edit", args=[lin.code]), revision(lin, **changes))

    assert response.status_code == 422
    assert said in text(response)
    assert not Event.objects.filter(verb="teacher.revised").exists()


def test_a_stale_form_is_answered_with_what_changed(client, lin, first_clerk, yueqing_bureau):
    sent = revision(lin, position="教导主任")
    actions.revise(teacher=lin, values={"position": "副校长"}, by=yueqing_bureau)
    client.force_login(first_clerk)
    address = reverse("schools:teacher-edit", args=[lin.code])

    stale = client.post(address, sent)

    assert stale.status_code == 412
    assert stale.context["conflicts"] == [("职务", "副校长", "教导主任")]
    assert "yueqing" in text(stale)
    again = client.post(address, sent | {"seen": stale.context["form"]["seen"].value()})
    assert again.status_code == 302
    lin.refresh_from_db()
    assert lin.position == "教导主任"


def test_leaders_look_but_do_not_change(client, lin, yueqing):
    leader = factories.user("leader", yueqing, "bureau_leader")
    client.force_login(leader)

    page = text(client.get(lin.get_absolute_url()))
    answer = client.post(reverse("schools:teacher-edit", args=[lin.code]), revision(lin, name="别人"))

    assert "teacher-edit" not in page
    assert "提出合并" not in page
    assert answer.status_code == 403
    assert "您不能修改乐清市第一小学的教师名册" in text(answer)


@pytest.mark.parametrize(("page", "act"), [("teacher-status", "变更在岗状态"), ("teacher-reveal", "查看完整号码")])
def test_the_title_of_a_question_names_whom_it_is_about(client, lin, first_clerk, page, act):
    client.force_login(first_clerk)

    shown = text(client.get(reverse(f"schools:{page}", args=[lin.code])))

    assert f"<title>{act} · 林小雨 · 提升工程2.0</title>" in shown


def test_retiring_ends_the_employment(client, lin, first_clerk):
    client.force_login(first_clerk)
    address = reverse("schools:teacher-status", args=[lin.code])

    assert "林小雨" in text(client.get(address))
    response = client.post(address, {"status": "retired", "on": "2024-08-31", "reason": "到龄"})

    assert response.status_code == 302
    page = text(client.get(lin.get_absolute_url()))
    assert "2024-08-31" in page
    assert "退休" in page
    assert "到龄" in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"status": "retired", "on": "2999-01-01"}, "起始日期不能晚于今天"),
        ({"status": "in_post", "on": "2024-01-01"}, "选择"),
        ({"status": "left", "on": ""}, "必填"),
    ],
)
def test_a_change_of_standing_that_cannot_be_is_refused(client, lin, first_clerk, sent, said):
    client.force_login(first_clerk)

    response = client.post(reverse("schools:teacher-status", args=[lin.code]), sent)

    assert response.status_code == 422
    assert said in text(response)


def test_a_full_number_is_shown_once_for_a_reason(client, lin, first_clerk):
    client.force_login(first_clerk)
    address = reverse("schools:teacher-reveal", args=[lin.code])

    assert client.post(address, {"field": "id_number", "reason": " "}).status_code == 422
    shown = client.post(address, {"field": "id_number", "reason": "核对社保"}, follow=True)
    again = client.get(reverse("schools:teacher-number", args=[lin.code]))

    assert lin.id_number in text(shown)
    assert "no-store" in shown.headers["Cache-Control"]
    assert lin.id_number not in text(again)
    event = Event.objects.get(verb="teacher.revealed")
    assert (event.note, event.data) == ("核对社保", {"field": "id_number"})
    assert lin.id_number not in text(client.get(lin.get_absolute_url()))


def test_a_closed_roster_says_why_nothing_can_be_changed(client, lin, first_school, first_clerk, yueqing, yueqing_bureau):
    census = censuses.call(unit=yueqing, title="秋季名册", counted_on=date(2024, 9, 1), due_on=date(2024, 9, 20), by=yueqing_bureau)
    censuses.report(census=census, unit=first_school, by=first_clerk)
    client.force_login(first_clerk)

    page = text(client.get(lin.get_absolute_url()))
    answer = client.post(reverse("schools:teacher-edit", args=[lin.code]), revision(lin, name="别人"))

    assert "本校名册在“秋季名册”中已上报" in page
    assert "变更在岗状态</a>" not in page
    form = text(client.get(reverse("schools:teacher-edit", args=[lin.code])))
    assert "本校名册在“秋季名册”中已上报" in form
    assert ("<fieldset disabled>" in form, ">保存</button>" in form) == (True, False)
    assert answer.status_code == 422
