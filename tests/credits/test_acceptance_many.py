"""Many people accepted at once give the rows that one after another give, by the same number of statements however many."""

import pytest
from django.db import connection, transaction
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from credits.actions import accepting, batching
from credits.actions.accepting_many import accept_people
from credits.actions.crediting_many import credit_all
from credits.enums.ledger import PASSING
from credits.facts.acceptance import waiting_of
from credits.models import Acceptance, CreditEntry, Declaration
from portal.audit.models import Change, Event
from portal.kit.errors import Denied
from schools.models import Teacher
from tests.credits import ledger
from tests.credits.policy import sets
from tests.credits.results import declared, staff

GRADES = ("excellent", "passed", "failed")


@pytest.fixture
def mixed(first, program, abilities):
    """People of every mixture: graded well or not, beside an entry of a better, a worse, the same or no grade, and by sheet."""
    them = staff(first, 14)
    for place, teacher in enumerate(them[:12]):
        declared(teacher, program, abilities["C6"], GRADES[place // 4])
        if place % 4 < 3:
            ledger.credit(teacher, program, abilities["C6"], grade=GRADES[place % 4])
    ledger.credit(them[12], program, abilities["A1"])
    ledger.credit(them[13], program, abilities["A1"], grade="failed")
    refused = declared(them[13], program, abilities["C7"])
    accepting.refuse(result=refused, reason="缺材料", by=None)
    Declaration.objects.filter(pk=refused.pk).update(state="graded")
    return them


def one_by_one(school, program, people, by):
    """Each in turn, as they stand then: a better grade may have voided a result that came by sheet."""
    count = 0
    while waiting := [result for result in waiting_of(school, program, people) if result.grade in PASSING]:
        accepting.accept(result=waiting[0], by=by)
        count += 1
    return count


def left_behind():
    """Everything an acceptance may write, without keys and times."""
    states = Declaration.objects.order_by("teacher__name", "ability").values_list("teacher__name", "ability__code", "state")
    about = ("teacher__name", "ability__code", "grade", "state", "unit__name", "program__code")
    entries = CreditEntry.objects.values_list(*about, "source", "assessed_on", "declaration__teacher__name")
    taken = Acceptance.objects.values_list(*about, "outcome", "reason", "decided_by", "declaration__grade", "entry__grade")
    told = Event.objects.values_list("verb", "object_type", "object_text", "unit__name", "actor", "note", "source")
    changes = Change.objects.values_list("field", "before", "after", "event__verb", "event__object_text")
    return [sorted(map(str, rows)) for rows in (states, entries, taken, told, changes)]


def undone(act):
    """What an act leaves behind, itself undone."""
    before = transaction.savepoint()
    behind = (act(), left_behind())
    transaction.savepoint_rollback(before)
    return behind


@pytest.mark.parametrize("credits_after", [None, "recognition"])
def test_many_leave_behind_what_one_by_one_leave(sixian, first, program, mixed, clerk, credits_after):
    if credits_after:
        sets(sixian, credits_after=credits_after)

    singly = undone(lambda: one_by_one(first, program, Teacher.objects.all(), clerk))
    together = undone(lambda: accept_people(unit=first, program=program, teachers=Teacher.objects.all(), by=clerk))

    assert together[0] == singly[0] > 9
    for ours, theirs in zip(together[1], singly[1], strict=True):
        assert ours == theirs


@pytest.mark.parametrize("count", [1, 30])
def test_the_statements_are_the_same_however_many(first, program, abilities, clerk, count):
    them = staff(first, count)
    for teacher in them:
        declared(teacher, program, abilities["C6"], "excellent")
        ledger.credit(teacher, program, abilities["C6"])
        ledger.credit(teacher, program, abilities["A1"])

    with CaptureQueriesContext(connection) as asked:
        assert accept_people(unit=first, program=program, teachers=Teacher.objects.all(), by=clerk) == 2 * count

    assert len(asked) <= 26, [query["sql"] for query in asked]
    assert CreditEntry.objects.current().filter(grade="excellent").count() == count


def test_only_those_named_are_taken_and_a_second_time_takes_nothing(first, second, program, abilities, clerk):
    one, other = staff(first, 2)
    [elsewhere] = staff(second, 1, start=3)
    for teacher in (one, other, elsewhere):
        declared(teacher, program, abilities["C6"])

    chosen = {"unit": first, "program": program, "teachers": [one, elsewhere], "by": clerk}
    assert [accept_people(**chosen), accept_people(**chosen)] == [1, 0]

    assert dict(Declaration.objects.values_list("teacher", "state")) == {
        one.pk: "accepted",
        other.pk: "graded",
        elsewhere.pk: "graded",
    }


def test_only_the_school_and_those_over_it_take_many(first, second, program, abilities, clerk, abroad):
    declared(staff(first, 1)[0], program, abilities["C6"])

    with pytest.raises(Denied):
        accept_people(unit=first, program=program, teachers=Teacher.objects.all(), by=abroad)
    assert not Acceptance.objects.exists()


@pytest.mark.parametrize("count", [1, 20])
def test_recognising_a_batch_asks_the_same_however_many(sixian, first, program, abilities, bureau, count):
    sets(sixian, credits_after="recognition")
    for teacher in staff(first, count):
        declared(teacher, program, abilities["C6"])
    accept_people(unit=first, program=program, teachers=Teacher.objects.all(), by=bureau)
    batch = batching.send_up(unit=first, program=program, by=bureau)
    batching.accept_batch(batch=batch, by=bureau)

    with CaptureQueriesContext(connection) as asked:
        assert batching.recognise(batch=batch, by=bureau) == count

    assert len(asked) <= 26, [query["sql"] for query in asked]
    assert CreditEntry.objects.current().count() == count


def test_writing_credits_again_changes_nothing(first, program, abilities, clerk):
    declared(staff(first, 1)[0], program, abilities["C6"])
    accept_people(unit=first, program=program, teachers=Teacher.objects.all(), by=clerk)

    assert credit_all(declared=Declaration.objects.all(), unit=first, program=program, by=clerk) == 0
    assert dict(CreditEntry.objects.values_list("state").annotate(Count("pk"))) == {"current": 1}
