"""Races: calls released together, each in a thread with a connection of its own; how each of them ended."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import IntegrityError, OperationalError, connection, connections

from portal.kit.errors import DomainError

ROUNDS = int(os.environ.get("QUOTA_ROUNDS") or 50)
SOAKED = 1000


def rounds_of(soaked: int, in_suite: int) -> int:
    """How often a costly race is run: so often by ``make soak``, a few times in the suite."""
    return soaked if ROUNDS >= SOAKED else in_suite


@contextmanager
def runners(count: int, *, patient: bool = True):
    """``race(calls)``: so many calls at once on ``count`` threads that keep their connections from round to round."""
    gate = threading.Barrier(count)

    def one(call):
        gate.wait(30)
        return ending_of(call) if patient else ending_at_once(call)

    with ThreadPoolExecutor(count) as pool:

        def race(calls):
            assert len(calls) == count
            return list(pool.map(one, calls))

        try:
            yield race
        finally:
            race([connections.close_all] * count)


def ending_of(call) -> str:
    """ "done", or the code of the refusal; "busy" (a longer queue than anybody waits in) is tried again, as a person would."""
    ending = "busy"
    while ending == "busy":
        ending = ending_at_once(call)
    return ending


def ending_at_once(call) -> str:
    """The same by one try."""
    try:
        call()
    except DomainError as refusal:
        return refusal.code
    except IntegrityError as refusal:
        return "refused by the database" if "places held" in str(refusal) else "broken"
    except OperationalError as broken_off:
        return "lock timeout" if "lock timeout" in str(broken_off) else "deadlock"
    return "done"


def wait_long() -> None:
    """Have this thread's connection wait a minute for a lock: what then breaks off is a ring of locks, not a slow machine."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '60s'")
