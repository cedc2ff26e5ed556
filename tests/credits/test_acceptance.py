"""逐人验收 and what it leads to: credits, the next batch, what goes back."""

import pytest
from django.utils import timezone

from credits.actions import accepting, batching
from credits.actions.accepting_many import accept_people
from credits.enums.acceptance import BATCH_MOVES, BATCH_TONES, BATCH_TURN, BatchState
from credits.facts.acceptance import acceptance_rate, people_of, progress_of, to_send, told
from credits.measures import accepted_below, accepted_results
from credits.models import Acceptance, CreditEntry, Declaration
from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, WrongState
from tests import factories
from tests.credits import ledger
from tests.credits.policy import sets
from tests.credits.results import declared, staff
from tests.schools import people


@pytest.fixture
def near(first):
    return people.teacher(first, "林小雨", 1)


@pytest.fixture
def graded(near, program, abilities):
    return declared(near, program, abilities["C6"])


def test_accepting_a_declaration_writes_its_credits_once(graded, clerk, near, program):
    row = accepting.accept(result=graded, by=clerk)

    entry = CreditEntry.objects.get(teacher=near)
    assert (graded.state, row.outcome, entry.declaration, entry.earned) == ("accepted", "accepted", graded, 1000)
    assert Event.objects.filter(verb="acceptance.accepted", object_id=str(row.pk), unit=near.unit).exists()
    with pytest.raises(WrongState):
        accepting.accept(result=graded, by=clerk)
    assert CreditEntry.objects.count() == 1


def test_credits_wait_for_recognition_where_a_notice_says_so(sixian, graded, clerk):
    sets(sixian, credits_after="recognition")

    accepting.accept(result=graded, by=clerk)

    assert not CreditEntry.objects.exists()


def test_a_failed_result_is_not_accepted(near, program, abilities, clerk):
    failed = declared(near, program, abilities["C6"], "failed")

    with pytest.raises(Refused, match="没有通过评审"):
        accepting.accept(result=failed, by=clerk)
    assert Declaration.objects.get().state == "graded"


def test_what_is_not_accepted_goes_back_with_its_reason(graded, clerk):
    with pytest.raises(Refused):
        accepting.refuse(result=graded, reason=" ", by=clerk)
    row = accepting.refuse(result=graded, reason="缺课堂实录", by=clerk)

    assert (graded.state, graded.return_reason, row.outcome, row.reason) == ("returned", "缺课堂实录", "refused", "缺课堂实录")


def test_after_the_last_attempt_it_fails(sixian, graded, clerk):
    sets(sixian, resubmissions=1)
    Declaration.objects.filter(pk=graded.pk).update(attempt=2)
    graded.refresh_from_db()

    accepting.refuse(result=graded, reason="仍缺课堂实录", by=clerk)

    assert graded.state == "failed"


def test_what_was_accepted_may_be_sent_back_until_it_is_sent_up(graded, clerk, program, first):
    accepting.accept(result=graded, by=clerk)
    accepting.refuse(result=graded, reason="复核发现缺材料", by=clerk)

    assert (graded.state, CreditEntry.objects.current().count()) == ("returned", 0)
    assert list(Acceptance.objects.current().values_list("outcome", flat=True)) == ["refused"]

    Declaration.objects.filter(pk=graded.pk).update(state="graded")
    graded.refresh_from_db()
    accepting.accept(result=graded, by=clerk)
    batching.send_up(unit=first, program=program, by=clerk)
    graded.refresh_from_db()
    with pytest.raises(WrongState, match="已经上报"):
        accepting.refuse(result=graded, reason="晚了", by=clerk)


def test_results_that_came_by_sheet_are_accepted_too(near, program, abilities, clerk, first):
    entry = ledger.credit(near, program, abilities["A1"])

    accepting.accept(result=entry, by=clerk)

    assert [row.entry for row in to_send(first, program)] == [entry]
    with pytest.raises(WrongState, match="已经验收"):
        accepting.accept(result=entry, by=clerk)


def test_a_sheet_result_that_is_not_accepted_counts_no_more(near, program, abilities, clerk):
    entry = ledger.credit(near, program, abilities["A1"])

    accepting.refuse(result=entry, reason="没有材料", by=clerk)

    assert not CreditEntry.objects.current().exists()


def test_people_are_accepted_in_bulk_and_the_failed_are_left(first, program, abilities, clerk):
    one, other = staff(first, 2)
    for code in ("C6", "C7"):
        declared(one, program, abilities[code])
    declared(other, program, abilities["C6"], "failed")

    assert accept_people(unit=first, program=program, teachers=[one, other], by=clerk) == 2
    assert Declaration.objects.get(teacher=other).state == "graded"
    assert not people_of(first, program).filter(waits=True).exists()


def test_what_was_not_passed_waits_for_nobody_and_is_shown_as_it_is(first, program, abilities, clerk):
    both, only, nothing = staff(first, 3)
    ledger.credit(both, program, abilities["A1"])
    failed = [ledger.credit(teacher, program, abilities["C6"], grade="failed") for teacher in (both, only)]

    before = progress_of(first, program)
    taken = accept_people(unit=first, program=program, teachers=[both, only, nothing], by=clerk)
    after = progress_of(first, program)

    assert ((before.waiting, before.failed, before.untouched), taken) == ((1, 1, 1), 1)
    assert (after.waiting, after.looked_at, after.failed, after.untouched) == (0, 1, 1, 1)
    assert [(person.waiting, person.failed) for person in told([both, only], first, program)] == [([], [row]) for row in failed]
    assert all(row.is_current for row in CreditEntry.objects.filter(grade="failed"))


def test_a_sheet_result_that_was_not_passed_is_not_voided_by_the_acceptance(near, program, abilities, clerk):
    entry = ledger.credit(near, program, abilities["A1"], grade="failed")

    with pytest.raises(Refused, match="无需验收"):
        accepting.refuse(result=entry, reason="没有材料", by=clerk)

    assert CreditEntry.objects.current().get() == entry
    assert not Acceptance.objects.exists()


def test_only_the_school_and_those_over_it_accept(graded, abroad, second, bureau):
    stranger = factories.user("elsewhere", second, "school_admin")
    for somebody in (stranger, abroad):
        with pytest.raises(Denied):
            accepting.accept(result=graded, by=somebody)
    accepting.accept(result=graded, by=bureau)


def test_the_list_tells_grade_hours_and_points_of_each_person(first, near, program, abilities, clerk, graded):
    ledger.hours(near, program, "online", 3000)
    taken = ledger.credit(near, program, abilities["A1"])
    accepting.accept(result=taken, by=clerk)
    people.teacher(first, "无结果", 2)

    [person] = told([near], first, program)
    progress = progress_of(first, program)

    assert (person.hours, person.credits, person.waiting, [row.entry for row in person.taken]) == (3000, 400, [graded], [taken])
    assert (progress.employed, progress.waiting, progress.looked_at, progress.untouched) == (2, 1, 0, 1)


def test_the_rate_is_taken_over_looked_at_and_held_against_the_notice(sixian, first, program, abilities, clerk):
    sets(sixian, pass_rate_target="0.95")
    *fine, bad = [declared(teacher, program, abilities["C6"]) for teacher in staff(first, 20)]
    for one in fine:
        accepting.accept(result=one, by=clerk)
    accepting.refuse(result=bad, reason="缺材料", by=clerk)

    rate = acceptance_rate(first, program)

    assert (rate.looked_at, rate.in_order, rate.percent, rate.reached) == (20, 19, "95%", True)


def test_every_state_of_a_batch_has_its_moves_turn_and_tone():
    assert set(BATCH_MOVES) == set(BATCH_TURN) == set(BATCH_TONES) == set(BatchState)


@pytest.mark.parametrize("count", [1, 3])
def test_people_are_told_in_as_many_queries_however_many(first, program, abilities, count, django_assert_num_queries):
    teachers = staff(first, count)
    for teacher in teachers:
        declared(teacher, program, abilities["C6"])

    with django_assert_num_queries(10):
        told(teachers, first, program)


def test_the_rate_of_accepted_results_is_a_measure_of_every_unit(sixian, first, second, program, abilities, bureau):
    taken, refused = [declared(teacher, program, abilities["C6"]) for teacher in staff(first, 2)]
    accepting.accept(result=taken, by=bureau)
    accepting.refuse(result=refused, reason="缺材料", by=bureau)
    today = timezone.localdate()

    whole, below = accepted_results(sixian, program, today), accepted_below(sixian, program, today)

    assert (whole.done, whole.of) == (1, 2)
    assert {key: (actual.done, actual.of) for key, actual in below.items()} == {first.pk: (1, 2)}
    assert accepted_results(second, program, today) is None
