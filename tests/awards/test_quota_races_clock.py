"""The deadline by the database's clock, while many hand in at once (Q9)."""

from datetime import timedelta

import pytest
from django.db import connection

from awards.actions import nominations
from awards.models import CyclePhase, Nomination
from awards.policies import cycles as cycle_policies
from portal.accounts.models import User
from portal.kit.clock import database_now
from tests.awards.quota_ground import lay_on_desk, owner_of, read
from tests.awards.racing import rounds_of, runners

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
SUBMITS, AT_ONCE, EARLY = 200, 25, 2  # two hundred connections beside those of other races are more than a server has
NEAR, SOONER, LEAD, LONGEST = 0.1, 1.5, 3.0, 24.0
SECOND, MILLISECOND = timedelta(seconds=1), timedelta(milliseconds=1)


def end_of_a_second(ahead: float):
    """The last millisecond of a second so far ahead, as 23:59:59.999 is of its day."""
    moment = database_now() + timedelta(seconds=ahead)
    return moment.replace(microsecond=0) + SECOND - MILLISECOND


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


def submit_around_the_deadline(category, city, submits: int, near: float = NEAR) -> list[tuple]:
    """Forms handed in over the last and the first ``near`` seconds; (state, clock before, clock after, deadline).

    ``AT_ONCE`` hands at a time, each time at moments between those of the others, until so many were handed in; beside them
    ``EARLY`` hands somewhat sooner. On a busy machine not even they may be ready: then the next deadline is set further ahead.
    """
    desk = lay_on_desk(category, city, AT_ONCE + EARLY)
    users = [owner_of(pk) for pk in desk]
    found, lead = [], LEAD
    with runners(len(desk)) as race:
        for turn in range(submits // AT_ONCE):
            Nomination.objects.filter(pk__in=desk).update(state="draft", submitted_at=None, submitted_by=None)
            end = end_of_a_second(lead)
            CyclePhase.objects.filter(cycle=category.cycle).update(ends_at=end)
            places = [number * SUBMITS // AT_ONCE + turn % (SUBMITS // AT_ONCE) for number in range(AT_ONCE)]
            moments = [end + timedelta(seconds=near * (2 * place + 1 - SUBMITS) / SUBMITS) for place in places]
            moments += [end - timedelta(seconds=SOONER)] * EARLY
            seen: list[tuple] = []
            race([around(when, pk, user, seen) for when, pk, user in zip(moments, desk, users, strict=True)])
            found += [(*one, end) for one in seen]
            lead = lead if any(state == "submitted" for state, *_clocks in seen) else min(2 * lead, LONGEST)
    return found


def accepted_late(found: list[tuple]) -> list[tuple]:
    return [one for one in found if one[0] == "submitted" and one[1] > one[3]]


def refused_early(found: list[tuple]) -> list[tuple]:
    return [one for one in found if one[0] == "draft" and one[2] <= one[3]]


def test_the_deadline_is_the_database_clocks_to_the_moment(quick_unit, wenzhou):
    """Q9: of 200 around it none is accepted that came after, none refused that was done before."""
    submits = SUBMITS * rounds_of(25, in_suite=1)
    found = submit_around_the_deadline(quick_unit, wenzhou, submits)

    assert len(found) == submits + EARLY * (submits // AT_ONCE)
    assert {one[3].microsecond for one in found} == {999_000}
    assert not accepted_late(found)
    assert not refused_early(found)
    assert {one[0] for one in found} == {"submitted", "draft"}


@pytest.mark.parametrize(("seconds", "wrong"), [(2, accepted_late), (-2, refused_early)])
def test_a_clock_that_is_wrong_lets_late_ones_in_or_keeps_early_ones_out(quick_unit, wenzhou, monkeypatch, seconds, wrong):
    """The canary of Q9: a machine's own clock, two seconds slow or fast."""
    monkeypatch.setattr(cycle_policies, "database_now", lambda: database_now() - timedelta(seconds=seconds))

    assert wrong(submit_around_the_deadline(quick_unit, wenzhou, 2 * AT_ONCE, near=1.0))
