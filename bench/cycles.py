"""A whole cycle judged in one batch, beside judging one nominee after another."""

from awards.actions.eligibility import judge, judge_and_store, score_cycle
from awards.facts import possible_nominees
from awards.models import AwardCycle


def measure(median_pair, timed):
    """95 counties, 11 cities and the institutions: the batch against a loop over nominees that stores the same rows."""
    cycle = AwardCycle.objects.get(code="zj-2023")
    nominees = possible_nominees(cycle)

    def loop():
        for category, unit in nominees:
            judge_and_store(category=category, unit=unit, by=None)

    batch, one_by_one = median_pair(lambda: score_cycle(cycle=cycle, by=None), loop, 3)
    yield {
        "name": "cycle scored, batch against loop",
        "ratio": one_by_one / batch,
        "goal": 5,
        "better": "higher",
        "note": f"{len(nominees)} nominees in {batch:.2f} s",
    }
    yield {
        "name": "cycle scored, seconds",
        "ratio": batch,
        "goal": 1,
        "better": "lower",
        "note": f"eligible {sum(judge(c, u).eligible is True for c, u in nominees[:20])} of the first 20",
    }
