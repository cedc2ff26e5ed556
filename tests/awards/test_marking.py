"""Scores of judges: exact sums, stated ties."""

from fractions import Fraction

import pytest

from awards.marking.criteria import mark_of, one_score, points, total_of, typed
from awards.marking.ranking import Scored, placed, too_far_apart
from portal.kit.errors import Refused


def test_weights_make_a_hundred_and_every_line_names_its_weight():
    assert [(one.name, one.weight) for one in typed("组织保障 40\n应用成效：35%\n辐射 带动，25")] == [
        ("组织保障", 40),
        ("应用成效", 35),
        ("辐射 带动", 25),
    ]
    for wrong in ("", "组织保障 40\n应用成效 50", "组织保障", "甲 0\n乙 100", "甲 50\n甲 50"):
        with pytest.raises(Refused):
            typed(wrong)


@pytest.mark.parametrize(("text", "mark"), [("91.25", 9125), ("100", 10000), ("0", 0), ("", None), ("７", 700)])
def test_a_mark_is_0_to_100_with_two_decimals(text, mark):
    assert mark_of(text) == mark


@pytest.mark.parametrize("text", ["100.01", "-1", "91.255", "九十", "NaN", "1e1", "1E+99999"])
def test_anything_else_is_no_mark(text):
    with pytest.raises(Refused):
        mark_of(text)


def test_weighted_totals_are_exact():
    criteria = typed("甲 33\n乙 33\n丙 34")

    total = total_of({"c1": 9125, "c2": 8850, "c3": 9990}, criteria)

    assert total == 9125 * 33 + 8850 * 33 + 9990 * 34
    assert points(total) == "93.2835"
    assert one_score()[0].weight == 100


def test_averages_are_compared_as_fractions_not_as_shown():
    better, worse = Scored(1, (900000, 900000, 900001)), Scored(2, (900000, 900000, 900000))

    order = placed([worse, better], "office")

    assert better.average_text == worse.average_text == "90"
    assert [(one.scored.key, one.rank, one.tied) for one in order] == [(1, 1, False), (2, 2, False)]
    assert better.average == Fraction(2700001, 3)


def test_shown_averages_round_half_up():
    assert Scored(1, (901250, 901250)).average_text == "90.13"
    assert Scored(1, (900000, 900000, 950000)).average_text == "91.67"


@pytest.mark.parametrize(
    ("rule", "ranks"), [("office", {1: 1, 2: 1, 3: 3}), ("median", {2: 1, 1: 2, 3: 3}), ("lead", {1: 1, 2: 2, 3: 3})]
)
def test_ties_are_parted_by_the_stated_rule_or_stand(rule, ranks):
    rows = [
        Scored(1, (800000, 850000, 990000), lead=990000),
        Scored(2, (860000, 890000, 890000), lead=890000),
        Scored(3, (700000, 700000), lead=700000),
    ]

    order = placed(rows, rule)

    assert {one.scored.key: one.rank for one in order} == ranks
    assert [one.tied for one in order] == ([True, True, False] if rule == "office" else [False] * 3)


def test_a_spread_at_the_bound_is_not_beyond_it():
    at, beyond = Scored(1, (800000, 950000)), Scored(2, (800000, 950001))

    assert too_far_apart([at, beyond], 1500) == [beyond]
