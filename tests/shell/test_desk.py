from datetime import timedelta

import pytest
from django.urls import reverse

from portal.kit.clock import database_now
from portal.kit.desk import Awaited, Deadline, Figure, Overdue, Picture, Tile, Waiting
from portal.shell.desk import gather, shade
from tests import factories


def desk_of(user, *items):
    return gather(user, None, from_sources=(lambda _user, _post: items,))


def test_urgent_things_come_first(province_office):
    now = database_now()
    late = Waiting("late", "/", "办", since=now, until=now - timedelta(days=1))
    soon = Waiting("soon", "/", "办", since=now, until=now + timedelta(days=1))
    some_day = Waiting("some day", "/", "办", since=now - timedelta(days=9))

    assert desk_of(province_office, some_day, soon, late).waiting == [late, soon, some_day]


@pytest.mark.parametrize(("days", "shown"), [(-1, False), (0.1, True), (29, True), (31, False)])
def test_deadlines_of_the_next_thirty_days_are_shown(province_office, days, shown):
    deadline = Deadline("报送", database_now() + timedelta(days=days), "/")

    assert bool(desk_of(province_office, deadline).deadlines) is shown


def test_days_left_are_days_of_the_calendar(province_office):
    [due] = desk_of(province_office, Deadline("报送", database_now() + timedelta(days=2), "/")).deadlines

    assert due.days == 2


def test_each_kind_has_its_section(province_office):
    items = (Awaited("等", "某局", "/"), Figure("名额", "3"), Overdue("未报送", ("某县",), "请报送"), Picture("图", ()))

    desk = desk_of(province_office, *items)

    assert (len(desk.awaited), len(desk.figures), len(desk.overdue), len(desk.pictures)) == (1, 1, 1, 1)


def test_shades_run_from_lowest_to_highest_and_nothing_has_none():
    tiles = tuple(Tile(code, code, value, "") for code, value in (("a", 0), ("b", 5), ("c", 10), ("d", None)))

    assert [shade_of for shade_of, _tile in shade(Picture("", tiles)).shaded] == [1, 3, 5, 0]


def test_equal_values_share_their_place():
    tiles = tuple(Tile(code, code, value, "") for code, value in (("a", 5), ("b", 9), ("c", 5), ("d", None), ("e", 1)))

    ranking = [(place, tile.code) for place, tile in shade(Picture("", tiles)).ranking]

    assert ranking == [(1, "b"), (2, "a"), (2, "c"), (4, "e"), (None, "d")]


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_asks_the_database_the_same_however_many_messages(client, province_office, count, django_assert_num_queries):
    from portal.accounts.messages import notify

    for number in range(count):
        notify(province_office, f"消息 {number}")
    client.force_login(province_office)
    client.get(reverse("shell:home"))

    with django_assert_num_queries(39):
        page = client.get(reverse("shell:home")).content.decode()

    assert page.count("· 未读") == count


def test_somebody_without_a_post_gets_an_empty_desk(client, db):
    client.force_login(factories.user("nobody"))

    page = client.get(reverse("shell:home"))

    assert page.status_code == 200
    assert "没有等您办理的事项" in page.content.decode()


def test_who_is_not_signed_in_is_asked_to(client, db):
    assert client.get(reverse("shell:home")).headers["Location"] == "/accounts/login/?next=/"
