"""What completion of a unit would be under another unit's rules."""

import pytest
from django.urls import reverse

from credits.models import CompletionRun
from programs.loading import load_notice
from tests import factories
from tests.credits import ledger
from tests.programs.notice_samples import four_trees, small
from tests.schools import people

COUNTY, NEIGHBOUR = "330382", "330381"


@pytest.fixture
def trees(db):
    units = four_trees()
    units[NEIGHBOUR] = factories.unit(NEIGHBOUR, "瑞安市", "county", units["330300"])
    return units


@pytest.fixture
def program(trees):
    """40 hours in 乐清, 20 in 瑞安."""
    load_notice(file=small(), by=None)
    other = small(('"40"', '"20"'), ("不少于40学时", "不少于20学时"), issuer=f'"{NEIGHBOUR}"', number="瑞教〔2024〕1号")
    return load_notice(file=other, by=None).notice.program


@pytest.fixture
def school(trees, program):
    """Three teachers with 45, 25 and no hours."""
    school = people.school("2133000001", "某小学", trees[COUNTY])
    for serial, amount in enumerate((4500, 2500, 0), 1):
        teacher = people.teacher(school, f"教师{serial}", serial)
        if amount:
            ledger.hours(teacher, program, "online", amount)
    return school


def ask(client, trees, **query):
    client.force_login(factories.user("lin", trees["330300"], "bureau"))
    return client.get(reverse("programs:policy-compare"), query)


def test_a_countys_completion_is_told_under_its_own_and_under_anothers_rules(client, trees, school):
    page = ask(client, trees, unit=COUNTY, other=NEIGHBOUR)

    [(_label, refusal, rows)] = page.context["tables"]
    assert refusal == ""
    assert [(row.unit.code, row.own.required, row.own.complete, row.other.complete) for row in rows] == [
        (COUNTY, 3, 1, 2),
        (school.code, 3, 1, 2),
    ]
    assert (rows[0].own.rate, rows[0].other.rate) == (3333, 6667)


def test_comparing_leaves_nothing_behind(client, trees, school):
    ask(client, trees, unit=COUNTY, other=NEIGHBOUR)

    assert CompletionRun.objects.count() == 0


def test_the_two_policies_stand_side_by_side_and_differences_are_marked(client, trees, school):
    rows = ask(client, trees, unit=COUNTY, other=NEIGHBOUR).context["rows"]

    told = {label: (own.text, other.text, differs) for label, own, other, differs in rows}
    assert told["总学时"] == ("不少于 40 学时", "不少于 20 学时", True)
    assert told["学校信息化管理团队人数"] == ("3–5 人", "3–5 人", False)


def test_the_comparison_is_exported_as_it_is_shown(client, trees, school):
    answer = ask(client, trees, unit=COUNTY, other=NEIGHBOUR, export="csv")

    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines[1] == "乐清市,330382,教师完成情况,3,1,33.33,3,2,66.67"


@pytest.mark.parametrize(("unit", "other"), [(COUNTY, "341324"), ("341324", COUNTY), ("330000", COUNTY)])
def test_only_units_under_ones_offices_are_compared_with_units_one_may_see(client, trees, school, unit, other):
    page = ask(client, trees, unit=unit, other=other)

    assert page.status_code == 422
    assert "tables" not in page.context
