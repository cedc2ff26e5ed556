"""The planner: sets of points that reach what a notice asks, from the table of 泗教师字〔2022〕1号 四(一)."""

import csv
import random
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import pytest

import credits
from credits.enums.ledger import Completion
from credits.rules.completion import Record, Requirement, judge
from credits.rules.planning import Lacking, Point, Wanted, counting, lacking, minimal_sets, propose

TABLE = Path(credits.__file__).parent / "data" / "abilities.csv"


@pytest.fixture(scope="module")
def catalogue():
    with TABLE.open(encoding="utf-8-sig") as file:
        return [Point(row["code"], int(row["credits"]) * 100, row["dimension"], row["environment"]) for row in csv.DictReader(file)]


def codes(proposal):
    return [point.code for point in proposal.points]


def test_9803_minimal_sets_reach_20_credits_and_one_has_two_points(catalogue):
    sets = list(minimal_sets(catalogue, 2000))
    assert len(sets) == 9803
    assert [sorted(point.code for point in one) for one in sets if len(one) == 2] == [["C6", "C7"]]
    assert all(sum(p.credits for p in one) >= 2000 for one in sets)
    assert all(sum(p.credits for p in one) - min(p.credits for p in one) < 2000 for one in sets)
    assert len({frozenset(one) for one in sets}) == 9803


def test_the_fewest_points_for_20_credits_are_c6_and_c7(catalogue):
    (only,) = propose(catalogue, Wanted(credits=2000), environment="multimedia")
    assert codes(only) == ["C6", "C7"]
    assert (only.credits, only.outside) == (2000, 2)


def test_an_environment_the_notice_asks_for_leaves_out_the_others(catalogue):
    best = propose(catalogue, Wanted(credits=2000, environments=frozenset({"multimedia"})))
    assert best
    assert all(point.environment == "multimedia" for one in best for point in one.points)
    assert all(one.credits >= 2000 for one in best)


def test_the_schools_environment_comes_first_and_refuses_nothing(catalogue):
    first = propose(catalogue, Wanted(credits=2000, points=4), environment="blended")[0]
    assert first.outside == 0
    assert not lacking([point for point in catalogue if point.environment != "blended"], Wanted(credits=2000))


def test_passed_points_count_and_are_not_proposed_again(catalogue):
    passed = [point for point in catalogue if point.code == "C6"]
    (only,) = propose(catalogue, Wanted(credits=2000), passed=passed)
    assert codes(only) == ["C7"]
    assert only.credits == 2000


def test_nothing_more_is_proposed_where_all_is_reached(catalogue):
    passed = [point for point in catalogue if point.code in ("C6", "C7")]
    (only,) = propose(catalogue, Wanted(credits=2000), passed=passed)
    assert only.points == ()


def test_compulsory_points_are_in_every_set_and_excluded_ones_in_none(catalogue):
    wanted = Wanted(credits=2000, compulsory=frozenset({"A1"}), excluded=frozenset({"C6"}))
    for one in propose(catalogue, wanted):
        assert "A1" in codes(one)
        assert "C6" not in codes(one)


def test_four_dimensions_need_four_points(catalogue):
    for one in propose(catalogue, Wanted(credits=2000, dimensions=4)):
        assert len(one.points) == 4
        assert len(one.dimensions) == 4


def test_dimensions_that_must_be_covered_are(catalogue):
    best = propose(catalogue, Wanted(credits=2000, cover=frozenset({"learner_analysis"})))
    assert best
    assert all("learner_analysis" in one.dimensions for one in best)
    assert lacking([], Wanted(cover=frozenset({"learner_analysis"}))).uncovered == ("learner_analysis",)


def test_one_environment_at_a_time_mixes_none(catalogue):
    wanted = Wanted(credits=2000, single=True, environments=frozenset({"multimedia", "blended"}))
    best = propose(catalogue, wanted, environment="blended")
    assert best
    assert all(len({point.environment for point in one.points}) == 1 for one in best)
    assert lacking(points(catalogue, "A1", "B1"), wanted).apart == ("A1",)


def points(catalogue, *names):
    return [point for point in catalogue if point.code in names]


SINGLE = Wanted(credits=2000, single=True)


def test_with_one_environment_asked_a_proposal_keeps_to_that_of_the_passed_points(catalogue):
    passed = points(catalogue, "A1")
    best = propose(catalogue, SINGLE, passed=passed, beside=passed)
    assert best
    assert {point.environment for one in best for point in one.points} == {"multimedia"}
    assert not any(lacking([*passed, *one.points], SINGLE) for one in best)


def test_with_one_environment_asked_a_proposal_keeps_to_that_of_the_chosen_points(catalogue):
    best = propose(catalogue, SINGLE, beside=points(catalogue, "B1"))
    assert best
    assert {point.environment for one in best for point in one.points} == {"blended"}


def test_beside_points_of_two_environments_the_nearer_one_is_completed(catalogue):
    passed = points(catalogue, "A1", "C6")

    (only,) = propose(catalogue, SINGLE, passed=passed, beside=passed)

    assert (codes(only), only.credits) == (["C7"], 2000)
    left = propose(catalogue, SINGLE, passed=points(catalogue, "A1"), beside=points(catalogue, "A1", "B1"))
    assert {point.environment for one in left for point in one.points} <= {"multimedia", "blended"}


def test_where_its_own_environment_cannot_reach_it_another_is_proposed(catalogue):
    """The seven points of 智慧学习环境 come to 62 credits, those of 多媒体教学环境 to 69."""
    wanted = Wanted(credits=6500, single=True)

    best = propose(catalogue, wanted, passed=points(catalogue, "C6"), beside=points(catalogue, "C6"))

    assert best
    assert {point.environment for one in best for point in one.points} == {"multimedia"}


def test_compulsory_points_of_another_environment_are_named_and_not_counted(catalogue):
    (only,) = propose(catalogue, Wanted(credits=2000, single=True, compulsory=frozenset({"A1"})))

    assert (codes(only), only.credits) == (["A1", "C6", "C7"], 2000)


@pytest.mark.parametrize("seed", range(40))
def test_what_the_planner_proposes_the_judge_takes_and_nothing_less(catalogue, seed):
    """For people with any points passed: with a proposed set passed too they are complete, and one point fewer is not enough."""
    dice = random.Random(seed)
    wanted = Wanted(
        credits=dice.choice([1200, 2000, 2900]),
        points=dice.choice([None, 3]),
        dimensions=dice.choice([None, 2]),
        single=True,
        compulsory=frozenset(dice.sample(["A1", "B2", "C6"], dice.choice([0, 1]))),
        excluded=frozenset(dice.sample(["A11", "C7"], dice.choice([0, 1]))),
    )
    passed = dice.sample(catalogue, dice.choice([0, 1, 2, 5]))
    asked = Requirement(credits=wanted.credits, choice=replace(wanted, credits=None))

    best = propose(catalogue, wanted, passed=passed, beside=passed)

    assert best
    for one in best:
        assert judge(asked, Record(points=(*passed, *one.points))).status == Completion.COMPLETE
        for left_out in one.points:
            fewer = [point for point in (*passed, *one.points) if point != left_out]
            assert judge(asked, Record(points=tuple(fewer))).status == Completion.INCOMPLETE
    done = judge(asked, Record(points=tuple(passed))).status == Completion.COMPLETE
    assert done is (best[0].points == ())


def test_the_planner_and_the_judge_count_the_same_credits(catalogue):
    passed = points(catalogue, "A1", "A2", "C6")
    asked = Requirement(credits=2000, choice=Wanted(single=True))

    assert lacking(passed, SINGLE).credits == judge(asked, Record(points=tuple(passed))).shortfalls["credits"] == 1000
    assert {point.code for point in counting(passed, SINGLE)} == {"C6"}


def test_points_that_do_not_count_bind_nobody_to_their_environment(catalogue):
    wanted = Wanted(credits=2000, single=True, excluded=frozenset({"A1"}))
    (only,) = propose(catalogue, wanted, passed=points(catalogue, "A1"), beside=points(catalogue, "A1"))
    assert codes(only) == ["C6", "C7"]


def test_what_no_selection_can_reach_is_answered_with_nothing(catalogue):
    assert propose(catalogue, Wanted(credits=19_500)) == []
    assert propose(catalogue, Wanted(credits=2000, compulsory=frozenset({"D1"}))) == []
    assert propose(catalogue, Wanted(dimensions=5)) == []


def test_a_selection_is_told_what_it_lacks(catalogue):
    chosen = [point for point in catalogue if point.code in ("A1", "A2")]
    wanted = Wanted(credits=2000, points=3, dimensions=3, compulsory=frozenset({"B1"}), excluded=frozenset({"A2"}))
    assert lacking(chosen, wanted) == Lacking(credits=1600, points=2, dimensions=2, compulsory=("B1",), refused=("A2",))
    assert not lacking(catalogue, Wanted(credits=19_400))


def test_a_point_chosen_twice_counts_once(catalogue):
    c6 = next(point for point in catalogue if point.code == "C6")
    assert lacking([c6, c6], Wanted(credits=2000)).credits == 1000


def test_the_heaviest_request_is_answered_while_the_page_waits(catalogue):
    begun = perf_counter()
    best = propose(catalogue, Wanted(credits=5000, points=7, dimensions=4), environment="smart")
    assert best
    assert perf_counter() - begun < 2
