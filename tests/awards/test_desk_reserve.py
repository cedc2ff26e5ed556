"""The reserve list on a city's desk: in place and out again beside recommending, where the notice sets such a list."""

import pytest
from django.urls import reverse

from awards.models import QuotaBound, Reserve
from tests.awards.factories import submitted

DESK = "/awards/zj-2023/desk/"


@pytest.fixture
def rows(county_unit, counties, bureaus):
    return [submitted(county_unit, county, bureaus[county.pk]) for county in counties[:3]]


@pytest.fixture
def listed(cycle):
    return QuotaBound.objects.create(cycle=cycle, position=0, parameters={"kind": "reserve", "number": 1, "clause": "附件1"})


def send(client, row, **more):
    address = reverse("awards:reserve", args=["zj-2023", "county_unit", "330300"])
    return client.post(address, {"nomination": row.pk, "back": DESK, **more}, follow=True).content.decode()


def test_a_city_keeps_its_reserve_from_its_desk(client, rows, listed, wenzhou_bureau):
    client.force_login(wenzhou_bureau)
    before = client.get(DESK).content.decode()

    done = send(client, rows[1])
    full = send(client, rows[2])

    assert (before.count("列为备选"), "备选第 1" in before) == (3, False)
    assert "等待审核，推荐、备选或退回" in before
    assert ("已列为备选" in done, "备选第 1" in done, done.count("移出备选")) == (True, True, 1)
    assert "最多 1 个" in full
    assert list(Reserve.objects.waiting().values_list("nomination", flat=True)) == [rows[1].pk]
    assert "备选第 1" not in send(client, rows[1], drop="yes")


def test_the_province_sees_the_place_and_no_button(client, rows, listed, wenzhou_bureau, province_office):
    client.force_login(wenzhou_bureau)
    send(client, rows[0])
    client.force_login(province_office)

    page = client.get(DESK, {"unit": "330300"}).content.decode()

    assert ("备选第 1" in page, "列为备选" in page) == (True, False)


def test_where_the_notice_sets_no_list_there_is_no_button(client, rows, wenzhou_bureau):
    client.force_login(wenzhou_bureau)

    page = client.get(DESK).content.decode()
    assert ("列为备选" in page, "等待审核，推荐或退回" in page) == (False, True)
    assert "没有设备选名单" in send(client, rows[0])
