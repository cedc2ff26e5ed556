from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.quota_rules import allotment
from awards.quota_rules.rounding import share_of
from awards.quota_rules.table import table

ANNEX_1 = {
    "330100": (13, 3),
    "330200": (12, 3),
    "330300": (12, 3),
    "330400": (8, 2),
    "330500": (5, 1),
    "330600": (6, 2),
    "330700": (10, 3),
    "330800": (6, 2),
    "331100": (9, 2),
    "331000": (10, 3),
    "330900": (4, 1),
}
QUARTER = Decimal("0.25")
RULE = allotment({"kind": "share", "share_of": "counties", "share": "0.25", "rounding": "half_up"})


@pytest.mark.parametrize(("counties", "places"), ANNEX_1.values(), ids=ANNEX_1)
def test_a_quarter_of_the_counties_rounded_half_up_is_the_printed_quota(counties, places):
    assert share_of(counties, QUARTER) == places


def test_annex_1_adds_up_to_25_places_for_95_counties():
    rows = table({}, ANNEX_1, RULE)

    assert sum(row.basis for row in rows) == 95
    assert sum(row.places for row in rows) == 25
    assert all(row.agrees for row in rows)


def test_rounding_halves_to_even_would_cost_jinhua_and_taizhou_a_place():
    even = [(counties * QUARTER).quantize(Decimal(1), ROUND_HALF_EVEN) for counties, _places in ANNEX_1.values()]

    assert sum(even) == 23


def test_the_printed_table_stands_where_the_formula_differs():
    [row] = table({"330700": 9}, {"330700": (9, 3)}, RULE)

    assert (row.formula_places, row.places, row.agrees) == (2, 3, False)


def test_a_unit_the_notice_does_not_print_gets_what_the_formula_gives():
    rows = table({"330100": 13, "339900": 6}, {"330100": (13, 3)}, RULE)

    assert [(row.unit_code, row.places) for row in rows] == [("330100", 3), ("339900", 2)]


@given(st.integers(1, 200), st.integers(1, 100))
def test_a_share_is_never_further_than_half_a_place_from_the_exact_one(counties, percent):
    exact = Decimal(counties * percent) / 100

    places = share_of(counties, Decimal(percent) / 100)

    assert -Decimal("0.5") <= exact - places < Decimal("0.5") or exact - places == Decimal("-0.5")
    assert share_of(counties, Decimal(percent) / 100, "down") <= places <= share_of(counties, Decimal(percent) / 100, "up")
