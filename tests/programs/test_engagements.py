"""Who works for whom: put down, listed, ended."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import Event
from portal.kit.errors import Refused, WrongState
from programs.actions.engagements import end, engage
from programs.models import Engagement
from tests import factories

LIST, NEW = reverse("programs:engagement-list"), reverse("programs:engagement-new")
START = date(2020, 1, 1)


@pytest.fixture
def academy(zhejiang):
    return factories.unit("JG001", "培训学院", "institution", zhejiang)


@pytest.fixture
def engaged(academy, yueqing):
    return Engagement.objects.create(institution=academy, unit=yueqing, starts_on=START)


def found(response):
    return [row.unit.name for row in response.context["page"].rows]


def test_a_bureau_puts_an_engagement_down(client, academy, yueqing_bureau):
    client.force_login(yueqing_bureau)

    assert 'value="乐清市（330382）"' in client.get(NEW).content.decode()
    answer = client.post(NEW, {"institution": "培训学院", "unit": "乐清市（330382）", "starts_on": "2020-01-01"})

    assert answer["Location"] == LIST
    row = Engagement.objects.get()
    assert (row.institution, row.unit.code, row.ends_on) == (academy, "330382", None)
    assert Event.objects.get(verb="engagement.added").unit == row.unit


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"unit": "330106"}, "unit"),
        ({"unit": "JG001"}, "unit"),
        ({"institution": "330382"}, "institution"),
        ({"institution": "没有的机构"}, "institution"),
        ({"ends_on": "2019-01-01"}, "ends_on"),
        ({"starts_on": ""}, "starts_on"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(client, academy, xihu, yueqing_bureau, typed, field):
    client.force_login(yueqing_bureau)

    answer = client.post(NEW, {"institution": "JG001", "unit": "330382", "starts_on": "2020-01-01", **typed})

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert Engagement.objects.count() == 0


@pytest.mark.parametrize(
    ("starts", "ends", "fits"),
    [
        (date(2019, 1, 1), date(2019, 12, 31), True),
        (date(2019, 1, 1), date(2020, 1, 1), False),
        (date(2019, 1, 1), None, False),
        (date(2020, 12, 31), None, False),
        (date(2021, 1, 1), None, True),
    ],
)
def test_the_same_institution_works_for_a_unit_once_at_a_time(academy, yueqing, starts, ends, fits):
    Engagement.objects.create(institution=academy, unit=yueqing, starts_on=START, ends_on=date(2020, 12, 31))

    if fits:
        engage(institution=academy, unit=yueqing, starts_on=starts, ends_on=ends, by=None)
    else:
        with pytest.raises(Refused):
            engage(institution=academy, unit=yueqing, starts_on=starts, ends_on=ends, by=None)


def test_an_engagement_is_ended(client, engaged, yueqing_bureau):
    client.force_login(yueqing_bureau)
    address, yesterday = reverse("programs:engagement-end", args=[engaged.pk]), timezone.localdate() - timedelta(days=1)

    assert client.post(address, {"ends_on": "2019-12-31"}).status_code == 422
    client.post(address, {"ends_on": yesterday.isoformat()})

    engaged.refresh_from_db()
    assert engaged.ends_on == yesterday
    assert found(client.get(LIST)) == []
    assert found(client.get(LIST, {"when": "ended"})) == ["乐清市"]


def test_two_people_do_not_end_it_twice(engaged):
    end(engagement=Engagement.objects.get(), ends_on=date(2021, 1, 1), by=None)

    with pytest.raises(WrongState):
        end(engagement=engaged, ends_on=date(2022, 1, 1), by=None)


def test_everybody_concerned_sees_it_and_nobody_else(client, engaged, academy, wenzhou_bureau, xihu_bureau):
    seen = {}
    trainer = factories.user("trainer", academy, "institution")
    for user in (trainer, wenzhou_bureau, xihu_bureau):
        client.force_login(user)
        seen[user.username] = found(client.get(LIST, {"q": "学院"}))
    end_it = reverse("programs:engagement-end", args=[engaged.pk])

    assert seen == {"trainer": ["乐清市"], "wenzhou": ["乐清市"], "xihu": []}
    assert client.get(end_it).status_code == 404
    client.force_login(trainer)
    assert client.post(end_it, {"ends_on": "2021-01-01"}).status_code == 404
    assert client.get(NEW).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_many(client, academy, yueqing, yueqing_bureau, count, django_assert_num_queries):
    for number in range(count):
        Engagement.objects.create(institution=academy, unit=yueqing, starts_on=date(2020, 1, number + 1))
    client.force_login(yueqing_bureau)

    with django_assert_num_queries(8):
        page = client.get(LIST)

    assert len(found(page)) == count


@pytest.mark.parametrize("typed", ["330382", "乐清市", "乐清市（330382）"])
def test_a_unit_is_named_by_its_code_its_name_or_both(client, academy, yueqing, yueqing_bureau, typed):
    client.force_login(yueqing_bureau)

    client.post(NEW, {"institution": "培训学院", "unit": typed, "starts_on": "2020-01-01"})

    assert Engagement.objects.get().unit == yueqing


def test_a_name_with_the_code_of_another_unit_names_none(client, academy, yueqing, yueqing_bureau):
    client.force_login(yueqing_bureau)

    answer = client.post(NEW, {"institution": "培训学院", "unit": "温州市（330382）", "starts_on": "2020-01-01"})

    assert answer.status_code == 422
    assert 'value="温州市（330382）"' in answer.content.decode()
