"""Derived figures agree with the rows behind them whatever people do, and a spoiled one is found and mended."""

from datetime import date, timedelta
from random import Random

import pytest
from django.db.models import Count

from credits.actions.completion import score
from credits.actions.figures import mend
from credits.facts.checks import differences
from credits.models import CompletionResult, CompletionRun, CompletionStat, CreditEntry, Selection, TrainingHours
from portal.audit.models import Event
from portal.units.models import Unit
from schools.actions import merges
from schools.enums import EMPLOYED
from schools.models import Employment, Teacher
from tests import factories
from tests.credits import ledger
from tests.credits.acts import Acts
from tests.schools import people

END, AT_ONCE = date(2022, 12, 31), timedelta(0)


@pytest.fixture
def colleague(sixian):
    return factories.user("colleague", sixian, "bureau")


@pytest.fixture
def staffed(first, second):
    return [
        people.teacher(school, f"教师{n}", n, born_on=date(1980, 1, 1)) for n in range(1, 7) for school in [(first, second)[n % 2]]
    ]


@pytest.mark.parametrize("seed", [2, 3, 7])
def test_figures_agree_after_every_act(sixian, program, abilities, staffed, bureau, colleague, seed):
    people.school("3413249003", "泗县第三小学", sixian)
    acts = Acts(Random(seed), sixian, program, bureau, colleague)
    score(program=program, unit=sixian, as_of=END, by=None)

    for step in range(30):
        name = acts.something()
        if step % 10 == 5:
            acts.do_score_again()
        assert (name, differences(AT_ONCE)) == (name, [])
        assert employments_follow()

    assert len(acts.done) > 6
    assert CompletionRun.objects.count() > 1


def employments_follow() -> bool:
    """Everybody employed has one open employment, everybody else none."""
    open_of = dict(Employment.objects.active().values_list("teacher").annotate(n=Count("pk")))
    employed = Teacher.objects.filter(state="current", status__in=EMPLOYED).values_list("pk", flat=True)
    return open_of == dict.fromkeys(employed, 1)


@pytest.fixture
def counted(sixian, program, abilities, staffed):
    """A run over six teachers, one of whom has everything."""
    done, other = staffed[:2]
    for kind in ("online", "practice"):
        ledger.hours(done, program, kind, 3000, course=kind)
    for code in ("C1", "C2", "C3"):
        ledger.credit(done, program, abilities[code])
    ledger.hours(other, program, "online", 1000)
    return score(program=program, unit=sixian, as_of=END, by=None)


SPOILED = {
    "hours": (CompletionResult, {"online": 9900}, "result.online"),
    "shortfall": (CompletionResult, {"practice_short": 1}, "result.practice_short"),
    "answer": (CompletionResult, {"status": "incomplete"}, "result.status"),
    "place": (CompletionResult, {"place": 5}, "result.place"),
    "school": (CompletionStat, {"complete": 0, "incomplete": 3}, "completion.complete"),
    "rank": (CompletionStat, {"rank": 9}, "completion.rank"),
}


@pytest.mark.parametrize("spoiled", SPOILED)
def test_a_figure_spoiled_by_hand_is_found_and_mended(counted, staffed, spoiled):
    model, values, figure = SPOILED[spoiled]
    done = staffed[0]
    row = {"teacher": done} if model is CompletionResult else {"unit": done.unit}
    before = model.objects.filter(run=counted, **row).values().get()
    model.objects.filter(run=counted, **row).update(**values)

    found = differences(AT_ONCE)
    mend(differences=found, by=None)

    assert figure in {one["figure"] for one in found}
    assert differences(AT_ONCE) == []
    assert model.objects.filter(run=counted, **row).values().get() == before
    assert Event.objects.filter(verb="figures.mended").exists()


def test_a_path_that_leads_elsewhere_is_found_and_mended(counted, first):
    Unit.objects.filter(pk=first.pk).update(path="/340000/3413249001/")

    found = differences(AT_ONCE)
    mend(differences=found, by=None)

    assert ("unit.path", "/340000/341300/341324/3413249001/") in {(one["figure"], one["recorded"]) for one in found}
    assert differences(AT_ONCE) == []


def test_what_was_written_after_a_run_is_no_fault_of_it(counted, staffed, program):
    ledger.hours(staffed[1], program, "practice", 3000, course="后来")

    assert differences(AT_ONCE) == []


def test_people_are_ranked_in_their_county_by_credits_then_hours(counted, staffed):
    places = dict(CompletionResult.objects.filter(run=counted).values_list("teacher", "place"))

    assert [places[one.pk] for one in staffed[:4]] == [1, 2, 3, 3]


def test_a_run_of_one_school_ranks_nobody_in_the_county(program, staffed, first):
    run = score(program=program, unit=first, as_of=END, by=None)

    assert set(CompletionResult.objects.filter(run=run).values_list("place", flat=True)) == {None}


def test_a_merge_hands_the_ledger_over_and_counts_nothing_twice(program, abilities, staffed, bureau, colleague):
    keep, _other, drop = staffed[:3]
    Teacher.objects.filter(pk=drop.pk).update(unit=keep.unit)
    Employment.objects.filter(teacher=drop).update(unit=keep.unit)
    ledger.hours(keep, program, "online", 2000)
    ledger.hours(drop, program, "online", 2500)
    ledger.hours(drop, program, "practice", 1000, course="实践")
    ledger.credit(keep, program, abilities["A1"], "failed")
    ledger.credit(drop, program, abilities["A1"], "passed")
    ledger.credit(drop, program, abilities["A2"], "passed")
    Selection.objects.create(teacher=drop, unit=drop.unit, program=program, ability=abilities["A1"])

    merges.confirm(merge=merges.propose(keep=keep, drop=drop, reason="同一人", by=bureau), by=colleague)

    own = {"teacher": keep, "state": "current"}
    assert sorted(TrainingHours.objects.filter(**own).values_list("kind", "hours")) == [("online", 2500), ("practice", 1000)]
    assert sorted(CreditEntry.objects.filter(**own).values_list("ability__code", "grade")) == [("A1", "passed"), ("A2", "passed")]
    assert Selection.objects.filter(**own).count() == 1
    assert not TrainingHours.objects.filter(teacher=drop).exists()
    assert Event.objects.filter(verb="ledger.carried", object_id=str(keep.pk)).exists()
