"""Quotas under concurrency: real threads, real transactions, PostgreSQL. QUOTA_ROUNDS sets how often (``make soak``: 1,000)."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.db import connection, transaction

from awards.actions import allotting, nominations, places, recommending
from awards.models import AwardCategory, CyclePhase, Nomination, Quota, QuotaBound
from awards.models import cycles as cycle_models
from portal.accounts.models import User
from portal.kit.clock import database_now
from programs.models import EvaluationPeriod, MediaReport, PerformanceEvaluation
from tests import factories
from tests.awards.racing import ROUNDS, rounds_of, runners
from tests.jobs.rig import database_url

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PLACES, SOME, CROWD = 3, 5, 50
REPORTED = {"all_of": [{"clause": "二(一)1区县(4)", "measure": "media_report", "level": "city"}]}
CITY = "330300"


def lay_on_desk(category, city, count: int, first: int = 0) -> list[int]:
    """Forms of so many counties of a city that qualify and lie on its desk."""
    period = EvaluationPeriod.objects.get(program=category.cycle.program, number=2)
    found = []
    for number in range(first, first + count):
        county = factories.unit(f"{city.code[2:4]}{number:04}", f"县{number}", "county", city)
        PerformanceEvaluation.objects.create(unit=county, period=period, scope="region_average", score=9140, rank=1)
        MediaReport.objects.create(unit=county, title="推进", outlet="晚报", level="city", published_on="2022-05-01")
        found.append(form_of(category, county, city))
    return found


def form_of(category, county, city, **fields) -> int:
    values = {"contact": "某人", "phone": "0577-62520000", "period": 2, "score": 9140, "reason": "好"} | fields
    cycle = category.cycle
    return Nomination.objects.create(cycle=cycle, category=category, unit=county, via=city, state="submitted", **values).pk


def read(pk: int) -> Nomination:
    return Nomination.objects.select_related("cycle__notice", "category__cycle__notice", "unit", "via").get(pk=pk)


def recommend(user_pk: int, pk: int) -> None:
    recommending.recommend(nomination=read(pk), by=User.objects.get(pk=user_pk))


def lay_back(pks) -> None:
    """Every form on the desk again, as before the round."""
    cleared = {"recommended_at": None, "recommended_by": None, "returned_at": None, "returned_by": None, "position": None}
    Nomination.objects.filter(pk__in=pks).update(state="submitted", **cleared)


def used(code: str = CITY) -> int:
    return Quota.objects.get(unit__code=code, category__key="county_unit").used()


@pytest.fixture
def county_unit(county_unit):
    """The category with its quickest condition alone: what is raced for is the place."""
    county_unit.criteria = REPORTED
    county_unit.save(update_fields=["criteria"])
    return AwardCategory.objects.select_related("cycle").get(pk=county_unit.pk)


@pytest.fixture
def clerk(wenzhou):
    return factories.user("wenzhou", wenzhou, "bureau").pk


@pytest.fixture
def desk(county_unit, wenzhou):
    return lay_on_desk(county_unit, wenzhou, SOME)


@contextmanager
def crowds(clerk: int, shares: list[list[int]]):
    """``race()``: each share of the forms recommended by a process of its own, all at once; (ending, seconds) of each call."""
    env = os.environ | {"DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE, "DATABASE_URL": database_url()}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    command = [sys.executable, "-m", "tests.awards.crowd", str(clerk)]
    started = [subprocess.Popen([*command, *map(str, share)], cwd=settings.BASE_DIR, env=env, **pipes) for share in shares]

    def race() -> list[tuple]:
        for one in started:
            one.stdin.write("go\n")
            one.stdin.flush()
        return [tuple(told) for one in started for told in json.loads(one.stdout.readline())]

    try:
        assert [one.stdout.readline() for one in started] == ["ready\n"] * len(started)
        yield race
    finally:
        for one in started:
            one.communicate(timeout=60)


@pytest.fixture
def no_second_net():
    """The trigger of the database off, so that what is tried is the lock alone."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE awards_nomination DISABLE TRIGGER USER")
    yield
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE awards_nomination ENABLE TRIGGER USER")


def unlock(monkeypatch):
    monkeypatch.setattr(places, "lock_quotas", lambda quotas, whose: list(quotas))


def test_200_recommendations_at_once_for_3_places_give_exactly_3(county_unit, wenzhou, clerk, record_testsuite_property):
    """Q1: four processes of 50 connections each; over 0, under 0, the others refused cleanly and soon."""
    rows, seconds = lay_on_desk(county_unit, wenzhou, 4 * CROWD), []

    with crowds(clerk, [rows[start::4] for start in range(4)]) as race:
        for _round in range(rounds_of(1000, in_suite=3)):
            told = race()
            endings = [ending for ending, _seconds in told]
            assert (endings.count("done"), endings.count("quota_spent"), used()) == (PLACES, len(rows) - PLACES, PLACES)
            seconds += [took for _ending, took in told]
            lay_back(rows)
    seconds.sort()
    record_testsuite_property("p50 and p99 in seconds", (seconds[len(seconds) // 2], seconds[len(seconds) * 99 // 100]))


def test_round_after_round_the_places_are_given_out_to_the_last_and_never_one_more(desk, clerk):
    """Q1: over 0, under 0, the others refused cleanly."""
    with runners(SOME) as race:
        for _round in range(ROUNDS):
            endings = race([partial(recommend, clerk, pk) for pk in desk])
            assert (endings.count("done"), endings.count("quota_spent"), used()) == (PLACES, SOME - PLACES, PLACES)
            lay_back(desk)


def test_without_the_lock_and_the_second_net_the_quota_overshoots(desk, clerk, monkeypatch, no_second_net):
    """Q3, the canary: the same rounds with the guard off spend places that are not there."""
    unlock(monkeypatch)

    over = 0
    with runners(SOME) as race:
        for _round in range(10):
            over += race([partial(recommend, clerk, pk) for pk in desk]).count("done") > PLACES
            lay_back(desk)

    assert over >= 9


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


def test_withdrawals_and_a_smaller_quota_race_recommendations_and_never_more_is_held_than_there_is(desk, clerk, wenzhou):
    """Q4: three recommendations, two withdrawals and a change from 3 places to 2; the trigger looks at every commit."""
    own = [factories.user(f"county{pk}", read(pk).unit, "bureau").pk for pk in desk[:2]]
    quota = Quota.objects.select_related("cycle__notice", "category", "unit").get(unit=wenzhou)

    def withdraw(user_pk, pk):
        nominations.withdraw(nomination=read(pk), by=User.objects.get(pk=user_pk))

    def shrink():
        mine = Quota.objects.select_related("cycle", "unit").get(pk=quota.pk)
        allotting.change_places(quota=mine, places=2, reason="核减", by=None)

    with runners(6) as race:
        for _round in range(ROUNDS):
            for pk in desk[:2]:
                recommend(clerk, pk)
            calls = [partial(recommend, clerk, pk) for pk in desk[2:5]]
            calls += [partial(withdraw, user, pk) for user, pk in zip(own, desk[:2], strict=True)]
            endings = race([*calls, shrink])
            now = Quota.objects.get(pk=quota.pk)
            assert now.used() <= now.places
            assert set(endings) <= {"done", "quota_spent", "quota_held", "wrong_state"}
            lay_back(desk)
            Quota.objects.filter(pk=quota.pk).update(places=3)


@pytest.fixture
def pairs(county_unit, wenzhou, desk):
    """A county's unit and its manager, each with a quota of its own and without conditions."""
    managers = AwardCategory.objects.select_related("cycle").get(cycle=county_unit.cycle, key="county_manager")
    AwardCategory.objects.filter(pk=managers.pk).update(criteria=county_unit.criteria)
    template = Quota.objects.get(unit=wenzhou)
    Quota.objects.create(
        cycle=managers.cycle,
        category=managers,
        unit=wenzhou,
        basis=12,
        counted=12,
        places=PLACES - 1,
        ruled=PLACES - 1,
        parameters=template.parameters,
        clause="二(二)",
    )
    person = {"manager_name": "陈知行", "manager_position": "主任", "manager_title": "高级教师", "manager_workplace": "某中心"}
    return [(pk, form_of(managers, read(pk).unit, wenzhou, **person)) for pk in desk[:3]]


def recommend_both(clerk, pks, *, hold: bool) -> None:
    with transaction.atomic():
        if hold:
            places.lock_for([read(pk) for pk in pks])
        for pk in pks:
            recommend(clerk, pk)


def in_both_orders(clerk, pairs, *, hold: bool):
    return [partial(recommend_both, clerk, pair[:: 1 - 2 * (number % 2)], hold=hold) for number, pair in enumerate(pairs)]


def test_two_quotas_in_both_orders_do_not_deadlock(pairs, clerk):
    """Q5: locks are taken in one order whatever the order of the acts."""
    with runners(len(pairs)) as race:
        for _round in range(ROUNDS):
            endings = race(in_both_orders(clerk, pairs, hold=True))
            assert (endings.count("done"), endings.count("quota_spent")) == (PLACES - 1, len(pairs) - PLACES + 1)
            lay_back([pk for pair in pairs for pk in pair])


def test_two_quotas_locked_as_they_come_do_deadlock(pairs, clerk):
    """The canary of Q5: the same acts, each locking only when its turn comes."""
    seen = []
    with runners(len(pairs), patient=False) as race:
        for _round in range(10):
            seen += race(in_both_orders(clerk, pairs, hold=False))
            lay_back([pk for pair in pairs for pk in pair])
            if "busy" in seen or "deadlock" in seen:
                break

    assert "busy" in seen or "deadlock" in seen


def test_all_eleven_cities_at_once_end_with_exactly_annex_1(county_unit, cities, clerk):
    """Q6: 25 places in all, each city's to the last."""
    quotas = {quota.unit.code: quota.places for quota in Quota.objects.select_related("unit")}
    calls, rows = [], []
    for code, city in cities.items():
        by = clerk if code == CITY else factories.user(f"city{code}", city, "bureau").pk
        mine = lay_on_desk(county_unit, city, quotas[code] + 1)
        calls += [partial(recommend, by, pk) for pk in mine]
        rows += mine
    with runners(len(calls)) as race:
        for _round in range(rounds_of(100, in_suite=2)):
            race(calls)
            assert {code: used(code) for code in cities} == quotas
            assert sum(quotas.values()) == 25
            lay_back(rows)


def around(when, pk, user_pk, seen: list):
    """Submit at a moment of the database's clock, or at once where it is past, and note that clock before and after."""

    def call():
        row, by = read(pk), User.objects.get(pk=user_pk)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep_until(%s)", [when])
        begun = database_now()
        try:
            nominations.submit(nomination=row, by=by)
        finally:
            seen.append((read(pk).state, begun, database_now()))

    return call


def submit_around_the_deadline(desk, county_unit, rounds: int) -> list[tuple]:
    """Forms handed in over the last and the first tenth of a second; (state, clock before, clock after, deadline).

    On a busy machine nobody may be ready so soon: then the next deadlines are set further ahead.
    """
    users = [factories.user(f"county{pk}", read(pk).unit, "bureau").pk for pk in desk]
    found, lead = [], 0.5
    with runners(len(desk)) as race:
        for _round in range(rounds):
            Nomination.objects.filter(pk__in=desk).update(state="draft", submitted_at=None, submitted_by=None)
            end = database_now() + timedelta(seconds=lead)
            CyclePhase.objects.filter(cycle=county_unit.cycle).update(ends_at=end)
            seen: list[tuple] = []
            moments = [end + timedelta(seconds=0.2 * number / len(desk) - 0.1) for number in range(len(desk))]
            race([around(when, pk, user, seen) for when, pk, user in zip(moments, desk, users, strict=True)])
            found += [(*one, end) for one in seen]
            lead = lead if any(state == "submitted" for state, *_clocks in seen) else min(2 * lead, 8)
    return found


def test_the_deadline_is_the_database_clocks_to_the_moment(desk, county_unit):
    """Q9: none accepted that came after, none refused that was done before."""
    found = submit_around_the_deadline(desk, county_unit, rounds_of(100, in_suite=5))

    assert not [one for one in found if one[0] == "submitted" and one[1] > one[3]]
    assert not [one for one in found if one[0] == "draft" and one[2] <= one[3]]
    assert {one[0] for one in found} == {"submitted", "draft"}


def test_a_clock_that_is_behind_lets_late_ones_in(desk, county_unit, monkeypatch):
    """The canary of Q9: a machine's own clock, two seconds slow."""
    monkeypatch.setattr(cycle_models, "database_now", lambda: database_now() - timedelta(seconds=2))

    found = submit_around_the_deadline(desk, county_unit, 3)

    assert [one for one in found if one[0] == "submitted" and one[1] > one[3]]


def test_of_approving_returning_and_withdrawing_at_once_exactly_one_wins(desk, clerk):
    """Q10: six hands on one form; the others are told who was first and when."""
    pk = desk[0]
    own = factories.user("county", read(pk).unit, "bureau").pk
    texts = []

    def hand(act, by, **more):
        row, user = read(pk), User.objects.get(pk=by)
        return lambda: told(lambda: act(nomination=row, by=user, **more))

    def told(call):
        try:
            call()
        except Exception as refusal:
            texts.append(str(refusal))
            raise

    with runners(6) as race:
        for _round in range(ROUNDS):
            calls = [hand(recommending.recommend, clerk) for _time in range(2)]
            calls += [hand(recommending.send_back, clerk, reason="请补充") for _time in range(2)]
            calls += [hand(nominations.withdraw, own) for _time in range(2)]
            endings = race(calls)
            assert (endings.count("done"), endings.count("wrong_state")) == (1, 5)
            lay_back([pk])

    assert any("由wenzhou" in text or "由county" in text for text in texts)


def test_a_rule_across_categories_holds_under_a_crowd(pairs, clerk, county_unit):
    """A unit or its manager, not both: the rule's own row is the line to stand in."""
    QuotaBound.objects.create(cycle=county_unit.cycle, position=0, parameters={"kind": "unit_or_person", "clause": "二(二)"})
    flat = [pk for pair in pairs for pk in pair]
    with runners(len(flat)) as race:
        for _round in range(rounds_of(1000, in_suite=25)):
            endings = race([partial(recommend, clerk, pk) for pk in flat])
            assert endings.count("done") == len(pairs)
            assert set(endings) <= {"done", "quota_rule", "quota_spent"}
            lay_back(flat)
