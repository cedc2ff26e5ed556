"""The sample by hand: hashes that anybody can work out, ratios by the rule of rounding, and what the rules of risk add."""

from decimal import Decimal
from hashlib import sha256
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credits.rules.pass_rate import Formula, Looked, PassRate, counted
from credits.rules.sampling import Entry, Known, Reason, draw, frozen, how_many, rank, risks_of, shares, thawed

TENTH = Decimal("0.1")


def entries(count, stratum="泗县一小", **more):
    return [Entry(f"c{number:03}", stratum, **more) for number in range(count)]


@pytest.mark.parametrize(
    ("size", "ratio", "drawn"),
    [(10, "0.1", 1), (4, "0.1", 1), (15, "0.1", 2), (14, "0.1", 1), (25, "0.1", 3), (1, "0.05", 1), (10, "1", 10), (3, "0.5", 2)],
)
def test_a_ratio_is_rounded_half_up_and_gives_at_least_one(size, ratio, drawn):
    assert how_many(size, Decimal(ratio)) == drawn


def test_the_order_is_that_of_the_hashes_of_seed_and_code():
    own = entries(20)
    by_hand = sorted((sha256(f"4821:{entry.code}".encode()).hexdigest(), entry.code) for entry in own)

    drawn = draw(own, TENTH, "4821")

    assert [one.code for one in drawn] == [code for _hash, code in by_hand[:2]]
    assert rank("4821", "c000") == sha256(b"4821:c000").hexdigest()


def test_the_same_list_and_seed_give_the_same_sample_in_whatever_order_the_list_comes():
    own = [*entries(30), *entries(7, "泗县二小")]
    shuffled = list(own)
    Random(3).shuffle(shuffled)

    assert draw(own, TENTH, "x") == draw(shuffled, TENTH, "x")
    assert draw(own, TENTH, "x") != draw(own, TENTH, "y")


def test_every_stratum_gives_its_own_share():
    own = [*entries(30, "甲"), *[Entry(f"d{n}", "乙") for n in range(2)]]

    assert [(one.stratum, one.size, one.drawn) for one in shares(own, TENTH)] == [("乙", 2, 1), ("甲", 30, 3)]
    assert {one.stratum for one in draw(own, TENTH, "s")} == {"甲", "乙"}


def test_risk_adds_what_chance_left_out_and_says_why():
    own = entries(20)
    last = draw(own, Decimal(1), "s")[-1].code
    marked = [Entry(one.code, one.stratum, ("quick",) if one.code == last else ()) for one in own]

    found = draw(marked, TENTH, "s")

    assert [(one.code, one.reason, one.place) for one in found][2:] == [(last, Reason.QUICK, 20)]


def test_a_school_of_nothing_but_excellent_adds_one_more_and_not_all():
    found = draw(entries(20, risks=("all_excellent",)), TENTH, "s")

    assert [one.reason for one in found] == ["random", "random", "all_excellent"]
    assert found[2].place == 3


def test_what_chance_drew_is_not_drawn_again_by_risk():
    found = draw(entries(5, risks=("quick",)), Decimal(1), "s")

    assert [one.reason for one in found] == ["random"] * 5


@given(st.integers(1, 400), st.integers(0, 100), st.text(min_size=1, max_size=20))
def test_a_sample_holds_each_result_once_and_never_more_than_there_are(size, percent, seed):
    found = draw(entries(size), Decimal(percent) / 100, seed)

    assert len({one.code for one in found}) == len(found) <= size


def test_a_list_comes_back_from_its_text():
    own = [Entry("b", "乙", ("quick", "one_day")), Entry("a", "甲")]

    assert frozen(own) == "a\t甲\t\nb\t乙\tquick,one_day\n"
    assert thawed(frozen(own)) == [Entry("a", "甲"), Entry("b", "乙", ("quick", "one_day"))]


def known(code, **more):
    return Known(code, **({"school": "s", "teacher": code, "grade": "passed", "day": "2022-10-01"} | more))


def test_the_rules_of_risk_and_their_limits():
    three = [known(code, grade="excellent") for code in "abc"]
    assert set(risks_of(three).values()) == {("all_excellent",)}
    assert set(risks_of(three[:2]).values()) == {()}
    assert set(risks_of([*three, known("d")]).values()) == {()}

    assert risks_of([known("a", seconds=59)])["a"] == ("quick",)
    assert risks_of([known("a", seconds=60)])["a"] == ()
    assert risks_of([known("a", shared=True, seconds=5)])["a"] == ("same_file", "quick")
    same_day = [known(code, teacher="t") for code in "abc"]
    assert set(risks_of(same_day).values()) == {("one_day",)}
    assert set(risks_of([*same_day[:2], known("c", teacher="t", day="2022-10-02")]).values()) == {()}


def test_a_pass_rate_counts_what_was_looked_at():
    rate = PassRate(30, 29, Decimal("0.95"))

    assert (rate.rate, rate.percent, rate.reached, rate.missing) == (Decimal("0.9667"), "96.67%", True, 0)
    assert (PassRate(0, 0, Decimal("0.95")).percent, PassRate(0, 0, Decimal("0.95")).reached) == ("—", None)
    assert PassRate(30, 28).reached is None


@pytest.mark.parametrize(("in_order", "reached", "missing"), [(19, True, 0), (18, False, 1), (0, False, 19)])
def test_ninety_five_of_a_hundred_is_held_against_whole_numbers(in_order, reached, missing):
    rate = PassRate(20, in_order, Decimal("0.95"))

    assert (rate.reached, rate.missing) == (reached, missing)


def test_a_rate_that_only_rounds_to_its_target_has_not_reached_it():
    assert PassRate(30_000, 28_499, Decimal("0.95")).rate == Decimal("0.9500")
    assert PassRate(30_000, 28_499, Decimal("0.95")).reached is False


LOOKED = [Looked(1), Looked(1, "cleared"), Looked(2, "open"), Looked(3, "upheld"), Looked(4, "mended")]


@pytest.mark.parametrize(
    ("findings", "of", "found"),
    [
        ("uncleared", "results", (5, 2)),
        ("all", "results", (5, 1)),
        ("upheld", "results", (5, 4)),
        ("uncleared", "people", (4, 1)),
        ("all", "people", (4, 0)),
        ("upheld", "people", (4, 3)),
    ],
)
def test_a_notice_says_which_findings_fail_and_what_is_counted(findings, of, found):
    assert counted(LOOKED, Formula(findings, of)) == found


def test_without_a_notice_mended_and_cleared_results_are_in_order():
    assert counted(LOOKED, Formula()) == (5, 2)
    assert counted([], Formula(of="people")) == (0, 0)
