"""Many at once: a number is given once, and one content becomes one document."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from portal.documents import issuing
from portal.documents.drawing import Rendered
from portal.documents.issuing import Issue
from portal.documents.models import Document, Series
from tests.documents.factories import Slip

S = Document.State
THREADS, ROUNDS = 8, 5
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work, count=THREADS):
    """The answers of ``work(0)`` … run in as many threads, each with a connection of its own."""

    def closing(number):
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(closing, range(count)))


def test_numbers_are_never_given_twice_to_eight_threads(yueqing):
    def take(thread):
        return [
            row.number
            for turn in range(ROUNDS)
            for row in issuing.intend([Issue(Slip(f"{thread}-{turn}-{part}"), "a", yueqing, yueqing) for part in range(2)], None)
        ]

    numbers = [number for numbers in at_once(take) for number in numbers]

    total = THREADS * ROUNDS * 2
    assert sorted(numbers) == [f"a-slip-{serial:04}" for serial in range(1, total + 1)]
    assert Series.objects.get().last == total


def test_one_content_asked_for_by_eight_threads_is_one_document(yueqing):
    def take(_thread):
        (row,) = issuing.intend([Issue(Slip("甲"), "a", yueqing, yueqing)], None)
        return row.pk

    assert len(set(at_once(take))) == 1
    assert Series.objects.get().last == 1


def test_of_eight_that_finish_one_intent_the_first_decides_what_the_file_is(yueqing):
    (intent,) = issuing.intend([Issue(Slip("甲"), "a", yueqing, yueqing)], None)

    def finish(thread):
        row = Document.objects.get(pk=intent.pk)
        (final,) = issuing.settle([(row, Rendered(b"%PDF of thread " + str(thread).encode(), 1))], None)
        return final.file_sha256

    assert len(set(at_once(finish))) == 1
    intent.refresh_from_db()
    assert intent.state == S.ISSUED


def test_of_versions_finished_by_eight_at_once_the_one_numbered_last_stands_alone(yueqing):
    rows = issuing.intend([Issue(Slip(f"第{number}版"), "a", yueqing, yueqing) for number in range(THREADS)], None)

    at_once(lambda number: issuing.settle([(Document.objects.get(pk=rows[number].pk), Rendered(b"%PDF", 1))], None))

    assert set(Document.objects.filter(state=S.ISSUED)) == {rows[-1]}
    assert Document.objects.filter(state=S.SUPERSEDED).count() == THREADS - 1


@pytest.mark.postgres
def test_without_the_held_counter_two_versions_finished_together_both_stand(yueqing, monkeypatch):
    """The canary: each looks for older versions before it can see that the other is issued."""
    rows = issuing.intend([Issue(Slip(f"第{number}版"), "a", yueqing, yueqing) for number in range(2)], None)
    both_moved, look = Barrier(2), issuing._supersede_older
    monkeypatch.setattr(Series, "hold", lambda _counters: None)
    monkeypatch.setattr(issuing, "_supersede_older", lambda moved, by: (both_moved.wait(30), look(moved, by)))

    at_once(lambda number: issuing.settle([(rows[number], Rendered(b"%PDF", 1))], None), count=2)

    assert Document.objects.filter(state=S.ISSUED).count() == 2
