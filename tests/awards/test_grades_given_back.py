"""A grade goes with the place among the chosen: who is declined, kept in reserve or struck gives it back, on record."""

import pytest

from awards.actions import grading, judging
from awards.facts_desk.grades import grade_desk
from awards.facts_desk.history import history_of
from awards.models import GradeGiven, Nomination, QuotaBound
from portal.audit.models import Change, Event
from portal.kit.errors import Spent
from tests.awards.holding import city_notice, settled
from tests.awards.test_publicity import objected

FIRST = "一等奖"


@pytest.fixture
def graded(cycle, taken_in):
    """Three the province took in, the first of them with the one first prize."""
    rule = {"kind": "grades", "grades": [{"name": FIRST, "places": 1}], "clause": "附件1"}
    QuotaBound.objects.create(cycle=cycle, position=0, parameters=rule)
    give(cycle, taken_in[0])
    return taken_in


def give(cycle, row):
    grading.give_grades(cycle=cycle, wanted={row.pk: FIRST}, by=None)


def on_desk(cycle) -> tuple[int, list[str]]:
    """How many first prizes the page counts, and the grades of its rows."""
    [group] = grade_desk(cycle)
    return group.tally[0][2], [grade for _row, grade in group.rows]


@pytest.mark.parametrize("outcome", ["declined", "reserved"])
def test_who_is_not_chosen_gives_the_grade_back_and_another_may_have_it(cycle, graded, province_office, outcome):
    judging.decide(cycle=cycle, by=province_office, **{"chosen": [], "declined": [], outcome: [graded[0].pk]}, reason="靠后")

    assert on_desk(cycle) == (0, ["", ""])
    event = Event.objects.about(graded[0]).filter(verb="nomination.graded").latest("pk")
    assert (event.actor, event.unit, event.note) == (province_office, cycle.unit, Nomination.State(outcome).label)
    assert list(Change.objects.filter(event=event).values_list("before", "after")) == [(FIRST, "")]
    give(cycle, graded[1])

    judging.reconsider(cycle=cycle, ids=[graded[0].pk], reason="再议", by=province_office)
    assert on_desk(cycle) == (1, ["", FIRST, ""])
    with pytest.raises(Spent, match="一等奖已有 1 个，共 1 个"):
        give(cycle, graded[0])


def test_who_is_chosen_keeps_the_grade_and_so_does_who_is_taken_up_again(cycle, graded, province_office):
    judging.decide(cycle=cycle, by=province_office, chosen=[graded[0].pk], declined=[])
    judging.reconsider(cycle=cycle, ids=[graded[0].pk], reason="再议", by=province_office)

    assert on_desk(cycle) == (1, [FIRST, "", ""])


def test_who_follows_one_struck_by_the_public_has_a_grade_free(cycle, decided, years, zhejiang, province_office, running):
    rule = {"kind": "grades", "grades": [{"name": FIRST, "places": 1}], "clause": "附件1"}
    QuotaBound.objects.create(cycle=cycle, position=0, parameters=rule)
    GradeGiven.objects.create(nomination=decided[0], grade=FIRST)

    settled(objected(running, decided[0]), province_office, upheld=True)

    assert on_desk(cycle) == (0, ["", ""])
    give(cycle, Nomination.objects.get(pk=decided[2].pk, state="decided"))
    assert GradeGiven.objects.get(nomination=decided[0]).grade == ""


def test_what_a_city_has_struck_gives_its_grade_back_on_record(cycle, graded, years, wenzhou, wenzhou_bureau, province_office):
    Nomination.objects.filter(pk=graded[0].pk).update(state="recommended")
    notice = city_notice(cycle, wenzhou, wenzhou_bureau)
    Nomination.objects.filter(pk=graded[0].pk).update(state="accepted")

    settled(objected(notice, graded[0]), wenzhou_bureau, upheld=True)

    assert on_desk(cycle) == (0, ["", ""])
    assert "异议属实" in Event.objects.about(graded[0]).filter(verb="nomination.graded").latest("pk").note


def test_a_grade_kept_by_one_declined_long_ago_takes_no_place(cycle, graded):
    Nomination.objects.filter(pk=graded[0].pk).update(state="declined")

    give(cycle, graded[1])

    assert on_desk(cycle) == (1, [FIRST, ""])


def test_a_grade_is_not_told_before_the_results_are_out(cycle, graded, wenzhou_bureau):
    told = [line.verb_text for line in history_of(graded[0], with_edits=False)]
    kept = [line.verb_text for line in history_of(graded[0], with_edits=False, with_decisions=False)]

    assert ("评定等次" in told, "评定等次" in kept) == (True, False)
    assert not Event.objects.visible_to(wenzhou_bureau).filter(verb="nomination.graded").exists()
