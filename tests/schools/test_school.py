import pytest
from django.urls import reverse

from portal.audit.models import Event
from portal.kit.errors import Denied, Refused
from schools.actions import schools as actions
from schools.models import School
from tests import factories

NINE_YEARS = {"kind": "school", "ownership": "public", "rural": True, "small": False, "stages": ["primary", "junior_secondary"]}


@pytest.fixture
def unit(yueqing):
    return factories.unit("1133000001", "某学校", "school", yueqing)


def test_a_school_has_several_stages_and_its_changes_are_told(unit, yueqing_bureau):
    school = actions.describe(unit=unit, by=yueqing_bureau, **NINE_YEARS)
    actions.describe(unit=unit, by=yueqing_bureau, **NINE_YEARS | {"stages": ["primary"], "rural": False})

    assert [row.stage for row in school.stages.all()] == ["primary"]
    last = Event.objects.filter(verb="school.described").last()
    assert {change.field: (change.before, change.after) for change in last.changes.all()} == {
        "rural": ("True", "False"),
        "stages": ("小学、初中", "小学"),
    }


def test_saying_the_same_again_leaves_no_trace(unit, yueqing_bureau):
    actions.describe(unit=unit, by=yueqing_bureau, **NINE_YEARS)
    stamp = School.objects.get().updated_at

    actions.describe(unit=unit, by=yueqing_bureau, **NINE_YEARS)

    assert School.objects.get().updated_at == stamp
    assert Event.objects.filter(verb="school.described").count() == 1


def test_only_schools_are_described_and_only_by_those_over_them(unit, yueqing, xihu_bureau, yueqing_bureau):
    with pytest.raises(Denied):
        actions.describe(unit=unit, by=xihu_bureau, **NINE_YEARS)
    with pytest.raises(Refused):
        actions.describe(unit=yueqing, by=yueqing_bureau, **NINE_YEARS)
    with pytest.raises(Refused):
        actions.describe(unit=unit, by=yueqing_bureau, **NINE_YEARS | {"stages": []})


def test_the_page_saves_and_is_hidden_from_others(client, unit, yueqing_bureau, xihu_bureau):
    address = reverse("schools:school", args=[unit.code])
    client.force_login(yueqing_bureau)

    response = client.post(address, NINE_YEARS | {"rural": "on", "small": ""})

    assert response.status_code == 302
    assert School.objects.get().rural
    assert 'value="primary"' in client.get(address).content.decode()
    client.force_login(xihu_bureau)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_rest_asks_the_same_however_many(client, yueqing, yueqing_bureau, count, django_assert_num_queries):
    for number in range(count):
        school = factories.unit(f"113300000{number}", f"某学校{number}", "school", yueqing)
        actions.describe(unit=school, by=None, **NINE_YEARS)
    client.force_login(yueqing_bureau)

    with django_assert_num_queries(6):
        rows = client.get("/api/v1/schools/").json()["results"]

    assert [row["stages"] for row in rows] == [["primary", "junior_secondary"]] * count
