"""Numbers given one after the other stay so when several people ask at the same moment. Real threads, PostgreSQL."""

from functools import partial

import pytest

from awards.actions import judging, objections
from awards.models import AwardCycle, Nomination, NoticeName, Objection, PublicNotice
from awards.publicity.working_days import last_of
from portal.accounts.models import User
from tests import factories
from tests.awards.by_hand import today
from tests.awards.racing import runners

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CITIZENS, CLERKS, ROUNDS = 6, 3, 5
FACTS = "该单位 2022 年培训记录与实际不符，有签到表为证。"


@pytest.fixture
def listed(county_unit, wenzhou, yueqing):
    """One name on a notice of Wenzhou that runs."""
    row = Nomination.objects.create(cycle=county_unit.cycle, category=county_unit, unit=yueqing, via=wenzhou, state="submitted")
    days = {"days": 5, "starts_on": today(), "ends_on": last_of(today(), 5, {})}
    notice = PublicNotice.objects.create(cycle=county_unit.cycle, unit=wenzhou, title="公示", body="名单", state="open", **days)
    return NoticeName.objects.create(notice=notice, nomination=row, subject="乐清市教育局", position=1).pk


def object_once(listed: int, citizen: int) -> None:
    name = NoticeName.objects.select_related("notice__cycle", "notice__unit").get(pk=listed)
    objections.object_to(listed=name, name="王某某", contact="13900000099", text=f"{FACTS}（第 {citizen} 件）")


def test_everybody_who_objects_at_the_same_moment_is_heard_and_numbered(listed):
    with runners(CITIZENS) as race:
        endings = []
        for number in range(ROUNDS):
            endings += race([partial(object_once, listed, number * CITIZENS + citizen) for citizen in range(CITIZENS)])

    numbers = sorted(int(number[-3:]) for number in Objection.objects.values_list("number", flat=True))
    assert (set(endings), numbers) == ({"done"}, list(range(1, CITIZENS * ROUNDS + 1)))


def reserve_one(cycle: int, user: int, row: int) -> None:
    cycle, by = AwardCycle.objects.get(pk=cycle), User.objects.get(pk=user)
    judging.decide(cycle=cycle, chosen=[], declined=[], reserved=[row], by=by)


def test_places_in_reserve_given_at_the_same_moment_differ(cycle, county_unit, wenzhou, province_office):
    counties = [factories.unit(f"33039{number}", f"县{number}", "county", wenzhou) for number in range(CLERKS)]
    about = {"cycle": cycle, "category": county_unit, "via": wenzhou, "state": "accepted"}
    rows = [Nomination.objects.create(unit=county, **about).pk for county in counties]

    with runners(CLERKS) as race:
        endings = race([partial(reserve_one, cycle.pk, province_office.pk, row) for row in rows])

    places = sorted(Nomination.objects.filter(pk__in=rows).values_list("reserve_place", flat=True))
    assert (set(endings), places) == ({"done"}, list(range(1, CLERKS + 1)))
