"""Deadlines of filings by the database's clock."""

from datetime import timedelta

import pytest

from portal.audit.models import Event
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused, WrongState
from programs.actions import easing, filings, reviewing
from programs.actions.tasks import close_task, void_task
from tests.programs.asked import again, due, filing_of, handed_in, opened, soon

WHY = "来电说明"


# ---- deadlines by the database's clock


def test_after_the_deadline_nothing_is_taken(filing, task):
    due(task)

    with pytest.raises(WrongState) as refused:
        handed_in(filing)
    assert refused.value.code == "deadline_passed"
    assert again(filing).state == "due"


def test_the_clock_of_the_web_machine_does_not_matter(filing, task, monkeypatch):
    due(task)
    monkeypatch.setattr("programs.actions.handing_in.database_now", lambda: database_now() - timedelta(days=30))

    with pytest.raises(WrongState):
        handed_in(filing)
    assert again(filing).state == "due"


def test_a_return_that_may_still_come_is_marked_late_for_good(filing, task, province_office):
    due(task)
    easing.allow_late(filing=filing, reason=WHY, by=province_office)
    handed_in(filing)
    assert (filing.state, filing.late, filing.current.late) == ("submitted", True, True)

    reviewing.send_back(filing=filing, reason=WHY, by=province_office)
    easing.extend(filing=filing, due_at=soon(days=9), reason=WHY, by=province_office)
    handed_in(filing)

    assert (filing.late, filing.extended, filing.current.late) == (True, True, False)


def test_an_extended_unit_files_in_time(filing, task):
    due(task)
    easing.extend(filing=filing, due_at=soon(hours=1), reason=WHY, by=None)

    handed_in(filing)

    assert (filing.late, filing.extended) == (False, True)
    change = Event.objects.get(verb="filing.extended").changes.get()
    assert (change.field, change.after) == ("due_at", local(filing.due_at).strftime("%Y-%m-%d %H:%M"))


def test_a_deadline_only_moves_ahead(filing):
    with pytest.raises(Refused, match="晚于原来的"):
        easing.extend(filing=filing, due_at=filing.due_at - timedelta(hours=1), reason=WHY, by=None)


def test_what_was_sent_back_may_come_again_after_the_deadline_without_being_late(filing, task):
    handed_in(filing)
    due(task)
    reviewing.send_back(filing=filing, reason=WHY, by=None)

    handed_in(filing)

    assert (filing.state, filing.late) == ("submitted", False)


def test_nothing_is_withdrawn_after_the_deadline(filing, task):
    handed_in(filing)
    due(task)

    with pytest.raises(WrongState, match="截止"):
        filings.withdraw(filing=filing, by=None)


def test_before_it_opens_nothing_is_taken(zhejiang, yueqing):
    filing = filing_of(opened(zhejiang, opens_at=soon(days=1)), yueqing)

    with pytest.raises(WrongState, match="起报送"):
        handed_in(filing)


def test_a_closed_task_takes_what_was_unlocked_once(filing, task):
    close_task(task=task, by=None)
    filing = again(filing)
    with pytest.raises(WrongState, match="已结束收取"):
        handed_in(filing)

    easing.unlock(filing=filing, reason=WHY, by=None)
    handed_in(filing)

    assert (filing.state, filing.unlocked) == ("submitted", False)


def test_a_void_task_takes_nothing(filing, task):
    void_task(task=task, reason=WHY, by=None)

    with pytest.raises(WrongState, match="已作废"):
        handed_in(again(filing))


def test_what_was_accepted_is_replaced_only_when_unlocked(filing):
    handed_in(filing)
    reviewing.accept(filing=filing, by=None)
    with pytest.raises(WrongState, match="解锁"):
        handed_in(again(filing))

    easing.unlock(filing=filing, reason=WHY, by=None)
    handed_in(filing)

    assert (filing.state, filing.current.number) == ("submitted", 2)
