"""An engagement put down by mistake is taken back, unless hours rest on it."""

from datetime import date

import pytest
from django.urls import reverse

from credits.actions.ledger import void as void_row
from portal.audit.models import Event
from portal.kit.errors import Denied, DependedOn, Refused, WrongState
from programs.actions.engagements import engage, void
from programs.models import Engagement, Program
from tests import factories
from tests.credits import ledger
from tests.schools import people

LIST = reverse("programs:engagement-list")


@pytest.fixture
def academy(zhejiang):
    return factories.unit("JG001", "培训学院", "institution", zhejiang)


@pytest.fixture
def engaged(academy, yueqing):
    return Engagement.objects.create(institution=academy, unit=yueqing, starts_on=date(2024, 1, 1))


@pytest.fixture
def hours(academy, yueqing):
    """What the academy reported for a teacher of the county."""
    teacher = people.teacher(people.school("1133000001", "乐清市第一小学", yueqing))
    program = Program.objects.create(code="ict2", name="提升工程2.0")
    return ledger.hours(teacher, program, "online", 100, institution=academy, source="institution")


def address_of(engagement) -> str:
    return reverse("programs:engagement-void", args=[engagement.pk])


def test_a_mistake_is_taken_back_with_its_reason(client, engaged, yueqing_bureau):
    client.force_login(yueqing_bureau)
    assert address_of(engaged) in client.get(LIST).content.decode()

    assert client.post(address_of(engaged), {"reason": " "}).status_code == 422
    client.post(address_of(engaged), {"reason": "登记到别的县了"})

    engaged.refresh_from_db()
    assert engaged.state == "void"
    event = Event.objects.get(verb="engagement.voided")
    assert (event.actor, event.note) == (yueqing_bureau, "登记到别的县了")
    shown = {when: [row.pk for row in client.get(LIST, {"when": when}).context["page"].rows] for when in ("", "current", "void")}
    assert shown == {"": [], "current": [], "void": [engaged.pk]}
    assert client.get(address_of(engaged)).status_code == 404


def test_it_stands_while_hours_rest_on_it_and_says_which(client, engaged, hours, yueqing_bureau):
    client.force_login(yueqing_bureau)

    answer = client.post(address_of(engaged), {"reason": "登记错了"})

    assert answer.status_code == 422
    assert "培训学院已据此为乐清市第一小学上报 1 条学时，不能作废；合作已经结束的，请改用“结束”。" in answer.content.decode()
    engaged.refresh_from_db()
    assert engaged.state == "current"


def test_voided_hours_rest_on_nothing(engaged, hours, yueqing_bureau):
    void_row(row=hours, reason="误报", by=yueqing_bureau)

    void(engagement=engaged, reason="登记错了", by=yueqing_bureau)

    assert Engagement.objects.get().state == "void"


@pytest.mark.parametrize(("over", "free"), [("county", False), ("city", True)], ids=["not another county's", "one of the city"])
def test_hours_another_engagement_reaches_do_not_hold_it(engaged, hours, academy, wenzhou, xihu, over, free):
    Engagement.objects.create(institution=academy, unit=wenzhou if over == "city" else xihu, starts_on=date(2024, 1, 1))

    if free:
        void(engagement=engaged, reason="登记重复", by=None)
    else:
        with pytest.raises(DependedOn):
            void(engagement=engaged, reason="登记重复", by=None)


def test_hours_of_others_do_not_hold_it(engaged, hours, zhejiang):
    other = factories.unit("JG002", "另一学院", "institution", zhejiang)
    type(hours).objects.filter(pk=hours.pk).update(institution=other)

    void(engagement=engaged, reason="登记错了", by=None)


def test_more_schools_than_can_be_named_are_counted(engaged, hours, academy, yueqing):
    for number in range(2, 5):
        teacher = people.teacher(people.school(f"113300000{number}", f"乐清市第{number}小学", yueqing), serial=number)
        ledger.hours(teacher, hours.program, "online", 100, institution=academy, source="institution")

    with pytest.raises(DependedOn, match="乐清市第一小学、乐清市第2小学、乐清市第3小学等 4 所学校上报 4 条学时"):
        void(engagement=engaged, reason="登记错了", by=None)


def test_it_is_voided_once_and_by_its_keepers(engaged, academy, yueqing_bureau, xihu_bureau):
    for by in (xihu_bureau, factories.user("trainer", academy, "institution")):
        with pytest.raises(Denied):
            void(engagement=engaged, reason="登记错了", by=by)
    with pytest.raises(Refused):
        void(engagement=engaged, reason="", by=yueqing_bureau)
    void(engagement=engaged, reason="登记错了", by=yueqing_bureau)
    with pytest.raises(WrongState):
        void(engagement=engaged, reason="登记错了", by=yueqing_bureau)


def test_a_void_one_leaves_its_time_free(engaged, academy, yueqing):
    void(engagement=engaged, reason="登记错了", by=None)

    assert engage(institution=academy, unit=yueqing, starts_on=engaged.starts_on, by=None).pk != engaged.pk
