import pytest

from programs.ranking import Ranked, contradictions


def ranked(*pairs):
    return [Ranked(place, score, rank) for place, (score, rank) in enumerate(pairs)]


@pytest.mark.parametrize(
    ("pairs", "odd"),
    [
        ([], set()),
        ([(9500, 1), (9000, 2), (8000, 3)], set()),
        ([(9500, 1), (9500, 1), (8000, 3)], set()),
        ([(9500, 1), (9500, 2), (8000, 3)], set()),
        ([(9500, 3), (9000, 2)], {0, 1}),
        ([(9500, 2), (9000, 2)], {0, 1}),
        ([(9500, 1), (9000, 3), (8000, 2)], {1, 2}),
        ([(8000, 12), (9000, 4)], set()),
    ],
    ids=["none", "in order", "a tie", "tie broken", "turned", "same rank", "last two turned", "gaps"],
)
def test_a_rank_contradicts_a_better_score_with_no_better_rank(pairs, odd):
    assert set(contradictions(ranked(*pairs))) == odd


def test_the_other_side_of_a_contradiction_is_named():
    found = contradictions(ranked((9500, 3), (9000, 2)))

    assert found[1].score == 9500
    assert found[0].score == 9000
