import pytest
from django.urls import reverse

from portal.shell import search
from tests import factories


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
