"""Many hands on one form: exactly one is first, the others hear who and when, and no step is skipped (Q10)."""

import re
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event as Signal

import pytest
from django.db import connection, transaction
from django.db.models import F

from awards.actions import nominations, recommending
from awards.enums import MOVES, NominationState
from awards.models import Nomination
from portal.accounts.models import User
from portal.audit.models import Event
from portal.kit.clock import local
from portal.kit.errors import DomainError, WrongState
from tests.awards.quota_ground import lay_back, owner_of, read
from tests.awards.racing import rounds_of, runners, wait_long

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
S = NominationState
HANDS = 50
LEADS_TO = {"nomination.recommended": S.RECOMMENDED, "nomination.sent_back": S.RETURNED, "nomination.withdrawn": S.WITHDRAWN}
FIRST = re.compile(r"这条推荐刚在 (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) 由(\w+)办理，请刷新后再试。")


def approve(row: Nomination, clerk, owner) -> None:
    recommending.recommend(nomination=row, by=clerk)


def give_back(row: Nomination, clerk, owner) -> None:
    recommending.send_back(nomination=row, by=clerk, reason="请补充")


def take_back(row: Nomination, clerk, owner) -> None:
    nominations.withdraw(nomination=row, by=owner)


ACTS = (approve, give_back, take_back)


class Refusals:
    """What those who came second are told, with the status a program is answered."""

    def __init__(self):
        self.told: list[tuple[int, str]] = []

    def of(self, call) -> None:
        try:
            call()
        except DomainError as refusal:
            self.told.append((refusal.status, str(refusal)))
            raise


def hands(pk: int, clerk: int, owner: int, refusals: Refusals) -> list:
    """So many hands, every one with the form open as it lies on the desk."""
    people = User.objects.get(pk=clerk), User.objects.get(pk=owner)
    acts = [ACTS[number % len(ACTS)] for number in range(HANDS)]
    return [partial(refusals.of, partial(act, read(pk), *people)) for act in acts]


def acts_since(pk: int, last: int) -> list[Event]:
    """What the audit log says was done to the form after row ``last`` of it, in the order of the form's own lock."""
    return list(Event.objects.about(read(pk)).filter(pk__gt=last).select_related("actor"))


def last_event() -> int:
    return Event.objects.order_by("pk").values_list("pk", flat=True).last() or 0


def check_steps(pk: int, events: list[Event], version: int) -> None:
    """Each act led from where the one before had left the form, by a move there is, and the form is where the last led."""
    state = S.SUBMITTED
    for event in events:
        assert LEADS_TO[event.verb] in MOVES[state], [one.verb for one in events]
        state = LEADS_TO[event.verb]
    row = read(pk)
    assert (row.state, row.version) == (state, version + len(events))


def test_of_approving_returning_and_withdrawing_50_ways_at_once_exactly_one_wins(desk, clerk):
    """Q10: the 49 others are answered 409, and each is told the name of who was first and the second."""
    pk = desk[0]
    owner = owner_of(pk)

    with runners(HANDS) as race:
        race([wait_long] * HANDS)
        for _round in range(rounds_of(1000, in_suite=5)):
            last, version, refusals = last_event(), read(pk).version, Refusals()
            endings = race(hands(pk, clerk, owner, refusals))

            assert (endings.count("done"), endings.count("wrong_state")) == (1, HANDS - 1)
            [first] = acts_since(pk, last)
            moment = local(first.at).strftime("%Y-%m-%d %H:%M:%S")
            assert len(refusals.told) == HANDS - 1
            for status, text in refusals.told:
                assert status == 409
                assert FIRST.fullmatch(text).groups() == (moment, first.actor.name)
            check_steps(pk, [first], version)
            lay_back([pk])


def test_hands_that_look_again_take_the_form_from_step_to_step(desk, clerk):
    """Q10: each hand reads for itself, so that several may follow one another; what they did is a way through the moves."""
    pk = desk[0]
    owner = owner_of(pk)
    people = User.objects.get(pk=clerk), User.objects.get(pk=owner)

    def look_and_act(act):
        return lambda: act(read(pk), *people)

    with runners(HANDS) as race:
        race([wait_long] * HANDS)
        for _round in range(rounds_of(1000, in_suite=3)):
            last, version = last_event(), read(pk).version
            endings = race([look_and_act(ACTS[number % len(ACTS)]) for number in range(HANDS)])

            events = acts_since(pk, last)
            assert set(endings) <= {"done", "wrong_state", "denied"}
            assert endings.count("done") == len(events) >= 1
            check_steps(pk, events, version)
            lay_back([pk])


def test_without_looking_at_what_stands_more_than_one_wins(desk, clerk, monkeypatch):
    """The canary of Q10: the state written whatever it has become meanwhile."""

    def overwrite(row, state, **stamps):
        Nomination.objects.filter(pk=row.pk).update(state=state, version=F("version") + 1, **stamps)

    monkeypatch.setattr(Nomination, "move_to", overwrite)
    pk = desk[0]
    owner, last, version = owner_of(pk), last_event(), read(pk).version

    with runners(HANDS) as race:
        race([wait_long] * HANDS)
        endings = race(hands(pk, clerk, owner, Refusals()))

    assert endings.count("done") > 1
    with pytest.raises(AssertionError):
        check_steps(pk, acts_since(pk, last), version)


def test_who_waits_too_long_for_a_form_is_told_to_come_again(desk, clerk):
    """Not an error of the database: somebody holds the form longer than the three seconds anybody waits."""
    held, over = Signal(), Signal()

    def hold() -> None:
        with transaction.atomic():
            Nomination.objects.select_for_update().get(pk=desk[0])
            held.set()
            over.wait(30)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(hold)
        held.wait(30)
        try:
            with pytest.raises(WrongState, match="正由他人办理，请稍后再试") as refusal:
                approve(read(desk[0]), User.objects.get(pk=clerk), None)
        finally:
            over.set()

    assert (refusal.value.code, read(desk[0]).state) == ("busy", S.SUBMITTED)
