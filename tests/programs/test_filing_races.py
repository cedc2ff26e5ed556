"""Two acts on one filing at the same moment, on real connections: one of them wins."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from portal.kit.clock import database_now
from portal.kit.errors import DomainError
from programs.actions import easing, filings, reviewing
from programs.models import FiledRow, Filing, FilingVersion
from tests.programs.asked import ROW, filing_of, handed_in, opened, workbook

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS = 6


@pytest.fixture
def filing(zhejiang, yueqing):
    return filing_of(opened(zhejiang), yueqing)


def together(*deeds) -> list[str]:
    """Each deed at once on a connection of its own; "done" or the code of its refusal."""
    gate, told = threading.Barrier(len(deeds)), []

    def run(deed):
        try:
            gate.wait()
            deed()
            told.append("done")
        except DomainError as refusal:
            told.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


def fresh(filing) -> Filing:
    return filing_of(filing.task, filing.unit)


def test_a_prepared_return_is_handed_in_once(filing):
    for _round in range(ROUNDS):
        filings.prepare(filing=fresh(filing), by=None, files=[workbook(ROW)])
        told = together(*(lambda: filings.submit(filing=fresh(filing), by=None) for _person in range(2)))

        assert told == ["done", "nothing_prepared"]
        assert FilingVersion.objects.filter(state="submitted").count() == 1
        assert FiledRow.objects.counting().count() == 1


def test_sending_back_and_taking_back_do_not_both_succeed(filing):
    for _round in range(ROUNDS):
        handed_in(fresh(filing))
        told = together(
            lambda: filings.withdraw(filing=fresh(filing), by=None),
            lambda: reviewing.send_back(filing=fresh(filing), reason="x", by=None),
        )

        assert told == ["done", "wrong_state"]
        state = fresh(filing).state
        assert FilingVersion.objects.latest("number").state == {"due": "withdrawn", "returned": "returned"}[state]
        assert FiledRow.objects.counting().count() == 0


def test_what_is_handed_in_while_the_deadline_passes_is_in_or_refused_and_never_half(filing):
    for _round in range(ROUNDS):
        Filing.objects.filter(pk=filing.pk).update(due_at=database_now() + timedelta(days=1), state="due", current=None)
        filings.prepare(filing=fresh(filing), by=None, files=[workbook(ROW)])
        past = database_now() - timedelta(seconds=1)
        told = together(
            lambda: filings.submit(filing=fresh(filing), by=None),
            lambda past=past: Filing.objects.filter(pk=filing.pk).update(due_at=past),
        )

        now = fresh(filing)
        assert told in (["done", "done"], ["deadline_passed", "done"])
        assert (now.state == "submitted") == (told == ["done", "done"])
        assert (now.current is not None) == (now.state == "submitted")


def test_accepting_and_extending_do_not_undo_each_other(filing):
    handed_in(filing)
    later = database_now() + timedelta(days=30)
    together(
        lambda: reviewing.accept(filing=fresh(filing), by=None),
        lambda: easing.extend(filing=fresh(filing), due_at=later, reason="x", by=None),
    )

    now = fresh(filing)
    assert (now.state, now.extended) == ("accepted", True)
