"""Of those in one process who recommend for the same city, one stands in the database's line and the others before it."""

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection, transaction

from awards.actions import recommending
from awards.models import Quota
from portal.kit.turns import PATIENCE
from tests.awards.quota_ground import PLACES, SOME, recommend, used
from tests.awards.racing import runners

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def waiting() -> int:
    """How many transactions wait for a lock of this database, as it is now: a transaction keeps what it read first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(WAITING)
        return cursor.fetchone()[0]


def longest_line(seconds: float) -> int:
    """The most that were seen waiting in the time."""
    until, most = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        most = max(most, waiting())
        time.sleep(0.02)
    return most


@pytest.mark.parametrize(("patience", "in_line"), [(PATIENCE, 1), (0, SOME)], ids=["in turns", "canary: without turns"])
def test_one_of_a_process_waits_for_the_row_of_the_places(desk, clerk, monkeypatch, patience, in_line):
    monkeypatch.setattr(recommending.TURNS, "patience", patience)

    with runners(SOME) as race, ThreadPoolExecutor(1) as meanwhile:
        with transaction.atomic():
            list(Quota.objects.select_for_update())
            told = meanwhile.submit(race, [partial(recommend, clerk, pk) for pk in desk])
            assert longest_line(1.5) == in_line
        endings = told.result()

    assert (endings.count("done"), used()) == (PLACES, PLACES)
