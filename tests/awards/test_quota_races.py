"""Quotas under concurrency: real threads, real transactions, PostgreSQL. QUOTA_ROUNDS sets how often (``make soak``: 1,000)."""

import json
import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from functools import partial

import pytest
from django.conf import settings
from django.db import connections

from awards.models import AwardCategory, Quota, QuotaBound
from tests import factories
from tests.awards.conftest import CITIES
from tests.awards.quota_ground import (
    CITY,
    MANAGER,
    PLACES,
    SOME,
    form_of,
    lay_back,
    lay_on_desk,
    quickly_judged,
    read,
    recommend,
    unlock,
    used,
)
from tests.awards.racing import ROUNDS, SOAKED, rounds_of, runners
from tests.jobs.rig import database_url

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CROWD = 50
P99 = 0.5  # seconds
ANNEX_1 = (3, 3, 3, 2, 1, 2, 3, 2, 2, 3, 1)  # 附件1, in its order
CLIENTS = 20
CONNECTIONS = 66  # 220 beside the 200 of Q1 in another lane are more than a server has


@contextmanager
def crowds(clerk: int, shares: list[list[int]]):
    """``race()``: each share of the forms recommended by a process of its own, all at once; (ending, seconds) of each call."""
    env = os.environ | {"DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE, "DATABASE_URL": database_url()}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    command = [sys.executable, "-m", "tests.awards.crowd", str(clerk)]
    started = [subprocess.Popen([*command, *map(str, share)], cwd=settings.BASE_DIR, env=env, **pipes) for share in shares]

    def answers_to(order: str) -> list[str]:
        for one in started:
            one.stdin.write(f"{order}\n")
            one.stdin.flush()
        return [one.stdout.readline() for one in started]

    def race() -> list[tuple]:
        assert answers_to("read") == ["ready\n"] * len(started)
        return [tuple(told) for line in answers_to("go") for told in json.loads(line)]

    try:
        assert [one.stdout.readline() for one in started] == ["ready\n"] * len(started)
        yield race
    finally:
        for one in started:
            one.communicate(timeout=60)


def test_200_recommendations_at_once_for_3_places_give_exactly_3(quick_unit, wenzhou, clerk, record_testsuite_property):
    """Q1: four processes of 50 connections each; over 0, under 0, the others refused cleanly.

    The percentiles of the seconds are recorded. Half a second for the 99th is asserted in the soak alone, which has the machine
    to itself: beside other tests the figure says how busy the cores are and not how long anybody waits for a place.
    """
    rows, seconds = lay_on_desk(quick_unit, wenzhou, 4 * CROWD), []

    with crowds(clerk, [rows[start::4] for start in range(4)]) as race:
        for _round in range(ROUNDS):
            told = race()
            endings = [ending for ending, _seconds in told]
            assert (endings.count("done"), endings.count("quota_spent"), used()) == (PLACES, len(rows) - PLACES, PLACES)
            seconds += [took for _ending, took in told]
            lay_back(rows)
    seconds.sort()
    p50, p99 = seconds[len(seconds) // 2], seconds[len(seconds) * 99 // 100]
    record_testsuite_property("p50 and p99 in seconds", (p50, p99))
    assert p99 <= P99 or ROUNDS < SOAKED


def test_round_after_round_the_places_are_given_out_to_the_last_and_never_one_more(desk, clerk):
    """Q1: over 0, under 0, the others refused cleanly."""
    with runners(SOME) as race:
        for _round in range(ROUNDS):
            endings = race([partial(recommend, clerk, pk) for pk in desk])
            assert (endings.count("done"), endings.count("quota_spent"), used()) == (PLACES, SOME - PLACES, PLACES)
            lay_back(desk)


def test_without_the_lock_and_the_second_net_the_quota_overshoots(desk, clerk, monkeypatch, no_second_net):
    """Q3, the canary: the same rounds with the guard off spend places that are not there, 95 times of a hundred."""
    unlock(monkeypatch)
    rounds, over = rounds_of(100, in_suite=20), 0

    with runners(SOME) as race:
        for _round in range(rounds):
            race([partial(recommend, clerk, pk) for pk in desk])
            over += used() > PLACES
            lay_back(desk)

    assert 100 * over >= 95 * rounds


def test_without_the_lock_the_database_itself_keeps_the_quota(desk, clerk, monkeypatch):
    """The second net: what the lock would have let through is refused at the commit."""
    unlock(monkeypatch)

    refused = 0
    with runners(SOME) as race:
        for _round in range(10):
            endings = race([partial(recommend, clerk, pk) for pk in desk])
            assert (endings.count("done"), used()) == (PLACES, PLACES)
            refused += endings.count("refused by the database")
            lay_back(desk)

    assert refused


def by_turns(room: threading.Semaphore, call):
    """The call once there is room in the database, its connection given back for the next."""

    def one():
        with room:
            try:
                call()
            finally:
                connections.close_all()

    return one


@pytest.fixture
def desks(quick_unit, cities, clerk):
    """Twenty forms on the desk of each of the eleven cities: (its clerk, form), city after city in turn."""
    clerks = {code: clerk if code == CITY else factories.user(f"city{code}", city, "bureau").pk for code, city in cities.items()}
    rows = {code: lay_on_desk(quick_unit, city, CLIENTS) for code, city in cities.items()}
    return [(clerks[code], rows[code][number]) for number in range(CLIENTS) for code in cities]


def given_out() -> tuple:
    return tuple(used(code) for code in CITIES)


def test_all_eleven_cities_at_once_end_with_exactly_annex_1(desks):
    """Q6: 20 clients in each city, 25 places in all, each city's to the last."""
    room = threading.BoundedSemaphore(CONNECTIONS)

    with runners(len(desks)) as race:
        for _round in range(rounds_of(100, in_suite=5)):
            endings = race([by_turns(room, partial(recommend, by, pk)) for by, pk in desks])
            assert given_out() == ANNEX_1
            assert (endings.count("done"), endings.count("quota_spent")) == (sum(ANNEX_1), len(desks) - sum(ANNEX_1)) == (25, 195)
            lay_back([pk for _by, pk in desks])


def test_without_lock_and_trigger_eleven_cities_take_more_than_annex_1_gives(desks, monkeypatch, no_second_net):
    """The canary of Q6."""
    unlock(monkeypatch)
    room = threading.BoundedSemaphore(CONNECTIONS)

    with runners(len(desks)) as race:
        race([by_turns(room, partial(recommend, by, pk)) for by, pk in desks])

    assert given_out() != ANNEX_1


@pytest.fixture
def pairs(quick_unit, wenzhou, desk):
    """A county's unit and its manager, each with a quota of its own."""
    managers = quickly_judged(AwardCategory.objects.get(cycle=quick_unit.cycle, key="county_manager"))
    template = Quota.objects.get(unit=wenzhou)
    numbers = {"basis": 12, "counted": 12, "places": PLACES - 1, "ruled": PLACES - 1}
    said = {"parameters": template.parameters, "clause": "二(二)"}
    Quota.objects.create(cycle=managers.cycle, category=managers, unit=wenzhou, **numbers, **said)
    return [(pk, form_of(managers, read(pk).unit, wenzhou, **MANAGER)) for pk in desk[:3]]


def test_a_rule_across_categories_holds_under_a_crowd(pairs, clerk, quick_unit):
    """A unit or its manager, not both: the rule's own row is the line to stand in."""
    QuotaBound.objects.create(cycle=quick_unit.cycle, position=0, parameters={"kind": "unit_or_person", "clause": "二(二)"})
    flat = [pk for pair in pairs for pk in pair]
    with runners(len(flat)) as race:
        for _round in range(rounds_of(1000, in_suite=25)):
            endings = race([partial(recommend, clerk, pk) for pk in flat])
            assert endings.count("done") == len(pairs)
            assert set(endings) <= {"done", "quota_rule", "quota_spent"}
            lay_back(flat)
