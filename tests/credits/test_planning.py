"""The planner: sets of points that reach what a notice asks, from the table of 泗教师字〔2022〕1号 四(一)."""

import csv
from pathlib import Path
from time import perf_counter

import pytest

import credits
from credits.rules.planning import Lacking, Point, Wanted, lacking, minimal_sets, propose

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
    assert lacking([point for point in catalogue if point.code in ("A1", "B1")], wanted).mixed


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


def test_nothing_is_proposed_beside_points_of_two_environments(catalogue):
    assert propose(catalogue, SINGLE, passed=points(catalogue, "A1", "C6"), beside=points(catalogue, "A1", "C6")) == []
    assert propose(catalogue, SINGLE, passed=points(catalogue, "A1"), beside=points(catalogue, "A1", "B1")) == []


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
