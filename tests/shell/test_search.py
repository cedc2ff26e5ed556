import pytest
from django.urls import reverse

from portal.kit.crypto import fingerprint
from portal.shell import search
from tests import factories
from tests.schools import people


def names(user, words):
    return [hit.text for kind in search.find(user, words) for hit in kind.hits]


def test_a_unit_is_found_by_name_and_by_code(province_office, wenzhou):
    assert names(province_office, "温州") == ["温州市"]
    assert names(province_office, "330300") == ["温州市"]


def test_another_citys_county_is_not_found(wenzhou_bureau, xihu):
    assert names(wenzhou_bureau, "西湖") == []


def test_one_character_finds_nothing(province_office):
    assert search.find(province_office, "市") == []


@pytest.mark.parametrize(("count", "more"), [(20, False), (21, True)])
def test_twenty_are_shown_and_the_rest_is_said(province_office, zhejiang, count, more):
    for number in range(count):
        factories.unit(f"3399{number:02}", f"某某市{number}", "city", zhejiang)

    [kind] = search.find(province_office, "某某")

    assert (len(kind.hits), kind.more) == (20, more)


def test_the_page_keeps_the_words(client, province_office, wenzhou):
    client.force_login(province_office)

    page = client.get(reverse("shell:search"), {"q": " 温州<b> "}).content.decode()

    assert "温州&lt;b&gt;" in page
    assert "没有找到" in page


def test_people_are_found_by_name_and_by_whole_phone_within_the_scope(yueqing, yueqing_bureau, xihu_bureau):
    school = factories.unit("1133000001", "某学校", "school", yueqing)
    people.teacher(school, "林小雨", 1, phone_key=fingerprint("13800138001"))

    assert names(yueqing_bureau, "小雨") == ["林小雨"]
    assert names(yueqing_bureau, "13800138001") == ["林小雨"]
    assert names(yueqing_bureau, "1380013800") == []
    assert names(xihu_bureau, "小雨") == []
