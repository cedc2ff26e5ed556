"""Turns inside a process."""

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import transaction

from portal.kit.turns import Turns

HELD_UP = 30.0  # seconds: longer than any test waits


def key_of(*, key, **_rest):
    return key


def meeting(turns: Turns):
    """An action that two calls can only finish together."""
    point = threading.Barrier(2)
    return turns.by(key_of)(lambda *, key: point.wait(2))


def at_once(*calls) -> None:
    """The calls, each in a thread; the first error of any."""
    with ThreadPoolExecutor(len(calls)) as pool:
        for one in [pool.submit(call) for call in calls]:
            one.result()


def test_calls_with_the_same_key_follow_each_other():
    inside, most = [], []

    @Turns(patience=HELD_UP).by(key_of)
    def act(*, key):
        inside.append(key)
        most.append(len(inside))
        threading.Event().wait(0.01)
        inside.pop()

    at_once(*[partial(act, key=1)] * 8)

    assert most == [1] * 8


def test_calls_with_other_keys_do_not_wait_for_each_other():
    act = meeting(Turns(patience=HELD_UP))

    at_once(partial(act, key=1), partial(act, key=2))


def test_with_the_same_key_they_would_never_meet():
    """What the test before and the one after rest on."""
    act = meeting(Turns(patience=HELD_UP))

    with pytest.raises(threading.BrokenBarrierError):
        at_once(*[partial(act, key=1)] * 2)


def test_who_waits_too_long_goes_on_without_a_turn():
    act = meeting(Turns(patience=0.05))

    at_once(*[partial(act, key=1)] * 2)


def test_a_call_that_fails_gives_its_turn_on():
    @Turns(patience=HELD_UP).by(key_of)
    def act(*, key, fails):
        if fails:
            raise KeyError(key)

    with pytest.raises(KeyError):
        act(key=1, fails=True)
    act(key=1, fails=False)


@pytest.mark.django_db
def test_inside_a_transaction_nobody_waits_for_a_turn():
    """Such a call may hold the very row that the one whose turn it is waits for."""
    turns, entered = Turns(patience=HELD_UP), []
    inner = turns.by(key_of)(lambda *, key: entered.append(key))

    @turns.by(key_of)
    def outer(*, key):
        with transaction.atomic():
            inner(key=key)

    outer(key=1)

    assert entered == [1]
