"""Whatever the order in which places are taken, the least share of one sort stays within reach, excepted units or not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awards.quota_rules import Place, bound

CITY, EXCEPTED = "330300", "330382"
SORT = "kindergarten"
ASKED = st.lists(st.tuples(st.booleans(), st.booleans()), max_size=14)  # of the sort?, excepted?


def place(number: int, sort: bool, excepted: bool) -> Place:
    scopes = {"school": str(number), "county": EXCEPTED if excepted else "330381", "city": CITY}
    return Place("school", "advanced_unit", str(number), f"学校{number}", CITY, "", scopes, frozenset([SORT] if sort else []))


def rule(**values):
    return bound({"kind": "composition", "sort": SORT, "per": "city", "except_for": [EXCEPTED], "clause": "三2"} | values)


def taken(rule, asked, places: int) -> list[tuple[bool, bool]]:
    """Who gets a place when those asked for come one after the other."""
    held, got = [], []
    for number, who in enumerate(asked):
        one = place(number, *who)
        if len(held) < places and not rule.breach(one, held, places):
            held.append(one)
            got.append(who)
    return got


@settings(max_examples=300, deadline=None)
@given(asked=ASKED, places=st.integers(0, 8), least=st.integers(1, 5))
def test_at_least_so_many_stays_within_reach(asked, places, least):
    got = taken(rule(least=least), asked, places)

    counting = sum(sort and not excepted for sort, excepted in got)
    left = places - len(got)
    assert counting + left >= min(least, places)


@settings(max_examples=300, deadline=None)
@given(asked=ASKED, places=st.integers(0, 8), share=st.sampled_from(["0.25", "0.3", "0.5", "1"]))
def test_a_least_share_stays_within_reach_too(asked, places, share):
    one = rule(least_share=share, rounding="half_up")
    asked_for = int(float(share) * places + 0.5)

    got = taken(one, asked, places)

    assert sum(sort and not excepted for sort, excepted in got) + places - len(got) >= asked_for


@settings(max_examples=300, deadline=None)
@given(asked=ASKED, places=st.integers(0, 8), least=st.integers(1, 5))
def test_nobody_is_refused_a_place_that_nothing_needs(asked, places, least):
    one, held = rule(least=least), []
    for number, who in enumerate(asked):
        row = place(number, *who)
        counting = sum(SORT in other.traits and not one._excepted(other) for other in held)
        spare = places - len(held) - 1 >= least - counting
        assert (one.breach(row, held, places) == "") == (spare or who == (True, False))
        if spare and len(held) < places:
            held.append(row)


def test_an_excepted_unit_first_leaves_the_places_that_are_kept():
    one, held = rule(least=2), [place(0, False, True)]
    for number in (1, 2):
        assert one.breach(place(number, False, False), held, 5) == ""
        held.append(place(number, False, False))

    assert one.breach(place(3, False, False), held, 5) == (
        "5 个名额中至少 2 个给幼儿园，现有 0 个（除外的单位不计），余下的名额须留给幼儿园"
    )
    assert one.breach(place(4, True, False), held, 5) == ""


@pytest.mark.parametrize("sort", [True, False])
def test_of_an_excepted_city_nothing_is_kept(sort):
    held = [place(number, False, False) for number in range(4)]

    assert rule(least=2, except_for=[CITY]).breach(place(5, sort, False), held, 5) == ""
