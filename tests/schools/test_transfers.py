"""Asking for somebody registered elsewhere: what each side sees, and how it ends."""

from datetime import date

import pytest
from django.urls import reverse

from portal.accounts.models import Message
from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, WrongState
from schools.actions import censuses
from schools.actions import transfers as actions
from schools.models import Employment, Teacher, Transfer
from tests.schools import people

NEW = reverse("schools:transfer-new")
LIST = reverse("schools:transfer-list")
DAY = date(2024, 2, 1)


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def asked(lin, far_school, far_clerk):
    """The far school has asked for the first school's teacher."""
    return actions.ask(teacher=lin, to_unit=far_school, name="林小雨", starts_on=DAY, by=far_clerk)


def form(school, **changes) -> dict:
    sent = {
        "unit": school.code,
        "name": "林小雨",
        "id_type": "resident",
        "id_number": people.id_number(1),
        "starts_on": "2024-02-01",
    }
    return sent | changes


def test_agreeing_ends_one_employment_and_begins_another(asked, lin, first_clerk, far_school):
    actions.agree(transfer=asked, by=first_clerk)

    ways = Employment.objects.filter(teacher=lin).order_by("starts_on")
    assert [(way.unit.name, way.starts_on, way.ends_on, way.ending) for way in ways] == [
        ("乐清市第一小学", date(2020, 9, 1), DAY, "transferred"),
        ("西湖小学", DAY, None, ""),
    ]
    lin.refresh_from_db()
    assert (lin.unit, lin.status) == (far_school, "in_post")


def test_the_new_employment_never_begins_before_the_old_one(lin, far_school, far_clerk, first_clerk):
    early = actions.ask(teacher=lin, to_unit=far_school, name="林小雨", starts_on=date(2019, 1, 1), by=far_clerk)
    actions.agree(transfer=early, by=first_clerk)

    assert list(Employment.objects.filter(teacher=lin).values_list("starts_on", "ends_on").order_by("pk")) == [
        (date(2020, 9, 1), date(2020, 9, 1)),
        (date(2020, 9, 1), None),
    ]


def test_the_asking_school_cannot_answer_itself(asked, far_clerk):
    with pytest.raises(Denied):
        actions.agree(transfer=asked, by=far_clerk)
    with pytest.raises(Denied):
        actions.refuse(transfer=asked, answer="不", by=far_clerk)


def test_the_office_over_both_answers_too(asked, province_office, lin, far_school):
    actions.agree(transfer=asked, by=province_office)

    assert Teacher.objects.get(pk=lin.pk).unit == far_school


def test_an_answered_request_stays_answered(asked, first_clerk, far_clerk):
    actions.refuse(transfer=asked, answer="年度考核后再议", by=first_clerk)

    with pytest.raises(WrongState):
        actions.agree(transfer=asked, by=first_clerk)
    with pytest.raises(WrongState):
        actions.withdraw(transfer=asked, by=far_clerk)


def test_the_same_request_is_not_asked_twice(asked, lin, far_school, far_clerk):
    with pytest.raises(WrongState, match="请等待答复"):
        actions.ask(teacher=lin, to_unit=far_school, name="林小雨", starts_on=DAY, by=far_clerk)


def test_who_has_left_comes_at_once(lin, far_school, far_clerk):
    Teacher.objects.filter(pk=lin.pk).update(status="left")
    Employment.objects.filter(teacher=lin).update(ends_on=date(2023, 8, 31), ending="left")
    lin.refresh_from_db()

    request = actions.ask(teacher=lin, to_unit=far_school, name="林小雨", starts_on=DAY, by=far_clerk)

    assert request.state == Transfer.State.AGREED
    assert Employment.objects.active().get(teacher=lin).unit == far_school


def test_a_void_registration_does_not_move(asked, lin, first_clerk):
    Teacher.objects.filter(pk=lin.pk).update(state="void")

    with pytest.raises(Refused, match="已作废"):
        actions.agree(transfer=asked, by=first_clerk)


def test_a_locked_roster_holds_its_people(asked, first_school, first_clerk, yueqing, yueqing_bureau):
    census = censuses.call(unit=yueqing, title="秋季名册", counted_on=DAY, due_on=DAY, by=yueqing_bureau)
    censuses.report(census=census, unit=first_school, by=first_clerk)

    with pytest.raises(Refused, match="秋季名册"):
        actions.agree(transfer=asked, by=first_clerk)


def test_a_school_asks_by_name_and_number(client, lin, far_school, far_clerk, first_clerk):
    client.force_login(far_clerk)

    response = client.post(NEW, form(far_school), follow=True)

    assert "已在系统登记，调动申请已发给原学校。" in text(response)
    assert Transfer.objects.get().teacher == lin
    assert [message.user for message in Message.objects.all()] == [first_clerk]


@pytest.mark.parametrize("changes", [{"name": "别人"}, {"id_number": people.id_number(77)}])
def test_a_wrong_name_tells_no_more_than_an_unknown_number(client, lin, far_school, far_clerk, changes):
    client.force_login(far_clerk)

    response = client.post(NEW, form(far_school, **changes))

    assert response.status_code == 422
    assert "系统中没有姓名和证件号码都相符的登记" in text(response)
    assert not Transfer.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id_number": "123"}, "证件号码有 3 位，应为 18 位。"),
        ({"unit": "乐清市第一小学"}, "您的管理范围内没有"),
        ({"starts_on": "2024-02-31"}, "日期"),
    ],
)
def test_what_cannot_be_is_said(client, lin, far_school, far_clerk, changes, said):
    client.force_login(far_clerk)

    response = client.post(NEW, form(far_school, **changes))

    assert response.status_code == 422
    assert said in text(response)


def test_ones_own_teacher_is_not_asked_for(client, lin, first_school, first_clerk):
    client.force_login(first_clerk)

    assert "林小雨已在这所学校。" in text(client.post(NEW, form(first_school)))


@pytest.mark.parametrize("state", ["asked", "refused"])
def test_the_asking_school_sees_nothing_of_the_other_before_a_yes(client, asked, first_clerk, far_clerk, state):
    if state == "refused":
        actions.refuse(transfer=asked, answer="年度考核后再议", by=first_clerk)
    client.force_login(far_clerk)

    pages = [
        text(client.get(address))
        for address in (asked.get_absolute_url(), LIST, reverse("audit:event-list"), reverse("shell:messages"))
    ]

    for page in pages:
        assert "乐清" not in page
        assert asked.teacher.code not in page
        assert ">first<" not in page
    assert "同意后显示" in pages[0]
    assert ("年度考核后再议" in pages[0]) == (state == "refused")


def test_after_a_yes_both_sides_see_the_whole_way(client, asked, first_clerk, far_clerk):
    actions.agree(transfer=asked, by=first_clerk)
    client.force_login(far_clerk)

    page = text(client.get(asked.get_absolute_url()))

    assert "乐清市第一小学" in page
    assert asked.teacher.get_absolute_url() in page
    client.force_login(first_clerk)
    assert asked.teacher.get_absolute_url() not in text(client.get(asked.get_absolute_url()))


def test_the_old_school_agrees_on_its_page(client, asked, first_clerk, lin, far_school):
    client.force_login(first_clerk)
    assert reverse("schools:transfer-agree", args=[asked.pk]) in text(client.get(asked.get_absolute_url()))

    response = client.post(reverse("schools:transfer-agree", args=[asked.pk]), {"answer": "同意"}, follow=True)

    assert "已同意林小雨调入西湖小学。" in text(response)
    assert Teacher.objects.get(pk=lin.pk).unit == far_school


def test_a_no_needs_its_reason(client, asked, first_clerk):
    client.force_login(first_clerk)
    address = reverse("schools:transfer-refuse", args=[asked.pk])

    assert "必填" in text(client.post(address, {"answer": ""}, follow=True))
    client.post(address, {"answer": "不同意"})

    asked.refresh_from_db()
    assert (asked.state, asked.answer) == ("refused", "不同意")
    assert Event.objects.get(verb="transfer.refused").unit == asked.from_unit


def test_the_asking_school_withdraws(client, asked, far_clerk):
    client.force_login(far_clerk)

    client.post(reverse("schools:transfer-withdraw", args=[asked.pk]))

    asked.refresh_from_db()
    assert asked.state == "withdrawn"


def test_a_third_school_sees_none_of_it(client, asked, second_clerk):
    client.force_login(second_clerk)

    assert client.get(asked.get_absolute_url()).status_code == 404
    assert client.post(reverse("schools:transfer-agree", args=[asked.pk])).status_code == 404
    assert "林小雨" not in text(client.get(LIST))


@pytest.mark.parametrize(
    ("query", "count"), [({}, 1), ({"direction": "in"}, 1), ({"direction": "out"}, 0), ({"state": "agreed"}, 0)]
)
def test_the_list_is_narrowed_by(client, asked, far_clerk, query, count):
    client.force_login(far_clerk)

    assert len(client.get(LIST, query).context["page"].rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_many(client, first_school, far_school, far_clerk, count, django_assert_num_queries):
    for number in range(count):
        teacher = people.teacher(first_school, f"人{number}", number)
        actions.ask(teacher=teacher, to_unit=far_school, name=teacher.name, starts_on=DAY, by=far_clerk)
    client.force_login(far_clerk)

    with django_assert_num_queries(6):
        response = client.get(LIST)

    assert len(response.context["page"].rows) == count
