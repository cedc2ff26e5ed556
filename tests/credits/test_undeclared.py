"""已选未申报: what was chosen and waits, seen by those over it, begun by the school for the teacher."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from credits.enums.choosing import Stage
from credits.enums.ledger import Source
from credits.models import Declaration, Selection
from tests.credits import declared, ledger
from tests.schools import people

ADDRESS = reverse("credits:declaration-waiting")


@pytest.fixture
def lin(first):
    return people.teacher(first, "林小雨", 1)


def points(client, user, **asked) -> list[str]:
    client.force_login(user)
    return [f"{row.teacher.name} {row.ability.code}" for row in client.get(ADDRESS, asked).context["page"].rows]


def test_a_point_waits_from_its_confirmation_until_it_is_declared_or_passed(client, clerk, lin, abilities, program):
    for code in ("A1", "A2", "A3", "B1"):
        declared.chosen(lin, abilities[code], program)
    Selection.objects.filter(ability=abilities["B1"]).update(stage=Stage.PROPOSED, confirmed_at=None)
    declared.declaring.start(teacher=lin, ability=abilities["A2"], by=clerk)
    ledger.credit(lin, program, abilities["A3"])

    assert points(client, clerk) == ["林小雨 A1"]


def test_its_school_begins_for_a_teacher_who_never_signs_in(client, clerk, lin, abilities, program):
    declared.chosen(lin, abilities["A1"], program)
    client.force_login(clerk)
    assert "代为申报" in client.get(ADDRESS).content.decode()
    assert "代为申报" in client.get(reverse("credits:teacher", args=[lin.code])).content.decode()

    answer = client.post(reverse("credits:declaration-start"), {"teacher": lin.code, "ability": "A1"})

    row = Declaration.objects.get()
    assert (answer.url, row.source, row.drafted_by) == (row.get_absolute_url(), Source.SCHOOL, clerk)
    assert points(client, clerk) == []
    assert "代为申报" not in client.get(reverse("credits:teacher", args=[lin.code])).content.decode()


def test_the_county_sees_who_waits_without_a_button_and_takes_the_list_along(client, bureau, abroad, lin, abilities, program):
    declared.chosen(lin, abilities["A1"], program)

    assert points(client, bureau) == ["林小雨 A1"]
    assert points(client, abroad) == []
    client.force_login(bureau)
    assert "代为申报" not in client.get(ADDRESS).content.decode()
    told = b"".join(client.get(ADDRESS, {"export": "csv"}).streaming_content).decode("utf-8-sig")
    assert "林小雨,A1" in told


def test_the_list_is_narrowed_by_name_school_and_point(client, bureau, lin, second, abilities, program):
    declared.chosen(lin, abilities["A1"], program)
    declared.chosen(people.teacher(second, "王一", 2), abilities["A2"], program)

    assert points(client, bureau, q="王") == points(client, bureau, unit=second.code) == ["王一 A2"]
    assert points(client, bureau, ability="A1") == ["林小雨 A1"]


def test_a_long_list_costs_no_more_queries(client, clerk, first, abilities, program):
    client.force_login(clerk)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            client.get(ADDRESS)
        return len(asked)

    declared.chosen(people.teacher(first, "林小雨", 1), abilities["A1"], program)
    one = cost()
    for number in (2, 3, 4):
        declared.chosen(people.teacher(first, "王一", number), abilities["A1"], program)
    assert cost() == one


def test_a_teacher_begins_his_own(client, lin, abilities, program):
    declared.chosen(lin, abilities["A1"], program)
    client.force_login(declared.account(lin))
    page = client.get(ADDRESS).content.decode()
    assert "开始申报" in page
    assert "代为申报" not in page
