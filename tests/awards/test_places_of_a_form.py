"""A form holds only what its blank has a place for, whichever way it is filled in; personal numbers are told over REST too."""

import pytest

from awards.actions import nominations
from awards.forms.check import check_opinion
from awards.models import Nomination
from portal.kit.errors import Refused
from tests import factories
from tests.awards.factories import drafted, submitted
from tests.awards.holding import again
from tests.awards.test_api import client_of

NOMINATIONS = "/api/v1/nominations/"
MANAGER = {"name": "陈知行", "position": "科长", "title": "高级教师", "workplace": "乐清市教育局"}


@pytest.fixture
def draft(county_unit, counties, bureaus):
    return drafted(county_unit, counties[0], bureaus[counties[0].pk])


def patched(row, by, **values):
    api, address = client_of(by), f"{NOMINATIONS}{row.pk}/"
    return api.patch(address, values, headers={"If-Match": api.get(address)["ETag"]})


def test_a_form_about_a_unit_names_nobody_in_its_place(draft, bureaus):
    answer = patched(draft, bureaus[draft.unit_id], manager=MANAGER)

    assert (answer.status_code, answer.json()["code"]) == (422, "no_such_field")
    assert answer.json()["fields"]["manager_name"] == "本表没有这一栏"
    assert answer.json()["detail"].startswith("“区县级先进单位”推荐表不能这样填：姓名：本表没有这一栏")
    assert (again(draft).version, again(draft).subject) == (draft.version, "乐清市教育局")


def test_nor_does_one_that_is_made_with_a_name(county_unit, counties, bureaus):
    by = bureaus[counties[0].pk]
    body = {"cycle": "zj-2023", "category": "county_unit", "unit": counties[0].code, "manager": MANAGER}

    assert client_of(by).post(NOMINATIONS, body).status_code == 422
    assert not Nomination.objects.exists()


def test_a_county_does_not_write_the_opinion_of_its_city(draft, bureaus):
    answer = patched(draft, bureaus[draft.unit_id], opinion="同意推荐")

    assert (answer.status_code, answer.json()["fields"]) == (422, {"opinion": "由设区市推荐时填写"})
    assert again(draft).opinion == ""


def test_nor_by_any_other_way_than_rest(draft, bureaus):
    with pytest.raises(Refused, match="意见：由设区市推荐时填写"):
        nominations.save(nomination=draft, version=draft.version, values={"opinion": "同意"}, by=bureaus[draft.unit_id])


def test_a_city_writes_its_opinion_on_its_own_form(cycle, wenzhou, wenzhou_bureau):
    category = cycle.categories.select_related("cycle").get(key="city_unit")
    row = drafted(category, wenzhou, wenzhou_bureau, period=None)

    assert patched(row, wenzhou_bureau, opinion="情况属实").json()["opinion"] == "情况属实"


def test_a_form_about_a_manager_quotes_no_result(cycle, counties, bureaus):
    category = cycle.categories.select_related("cycle").get(key="county_manager")
    row = drafted(category, counties[0], bureaus[counties[0].pk], period=None, manager_name="陈知行")

    answer = patched(row, bureaus[counties[0].pk], period=2)

    assert (answer.status_code, answer.json()["fields"]) == (422, {"period": "本表没有这一栏"})
    assert patched(row, bureaus[counties[0].pk], manager=MANAGER).json()["manager"]["position"] == "科长"


def test_one_thing_of_a_manager_is_changed_and_the_rest_stays(cycle, counties, bureaus):
    category, by = cycle.categories.select_related("cycle").get(key="county_manager"), bureaus[counties[0].pk]
    row = drafted(category, counties[0], by, period=None)
    patched(row, by, manager=MANAGER)

    told = patched(row, by, manager={"position": "副局长"}).json()["manager"]

    assert told == MANAGER | {"position": "副局长", "basis": ""}


def test_a_county_does_not_empty_the_opinion_of_its_city_either(draft, bureaus):
    Nomination.objects.filter(pk=draft.pk).update(opinion="同意推荐")

    assert patched(draft, bureaus[draft.unit_id], opinion="", reason="另写").status_code == 200
    assert (again(draft).opinion, again(draft).reason) == ("同意推荐", "另写")


def test_what_comes_with_the_one_shape_of_all_forms_is_not_written_where_it_has_no_place(cycle, institution):
    by = factories.user("own", institution, "institution")
    category = cycle.categories.select_related("cycle").get(key="institution_manager")
    row = drafted(category, institution, by, period=None)

    told = patched(row, by, contact="周明远", manager=MANAGER).json()

    assert (told["manager"]["name"], told["manager"]["title"]) == ("陈知行", "")
    assert again(row).contact == by.name


def test_a_form_without_a_place_for_an_opinion_is_given_none(cycle, institution):
    by = factories.user("own", institution, "institution")
    category = cycle.categories.select_related("cycle").get(key="institution")
    row = drafted(category, institution, by, period=None)

    answer = patched(row, by, opinion="同意")

    assert (answer.status_code, answer.json()["fields"]) == (422, {"opinion": "本表没有这一栏"})
    with pytest.raises(Refused, match="没有意见一栏"):
        check_opinion(again(row), "同意")


@pytest.mark.parametrize("text", ["身份证330382198001011234", "请致电 138 0013 8000"])
def test_personal_numbers_in_free_text_are_told_over_rest_as_on_the_page(county_unit, counties, bureaus, text):
    by = bureaus[counties[0].pk]
    row = submitted(county_unit, counties[0], by)
    assert client_of(by).get(f"{NOMINATIONS}{row.pk}/").json()["personal_data"] == ""
    Nomination.objects.filter(pk=row.pk).update(reason=text)

    told = client_of(by).get(f"{NOMINATIONS}{row.pk}/").json()["personal_data"]

    assert told.startswith("文字中像是有身份证号码或手机号：推荐理由 ")
    assert "198001011" not in told
    assert "0013" not in told
