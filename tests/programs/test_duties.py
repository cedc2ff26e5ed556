"""The head's duties reach every department and post (佛教人〔2020〕8号 六(一)2): given out, told, done, and seen from above."""

from datetime import date

import pytest
from django.urls import reverse

from portal.accounts.models import Message
from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, WrongState
from portal.shell.duty_sources import duties as on_front_page
from programs.actions import duties
from programs.models import Duty
from tests import factories
from tests.schools import people

pytestmark = pytest.mark.django_db
DUE = date(2099, 4, 30)


@pytest.fixture
def school(yueqing):
    return people.school("21330382", "第一小学", yueqing)


@pytest.fixture
def head(school):
    return factories.user("head", school, "cio")


@pytest.fixture
def lin(school):
    """A teacher with an account."""
    account = factories.user("lin", school, "teacher")
    return people.teacher(school, user=account)


def given(school, by, responsible, **about):
    values = {"title": "收齐研修总结", "department": "教务处", "due_on": DUE} | about
    return duties.give(unit=school, by=by, responsible=responsible, **values)


def test_the_head_gives_a_duty_to_a_teacher_who_is_told_and_finds_it_on_the_front_page(school, head, lin):
    duty = given(school, head, lin, post="教务主任")

    assert (duty.state, duty.responsible, duty.teacher) == ("open", "林小雨", lin)
    assert "收齐研修总结" in Message.objects.get(user=lin.user).text
    assert Event.objects.get(verb="duty.given").unit == school
    [waiting] = on_front_page(lin.user, None)
    assert waiting.url == duty.get_absolute_url()
    assert list(on_front_page(head, None)) == []


def test_who_answers_says_that_it_is_done_once_and_the_head_hears(school, head, lin):
    duty = given(school, head, lin)

    duties.finish(duty=duty, by=lin.user, result="已归档")
    with pytest.raises(WrongState):
        duties.finish(duty=duty, by=lin.user)

    assert (duty.state, duty.done_by, duty.result) == ("done", lin.user, "已归档")
    assert "完成了" in Message.objects.get(user=head).text
    assert list(on_front_page(lin.user, None)) == []


def test_a_colleague_neither_finishes_nor_gives_and_an_office_only_reads(school, head, lin, yueqing_bureau):
    duty, other = given(school, head, lin), factories.user("other", school, "teacher")

    for by in (other, yueqing_bureau):
        with pytest.raises(Denied):
            duties.finish(duty=duty, by=by)
        with pytest.raises(Denied):
            given(school, by, lin)
        assert duty in Duty.objects.visible_to(by)


def test_nobody_from_another_school_answers_or_sees(school, head, lin, yueqing):
    elsewhere = people.school("21330383", "第二小学", yueqing)
    stranger = people.teacher(elsewhere, "王一", 2, user=factories.user("wang", elsewhere, "teacher"))

    with pytest.raises(Refused, match="不在第一小学"):
        given(school, head, stranger)
    with pytest.raises(Refused, match="不在第一小学"):
        given(school, head, stranger.user)
    assert given(school, head, lin) not in Duty.objects.visible_to(stranger.user)


def test_a_change_of_who_answers_is_told_and_recorded_and_a_void_needs_a_reason(school, head, lin):
    duty = given(school, head, lin)
    duties.revise(duty=duty, by=head, title="收齐研修总结", department="教科室", due_on=DUE, responsible=head)

    assert Event.objects.get(verb="duty.revised").changes.get(field="department").after == "教科室"
    assert (duty.person, duty.teacher) == (head, None)
    with pytest.raises(Refused):
        duties.void(duty=duty, reason=" ", by=head)
    duties.void(duty=duty, reason="重复", by=head)
    with pytest.raises(WrongState):
        duties.finish(duty=duty, by=head)


def test_the_page_takes_a_duty_and_lists_by_department_and_mine(client, school, head, lin):
    client.force_login(head)
    sent = {"title": "布置教室", "department": "总务处", "due_on": "2099-05-01", "responsible": f"teacher-{lin.pk}"}
    made = client.post(reverse("programs:duty-new"), sent)
    given(school, head, head)

    duty = Duty.objects.get(department="总务处")
    assert made.url == duty.get_absolute_url()
    assert client.post(reverse("programs:duty-new"), sent | {"responsible": "teacher-0"}).status_code == 422
    listed = reverse("programs:duty-list")
    assert [row.department for row in client.get(listed, {"department": "总务处"}).context["page"].rows] == ["总务处"]
    assert [row.department for row in client.get(listed, {"mine": "true"}).context["page"].rows] == ["教务处"]
    client.force_login(lin.user)
    assert client.get(listed, {"state": "open"}).context["page"].rows[0].unit == school
    assert client.get(reverse("programs:duty-edit", args=[duty.pk])).status_code == 404
    assert client.post(reverse("programs:duty-done", args=[duty.pk]), {"result": "好了"}).url == duty.get_absolute_url()
    assert "好了" in client.get(duty.get_absolute_url()).content.decode()


def test_the_head_edits_and_voids_on_pages(client, school, head, lin):
    duty = given(school, head, lin)
    client.force_login(head)

    edit = reverse("programs:duty-edit", args=[duty.pk])
    assert f'value="teacher-{lin.pk}" selected' in client.get(edit).content.decode()
    sent = {"title": "改", "department": "教务处", "due_on": "2099-05-01", "responsible": f"account-{head.pk}"}
    client.post(edit, sent)
    client.post(reverse("programs:duty-void", args=[duty.pk]), {"reason": "重复"})

    duty.refresh_from_db()
    assert (duty.title, duty.person, duty.state) == ("改", head, "void")


def test_a_list_of_three_costs_what_a_list_of_one_costs(client, school, head, lin, django_assert_max_num_queries):
    client.force_login(head)
    address = reverse("programs:duty-list")
    given(school, head, lin)
    with django_assert_max_num_queries(40) as one:
        client.get(address)
    given(school, head, head)
    given(school, head, lin, department="总务处")
    with django_assert_max_num_queries(len(one)):
        assert len(client.get(address).context["page"].rows) == 3


def test_rest_lists_duties_and_takes_done_from_who_answers(sends, school, head, lin, yueqing_bureau):
    duty = given(school, head, lin)

    [row] = sends(yueqing_bureau, "duties/", method="get").json()["results"]
    refused = sends(yueqing_bureau, f"duties/{duty.pk}/done/", {})
    done = sends(lin.user, f"duties/{duty.pk}/done/", {"result": "已归档"})

    assert (row["department"], row["responsible"], row["state"]) == ("教务处", "林小雨", "open")
    assert (refused.status_code, done.status_code, done.json()["state"]) == (403, 200, "done")


def test_rest_gives_out_changes_and_voids_in_the_name_of_the_head_only(sends, school, head, lin, yueqing_bureau):
    sent = {"unit": school.code, "title": "收齐总结", "department": "教务处", "teacher": lin.code, "due_on": "2099-04-30"}

    made = sends(head, "duties/", sent)
    row = made.json()
    changed = {name: value for name, value in sent.items() if name not in ("unit", "teacher")} | {"account": head.username}
    moved = sends(head, f"duties/{row['id']}/", changed | {"department": "教科室"}, "put", **{"If-Match": made.headers["ETag"]})
    void = sends(head, f"duties/{row['id']}/void/", {"reason": "重复"})

    assert (made.status_code, row["responsible"]) == (201, "林小雨")
    assert (moved.json()["department"], moved.json()["responsible"]) == ("教科室", head.name)
    assert void.json()["state"] == "void"
    assert sends(yueqing_bureau, "duties/", sent).status_code == 403


def test_rest_wants_one_person_of_the_school_and_the_version(sends, school, head, lin, yueqing):
    stranger = people.teacher(people.school("21330383", "第二小学", yueqing), "王一", 2)
    sent = {"unit": school.code, "title": "收齐总结", "department": "教务处", "due_on": "2099-04-30"}
    duty = given(school, head, lin)

    assert sends(head, "duties/", sent).status_code == 422
    assert sends(head, "duties/", sent | {"teacher": lin.code, "account": head.username}).status_code == 422
    assert sends(head, "duties/", sent | {"teacher": stranger.code}).status_code == 404
    assert sends(head, "duties/", sent | {"teacher": lin.code, "step": 1}).status_code == 404
    assert sends(head, f"duties/{duty.pk}/", sent | {"teacher": lin.code}, "put").status_code == 428
