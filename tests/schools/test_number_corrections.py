"""A wrong document number put right by form: checked, reasoned, logged masked, and harmless to imports."""

from datetime import date

import pytest
from django.urls import reverse

from portal.audit.models import Change, Event
from portal.kit.errors import DependedOn, Refused, Stale
from portal.sheets import templating
from portal.sheets.actions import undo
from portal.sheets.registry import layout_of
from schools.actions import censuses
from schools.actions import people as actions
from schools.models import Teacher
from tests import factories
from tests.schools import people
from tests.sheets.flow import bring, keep

NEW = people.id_number(2, born="19860708")


def text(response) -> str:
    return response.content.decode()


def address_of(teacher) -> str:
    return reverse("schools:teacher-id-number", args=[teacher.code])


def sent(**values):
    return {"id_type": "resident", "id_number": NEW, "reason": "录入时错一位，已核对原件"} | values


def correct(teacher, by, **values):
    return actions.correct_number(teacher=teacher, by=by, **sent(**values))


def test_a_school_corrects_a_number_on_its_page(client, lin, first_clerk):
    client.force_login(first_clerk)
    assert address_of(lin) in text(client.get(lin.get_absolute_url()))
    assert lin.id_number not in text(client.get(address_of(lin)))

    answer = client.post(address_of(lin), sent(id_number=NEW.lower()), follow=True)

    lin.refresh_from_db()
    assert f"林小雨的证件号码已更正为 {lin.masked_id}。" in text(answer)
    assert (lin.id_number, lin.id_key, lin.born_on) == (NEW, people.fingerprint(NEW), date(1986, 7, 8))
    assert NEW not in text(answer)


def test_the_log_holds_the_reason_and_masked_values(lin, first_clerk):
    before = lin.id_number

    correct(lin, first_clerk)

    event = Event.objects.get(verb="teacher.number_corrected")
    assert (event.actor, event.note) == (first_clerk, "录入时错一位，已核对原件")
    told = {change.field: (change.before, change.after) for change in Change.objects.filter(event=event)}
    assert told["id_number"] == (f"{before[0]}{'*' * 16}{before[-1]}", f"{NEW[0]}{'*' * 16}{NEW[-1]}")
    assert not any(number in str(told) for number in (before, NEW))


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"id_number": NEW[:-1]}, "id_number", "有 17 位，应为 18 位"),
        ({"id_number": NEW[:-1] + ("0" if NEW[-1] != "0" else "1")}, "id_number", "校验码不对"),
        ({"id_number": people.id_number(1)}, "id_number", "与登记的相同"),
        ({"id_number": "3****************4"}, "id_number", "数字和末位 X 以外"),
        ({"id_type": "passport"}, "id_number", "不符合“护照”的格式"),
        ({"reason": "改"}, "reason", "请写明更正的理由"),
        ({"reason": ""}, "reason", "必填"),
    ],
    ids=["short", "check digit", "the same", "masked", "another type", "no real reason", "no reason"],
)
def test_what_is_wrong_is_told_beside_its_field(client, lin, first_clerk, values, field, said):
    client.force_login(first_clerk)

    answer = client.post(address_of(lin), sent(**values))

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert said in text(answer)
    assert Teacher.objects.get(pk=lin.pk).id_number == people.id_number(1)


def test_another_document_takes_the_place_of_a_number(lin, first_clerk):
    correct(lin, first_clerk, id_type="passport", id_number="E12345678")

    lin.refresh_from_db()
    assert (lin.get_id_type_display(), lin.id_number) == ("护照", "E12345678")


def test_a_number_of_somebody_in_reach_leads_to_merging(lin, second_school, first_clerk, yueqing_bureau):
    other = people.teacher(second_school, "林小玉", 2, id_number=NEW)

    with pytest.raises(Refused) as refusal:
        correct(lin, yueqing_bureau)

    assert str(refusal.value) == (
        f"这个号码已登记在林小玉（乐清市第二小学，行码 {other.code}）名下。是同一人的，请在本页提出合并；否则请核对号码。"
    )


def test_of_somebody_out_of_reach_nothing_is_told_but_the_way(lin, second_school, first_clerk):
    people.teacher(second_school, "林小玉", 2, id_number=NEW)

    with pytest.raises(Refused) as refusal:
        correct(lin, first_clerk)

    said = str(refusal.value)
    assert said.startswith("这个号码已在系统登记，但不在您的管理范围内。")
    assert "申请调入" in said
    assert "合并" in said
    assert "林小玉" not in said
    assert "第二小学" not in said


def test_a_void_registration_holds_no_number(lin, second_school, first_clerk):
    people.teacher(second_school, "林小玉", 2, id_number=NEW, state="void")

    assert correct(lin, first_clerk).id_number == NEW


def test_a_form_opened_before_somebody_else_saved_is_stale(lin, first_clerk):
    seen = actions.version_of(lin)
    actions.revise(teacher=lin, values={"position": "主任"}, by=first_clerk)

    with pytest.raises(Stale):
        correct(lin, first_clerk, seen=seen)


def test_a_reported_roster_keeps_its_numbers(lin, first_school, first_clerk, yueqing, yueqing_bureau):
    day = date(2026, 9, 1)
    census = censuses.call(unit=yueqing, title="秋季名册", counted_on=day, due_on=day, by=yueqing_bureau)
    censuses.report(census=census, unit=first_school, by=first_clerk)

    with pytest.raises(Refused, match="已上报"):
        correct(lin, first_clerk)


@pytest.mark.parametrize("who", ["second_clerk", "xihu_bureau"])
def test_nobody_else_s_people_are_corrected(client, request, lin, who):
    client.force_login(request.getfixturevalue(who))

    assert client.post(address_of(lin), sent()).status_code == 404


def test_a_leader_only_looks(client, lin, yueqing):
    client.force_login(factories.user("leader", yueqing, "bureau_leader"))

    answer = client.post(address_of(lin), sent())

    assert "您不能修改" in text(answer)
    assert Teacher.objects.get(pk=lin.pk).id_number == people.id_number(1)


def template_of(school) -> bytes:
    return templating.template(layout_of("roster"), school)


def test_a_template_from_before_comes_back_without_undoing_the_correction(lin, first_school, first_clerk):
    before = template_of(first_school)
    correct(lin, first_clerk)

    upload = keep(bring("roster", before, unit=first_school, by=first_clerk, whole=True), by=first_clerk)

    assert upload.counts["new"] == upload.counts["vanished"] == 0
    lin.refresh_from_db()
    assert (lin.id_number, Teacher.objects.count()) == (NEW, 1)


def test_an_upload_before_the_correction_is_not_undone_and_says_so(first_school, first_clerk):
    upload = keep(bring("roster", [people.HEADINGS, people.row()], unit=first_school, by=first_clerk), by=first_clerk)
    correct(Teacher.objects.get(), first_clerk)

    with pytest.raises(DependedOn, match="后来被改动"):
        undo(upload=upload, by=first_clerk)

    assert Teacher.objects.get().state == "current"


def test_an_upload_after_the_correction_is_undone_back_to_it(lin, first_school, first_clerk):
    correct(lin, first_clerk)
    rows = [["行码", "姓名", "学段", "任教学科"], [lin.code, "林小雨", "小学", "数学"]]
    upload = keep(bring("roster", rows, unit=first_school, by=first_clerk), by=first_clerk)
    assert upload.counts["changed"] == 1

    undo(upload=upload, by=first_clerk)

    lin.refresh_from_db()
    assert (lin.id_number, lin.subject) == (NEW, "语文")


def test_the_old_number_is_free_for_who_bears_it(lin, first_school, first_clerk):
    old = lin.id_number
    correct(lin, first_clerk)

    keep(bring("roster", [people.HEADINGS, people.row(name="陈默")], unit=first_school, by=first_clerk), by=first_clerk)

    assert Teacher.objects.get(id_key=people.fingerprint(old)).name == "陈默"
