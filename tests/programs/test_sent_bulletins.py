"""Bulletins sent by hand and by themselves (岳教体通〔2020〕85号 四(四): 定期通报), and alerts that leave by themselves."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from portal.accounts.models import Message
from portal.audit.models import Event
from portal.kit.clock import database_now, local
from portal.kit.errors import Denied, Refused, WrongState
from programs.actions import alerts, bulletins, duties
from programs.models import Bulletin, BulletinOrder, Filing
from programs.rules.bulletins import begins, following
from programs.tasks import alert, send_bulletins
from tests import factories
from tests.awards.factories import sheet_of
from tests.programs.asked import due, filing_of, handed_in, opened, soon
from tests.programs.factories import program
from tests.schools import people

pytestmark = pytest.mark.django_db
LIST = reverse("programs:bulletin-list")


def today():
    return local(database_now()).date()


def sent(unit, **about) -> Bulletin:
    values = {"since": today().replace(month=1, day=1), "until": today(), "by": None} | about
    return bulletins.send(unit=unit, program=program(), **values)


def ordered(unit, every="month", **about) -> BulletinOrder:
    values = {"next_on": today() + timedelta(days=1), "by": None} | about
    return bulletins.set_order(unit=unit, program=program(), every=every, **values)


@pytest.mark.parametrize(
    ("day", "every", "after", "first"),
    [
        (date(2024, 1, 31), "month", date(2024, 2, 29), date(2024, 1, 1)),
        (date(2024, 12, 15), "month", date(2025, 1, 15), date(2024, 11, 16)),
        (date(2024, 11, 30), "quarter", date(2025, 2, 28), date(2024, 8, 31)),
        (date(2024, 2, 26), "week", date(2024, 3, 4), date(2024, 2, 20)),
    ],
)
def test_a_rhythm_gives_the_next_day_and_the_first_of_the_stretch(day, every, after, first):
    assert following(day, every) == after
    assert begins(day, every) == first


def test_a_bulletin_keeps_the_figures_of_its_day_and_tells_those_right_below(wenzhou, yueqing, yueqing_bureau, xihu_bureau):
    task = opened(wenzhou)
    due(task)

    row = sent(wenzhou)
    Filing.objects.filter(task=task).update(state="exempt")

    row.refresh_from_db()
    assert [(one["unit"], one["asked"], one["missing"]) for one in row.rows] == [("330382", 1, 1)]
    assert row.told == 1
    assert Message.objects.filter(user=yueqing_bureau, url=row.get_absolute_url()).count() == 1
    assert not Message.objects.filter(user=xihu_bureau).exists()
    assert Event.objects.get(verb="bulletin.sent").unit == wenzhou


def test_only_the_bureau_sends_and_only_of_days_that_have_been(wenzhou, yueqing, yueqing_bureau):
    with pytest.raises(Denied):
        sent(wenzhou, by=yueqing_bureau)
    with pytest.raises(Denied):
        sent(people.school("21330382", "第一小学", yueqing))
    with pytest.raises(Refused, match="今天以前"):
        sent(wenzhou, until=today() + timedelta(days=1))
    with pytest.raises(Refused, match="没有可以通报的下级"):
        sent(factories.unit("330383", "龙港市", "county", wenzhou))


def test_a_standing_order_sends_once_on_its_day_and_moves_on(wenzhou, yueqing):
    order = ordered(wenzhou)
    assert send_bulletins() == 0
    BulletinOrder.objects.filter(pk=order.pk).update(next_on=today())

    assert send_bulletins() == 1
    assert send_bulletins() == 0

    row = Bulletin.objects.get()
    order.refresh_from_db()
    assert (row.order, row.until, row.sent_by) == (order, today() - timedelta(days=1), None)
    assert order.next_on == following(today(), "month")


def test_days_nobody_ran_give_one_bulletin_and_a_failing_order_holds_up_no_other(zhejiang, wenzhou, yueqing):
    lonely = factories.unit("330383", "龙港市", "county", wenzhou)  # nobody below it to tell of
    for unit in (lonely, wenzhou):
        ordered(unit, "week")
    BulletinOrder.objects.update(next_on=today() - timedelta(days=30))

    assert send_bulletins() == 1

    assert Bulletin.objects.get().unit == wenzhou
    assert BulletinOrder.objects.get(unit=wenzhou).next_on > today()
    assert BulletinOrder.objects.get(unit=lonely).next_on < today()


def test_a_new_order_ends_the_one_before_and_an_ended_one_sends_nothing(wenzhou, yueqing, wenzhou_bureau):
    first, second = ordered(wenzhou), ordered(wenzhou, "week", by=wenzhou_bureau)
    first.refresh_from_db()
    assert (first.state, second.state) == ("ended", "current")
    with pytest.raises(Refused, match="今天以后"):
        ordered(wenzhou, next_on=today())

    bulletins.end_order(order=second, reason="改为手动", by=wenzhou_bureau)

    BulletinOrder.objects.update(next_on=today())
    assert send_bulletins() == 0
    with pytest.raises(WrongState):
        bulletins.end_order(order=second, reason="再停", by=wenzhou_bureau)


def test_the_pages_send_list_show_and_order(client, wenzhou, yueqing, wenzhou_bureau, yueqing_bureau, xihu_bureau):
    program()
    opened(wenzhou)
    client.force_login(wenzhou_bureau)
    days = {"since": "2024-01-01", "until": "2024-12-31"}
    made = client.post(reverse("programs:bulletin-send"), days)
    row = Bulletin.objects.get()
    assert made.url == row.get_absolute_url()
    assert client.post(reverse("programs:bulletin-send"), days | {"until": "2023-01-01"}).status_code == 422
    client.post(reverse("programs:bulletin-order"), {"every": "month", "next_on": "2099-01-01"})
    assert "每月自动通报" in client.get(LIST).content.decode()
    order = BulletinOrder.objects.get()
    client.post(reverse("programs:bulletin-order-end", args=[order.pk]), {"reason": "停"})
    assert "每月自动通报" not in client.get(LIST).content.decode()
    client.force_login(yueqing_bureau)
    assert "乐清市" in client.get(made.url).content.decode()
    assert sheet_of(client.get(made.url, {"export": "xlsx"}))[1][0] == "330382"
    assert client.get(reverse("programs:bulletin-order-end", args=[order.pk])).status_code == 404
    client.force_login(xihu_bureau)
    assert client.get(made.url).status_code == 404


def test_a_list_of_three_costs_what_a_list_of_one_costs(client, wenzhou, yueqing, wenzhou_bureau, django_assert_max_num_queries):
    client.force_login(wenzhou_bureau)
    sent(wenzhou)
    with django_assert_max_num_queries(40) as one:
        client.get(LIST)
    sent(wenzhou)
    sent(wenzhou)
    with django_assert_max_num_queries(len(one)):
        assert len(client.get(LIST).context["page"].rows) == 3


def test_rest_sends_and_orders(sends, wenzhou, yueqing, wenzhou_bureau, yueqing_bureau):
    program()
    about = {"unit": "330300", "program": "ict2"}

    made = sends(wenzhou_bureau, "bulletins/", about | {"since": "2024-01-01", "until": "2024-12-31"})
    order = sends(wenzhou_bureau, "bulletin-orders/", about | {"every": "week", "next_on": "2099-01-01"})
    ended = sends(wenzhou_bureau, f"bulletin-orders/{order.json()['id']}/end/", {"reason": "停"})

    assert (made.status_code, made.json()["rows"][0]["unit"]) == (201, "330382")
    assert sends(yueqing_bureau, "bulletins/", method="get").json()["results"][0]["id"] == made.json()["id"]
    assert ended.json()["state"] == "ended"
    assert sends(yueqing_bureau, "bulletin-orders/", about | {"every": "week", "next_on": "2099-01-01"}).status_code == 403


def test_who_is_late_or_soon_will_be_is_reminded_by_itself_once_a_week(zhejiang, yueqing, xihu, yueqing_bureau, xihu_bureau):
    task = opened(zhejiang, due_at=soon(days=2))
    handed_in(filing_of(task, xihu))
    far = opened(zhejiang, due_at=soon(days=30))

    assert alert()["filings"] == 1
    assert alert()["filings"] == 0

    assert Message.objects.filter(user=yueqing_bureau, text__contains="前报送").count() == 1
    assert not Filing.objects.filter(task=far).exclude(reminded_at=None).exists()
    due(task)
    Filing.objects.filter(task=task).exclude(reminded_at=None).update(reminded_at=database_now() - timedelta(days=8))
    assert alert()["filings"] == 1
    assert Message.objects.filter(user=yueqing_bureau, text__contains="现已逾期").count() == 1


def test_receivers_hear_on_mondays_of_what_has_waited_for_a_week(zhejiang, yueqing, province_office):
    task = opened(zhejiang)
    handed_in(filing_of(task, yueqing))
    Filing.objects.filter(task=task, unit=yueqing).update(submitted_at=database_now() - timedelta(days=8))
    monday = database_now() - timedelta(days=local(database_now()).weekday())

    assert alerts._of_receivers(monday + timedelta(days=1)) == 0
    assert alerts._of_receivers(monday + timedelta(days=7)) == 1
    assert "1 份报送等待审核" in Message.objects.get(user=province_office).text


def test_who_answers_for_a_duty_hears_on_the_day_after_it_was_due(yueqing):
    school = people.school("21330382", "第一小学", yueqing)
    head = factories.user("head", school, "cio")
    for days in (1, 2, -1):
        about = {"title": f"工作{days}", "department": "教务处", "due_on": today() - timedelta(days=days)}
        duties.give(unit=school, by=head, responsible=head, **about)

    assert alert()["duties"] == 1

    assert [row.text for row in Message.objects.filter(text__contains="昨天到期")] == [
        "校内工作“工作1”昨天到期，请尽快完成并填报。"
    ]
