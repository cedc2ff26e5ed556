"""The grades of items, points and panels: an item has a grade only with every indicator of it, a point the lowest of its items."""

import pytest

from credits.enums.ledger import Grade
from credits.rules.assigning import Conflict, OwnSchool, Reader, Work, assign, conflict
from credits.rules.grading import Mark, Result, Rubric, lacking, may_have, may_resubmit, point_grade, result_of, worth

E, P, F = Grade.EXCELLENT, Grade.PASSED, Grade.FAILED
FIVE = Rubric("C4-1", excellent=5, passed=2)


def test_an_item_is_excellent_only_with_every_indicator_of_it():
    four = Mark(E, excellent=frozenset({0, 1, 2, 3}), passed=frozenset({0, 1}))

    assert lacking(FIVE, four) == 1
    assert not may_have(FIVE, four, E)
    assert may_have(FIVE, four, P)
    assert may_have(FIVE, Mark(excellent=frozenset(range(5))), E)


def test_an_item_may_always_be_failed():
    assert lacking(FIVE, Mark(F)) == 0


def test_an_item_without_indicators_is_the_readers_own_judgement():
    assert may_have(Rubric("A1-1"), Mark(), E)


@pytest.mark.parametrize(
    ("grades", "grade"),
    [([E, E], E), ([E, P], P), ([P, P], P), ([E, E, F], F), ([F], F)],
    ids=["all excellent", "one lower", "all passed", "one failed", "alone"],
)
def test_a_point_is_worth_its_lowest_item(grades, grade):
    assert point_grade(grades) == grade


def test_a_point_has_no_grade_while_an_item_lacks_one_or_its_ticks():
    rubrics = [Rubric("A5-1"), Rubric("A5-2", excellent=1)]

    assert worth(rubrics, {"A5-1": Mark(E)}) is None
    assert worth(rubrics, {"A5-1": Mark(E), "A5-2": Mark(E)}) is None
    assert worth(rubrics, {"A5-1": Mark(P), "A5-2": Mark(E, excellent=frozenset({0}))}) == P
    assert worth([], {}) is None


@pytest.mark.parametrize(
    ("grades", "readers", "result"),
    [
        ([], 1, Result(wanted=1)),
        ([P], 1, Result(grade=P)),
        ([P], 2, Result(wanted=1)),
        ([E, E], 2, Result(grade=E)),
        ([E, P], 2, Result(wanted=1)),
        ([P, F, F], 2, Result(grade=F)),
        ([E, P, P], 2, Result(grade=P)),
        ([E, F, P], 2, Result(grade=P)),
        ([E, P, P], 3, Result(grade=P)),
        ([E, E, P, P], 4, Result(wanted=1)),
    ],
)
def test_two_who_disagree_call_a_third(grades, readers, result):
    assert result_of(grades, readers) == result
    assert result_of(list(reversed(grades)), readers) == result


@pytest.mark.parametrize(
    ("attempt", "limit", "may"), [(1, None, True), (9, None, True), (1, 0, False), (1, 1, True), (2, 1, False), (2, 2, True)]
)
def test_a_point_comes_back_as_often_as_the_policy_says(attempt, limit, may):
    assert may_resubmit(attempt, limit) is may


def works(count, wanted=1, **more):
    return [Work(key, teacher=100 + key, author=200 + key, school=1, wanted=wanted, **more) for key in range(1, count + 1)]


def test_work_is_shared_by_load():
    found = assign(works(6), [Reader(1, load=2), Reader(2), Reader(3)])

    assert [found.readers[key] for key in range(1, 7)] == [(2,), (3,), (2,), (3,), (1,), (2,)]
    assert found.lacking == {}


def test_the_same_question_has_the_same_answer():
    readers = [Reader(3), Reader(1), Reader(2)]

    assert assign(works(5, 2), readers) == assign(list(reversed(works(5, 2))), list(reversed(readers)))


@pytest.mark.parametrize(
    ("reader", "rule", "why"),
    [
        (Reader(7), OwnSchool.EXCLUDED, None),
        (Reader(201), OwnSchool.ALLOWED, Conflict.OWN),
        (Reader(7, related=frozenset({101})), OwnSchool.ALLOWED, Conflict.RELATED),
        (Reader(7, schools=frozenset({1})), OwnSchool.EXCLUDED, Conflict.SCHOOL),
        (Reader(7, schools=frozenset({2})), OwnSchool.ONE_OUTSIDE, None),
        (Reader(7, schools=frozenset({1})), OwnSchool.ALLOWED, None),
    ],
)
def test_nobody_reads_what_he_is_bound_up_with(reader, rule, why):
    (work,) = works(1, own_school=rule)

    assert conflict(work, reader) == why
    assert (assign([work], [reader]).readers[1] == ()) is (why is not None)


def test_what_lacks_readers_is_told():
    found = assign(works(1, 2), [Reader(1), Reader(201)])

    assert found.readers == {1: (1,)}
    assert found.lacking == {1: 1}


def test_those_who_read_already_are_not_asked_again():
    found = assign(works(1, readers=frozenset({1})), [Reader(1), Reader(2, load=50)])

    assert found.readers == {1: (2,)}


def test_one_seat_is_kept_for_somebody_from_outside():
    inside = [Reader(key, schools=frozenset({1})) for key in (1, 2)]
    outside = Reader(9, schools=frozenset({2}), load=9)

    assert assign(works(1, 2, own_school=OwnSchool.ONE_OUTSIDE), [*inside, outside]).readers == {1: (1, 9)}
    assert assign(works(1, 2, own_school=OwnSchool.ONE_OUTSIDE), inside).lacking == {1: 1}
    outside_read = works(1, own_school=OwnSchool.ONE_OUTSIDE, readers=frozenset({9}))
    assert assign(outside_read, [*inside, outside]).readers == {1: (1,)}
