from datetime import date

import pytest
from django.urls import reverse

from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, WrongState
from programs.actions.designations import designate, end_designation, void_designation
from programs.models import Designation
from tests import factories
from tests.programs.factories import program

pytestmark = pytest.mark.django_db
DAY = date(2021, 3, 1)


def given(unit, kind="pilot", *, by=None, **about) -> Designation:
    return designate(**{"program": program(), "unit": unit, "kind": kind, "level": "city", "starts_on": DAY, "by": by} | about)


def test_a_unit_is_designated_ended_and_the_history_kept(yueqing, wenzhou_bureau):
    row = given(yueqing, by=wenzhou_bureau)
    end_designation(designation=row, ends_on=date(2022, 1, 1), by=wenzhou_bureau)

    assert [event.verb for event in Event.objects.order_by("pk")] == ["designation.given", "designation.ended"]
    assert list(Designation.objects.holding(date(2022, 1, 1))) == [row]
    assert list(Designation.objects.holding(date(2022, 1, 2))) == []


def test_the_same_is_given_once_but_again_after_it_was_void(yueqing):
    row = given(yueqing)
    with pytest.raises(Refused, match="已登记为试点"):
        given(yueqing)

    void_designation(designation=row, reason="填错", by=None)
    assert given(yueqing).pk != row.pk
    with pytest.raises(WrongState):
        void_designation(designation=row, reason="填错", by=None)


@pytest.mark.parametrize(
    ("kind", "about", "words"),
    [
        ("lead_trainer", {}, "授予个人"),
        ("pilot", {"person": "陈甲"}, "授予单位"),
        ("pilot", {"ends_on": date(2020, 1, 1)}, "早于开始日期"),
    ],
)
def test_a_designation_that_cannot_be_is_refused(yueqing, kind, about, words):
    with pytest.raises(Refused, match=words):
        given(yueqing, kind, **about)
    assert Designation.objects.count() == 0


def test_nobody_designates_another_county(xihu_bureau, yueqing):
    with pytest.raises(Denied):
        given(yueqing, by=xihu_bureau)


def test_the_list_is_narrowed_exported_and_shows_own_units_alone(client, yueqing, xihu, wenzhou_bureau):
    given(yueqing), given(xihu)
    given(yueqing, "lead_trainer", person="陈甲")
    client.force_login(wenzhou_bureau)
    page = reverse("programs:designation-list")

    assert len(client.get(page).context["page"].rows) == 2
    assert [row.person for row in client.get(page, {"kind": "lead_trainer"}).context["page"].rows] == ["陈甲"]
    assert client.get(page, {"unit": xihu.code}).context["page"].rows == []
    file = b"".join(client.get(page, {"export": "csv"}).streaming_content).decode()
    assert ("陈甲" in file, "西湖区" in file) == (True, False)


def test_a_bureau_registers_ends_and_voids_on_its_pages(client, yueqing, yueqing_bureau):
    program()
    client.force_login(yueqing_bureau)
    new = reverse("programs:designation-new")
    sent = {"unit": yueqing.code, "kind": "demonstration", "level": "city", "starts_on": "2021-03-01"}

    assert client.post(new, sent | {"person": "陈甲"}).status_code == 422
    assert client.post(new, sent).status_code == 302
    row = Designation.objects.get()
    assert client.post(reverse("programs:designation-end", args=[row.pk]), {"ends_on": "2020-01-01"}).status_code == 422
    assert client.post(reverse("programs:designation-end", args=[row.pk]), {"ends_on": "2022-01-01"}).status_code == 302
    assert client.post(reverse("programs:designation-void", args=[row.pk]), {"reason": "重复"}).status_code == 302
    row.refresh_from_db()
    assert (row.ends_on, row.state) == (date(2022, 1, 1), "void")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_the_same_however_many(client, wenzhou, wenzhou_bureau, count, django_assert_num_queries):
    for number in range(count):
        given(factories.unit(f"33038{number}", f"县{number}", "county", wenzhou))
    client.force_login(wenzhou_bureau)

    with django_assert_num_queries(6):
        response = client.get(reverse("programs:designation-list"))

    assert len(response.context["page"].rows) == count
