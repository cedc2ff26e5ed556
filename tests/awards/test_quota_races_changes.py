"""Quotas under concurrency: places that grow fewer, fall free or are set anew while they are given out (Q4, Q5)."""

import time
from functools import partial
from itertools import cycle

import pytest
from django.db import transaction

from awards.actions import allotting, nominations, places
from awards.actions.cycles import load_cycle
from awards.models import AwardCycle, Nomination, Quota, QuotaBound
from awards.notice_section import CycleSection
from portal.accounts.models import User
from portal.kit.errors import Spent
from programs.yaml_reading import read_yaml
from tests.awards.conftest import NOTICE
from tests.awards.quota_ground import (
    CITY,
    MANAGER,
    PLACES,
    REPORTED,
    form_of,
    lay_back,
    lay_on_desk,
    owner_of,
    read,
    recommend,
    unlock,
    used,
)
from tests.awards.racing import ROUNDS, ending_of, runners, wait_long

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
HELD, FEWER = 2, 2
DELAYS = (0, 0.02, 0.05, 0.1)  # the cut is the quickest act: let loose with the others it would come first every time


def withdraw(user_pk: int, pk: int) -> None:
    nominations.withdraw(nomination=read(pk), by=User.objects.get(pk=user_pk))


def shrink(after: float = 0) -> None:
    """Two places instead of three, so many seconds after the others were let loose."""
    time.sleep(after)
    mine = Quota.objects.select_related("cycle", "unit").get(unit__code=CITY, category__key="county_unit")
    allotting.change_places(quota=mine, places=FEWER, reason="核减", by=None)


class Turmoil:
    """Two forms hold a place; three recommendations, two withdrawals of what is held and one cut are let loose at once."""

    def __init__(self, desk: list[int], clerk: int):
        self.clerk, self.held, self.waiting = clerk, desk[:HELD], desk[HELD:]
        self.owners = [owner_of(pk) for pk in self.held]
        self.delays = cycle(DELAYS)

    def begin(self) -> None:
        lay_back([*self.held, *self.waiting])
        Quota.objects.filter(unit__code=CITY, category__key="county_unit").update(places=PLACES)
        for pk in self.held:
            recommend(self.clerk, pk)

    def calls(self) -> list:
        takings = [partial(withdraw, owner, pk) for owner, pk in zip(self.owners, self.held, strict=True)]
        return [*(partial(recommend, self.clerk, pk) for pk in self.waiting), *takings, partial(shrink, next(self.delays))]

    def run(self, race) -> dict[str, list[str]]:
        """One round; how the acts of each kind ended."""
        self.begin()
        endings, given = race(self.calls()), len(self.waiting)
        return {"given": endings[:given], "withdrawn": endings[given:-1], "cut": endings[-1:]}

    def try_again(self, told: dict[str, list[str]]) -> None:
        """Now that all is quiet, ask once more for everything that was refused."""
        refused = [pk for pk, ending in zip(self.waiting, told["given"], strict=True) if ending != "done"]
        for call in [*(partial(recommend, self.clerk, pk) for pk in refused), *([shrink] * (told["cut"] != ["done"]))]:
            ending_of(call)


def check_round(told: dict[str, list[str]]) -> None:
    """Nothing broke, no more is held than there is, and nothing was refused that had to be granted."""
    given, cut = told["given"], told["cut"][0]
    quota = Quota.objects.get(unit__code=CITY, category__key="county_unit")
    assert set(given) <= {"done", "quota_spent"}
    assert cut in {"done", "quota_held"}
    assert quota.used() == given.count("done") <= quota.places
    assert quota.places == (FEWER if cut == "done" else PLACES)
    assert told["withdrawn"] == ["done"] * HELD
    # A recommendation finds no place only after another took the third or the cut took it; a cut is held up only by a third.
    assert "quota_spent" not in given or "done" in given or cut == "done"
    assert cut == "done" or "done" in given


def check_full() -> None:
    """Where forms still wait every place is given out."""
    quota = Quota.objects.get(unit__code=CITY, category__key="county_unit")
    assert quota.used() == quota.places


def test_withdrawals_and_a_smaller_quota_race_recommendations_and_never_more_or_less_is_held_than_there_is(desk, clerk):
    """Q4: the trigger looks at every commit; asked again in quiet, what was refused fills the places to the last."""
    turmoil, seen = Turmoil(desk, clerk), {"given": set(), "withdrawn": set(), "cut": set()}

    with runners(6) as race:
        for _round in range(ROUNDS):
            told = turmoil.run(race)
            check_round(told)
            turmoil.try_again(told)
            check_full()
            for kind, endings in told.items():
                seen[kind] |= set(endings)

    assert all("done" in endings for endings in seen.values()), seen


def test_without_lock_and_trigger_such_acts_spend_places_that_are_not_there(quick_unit, wenzhou, clerk, monkeypatch, no_second_net):
    """The canary of Q4, with as many forms waiting as there are places twice over."""
    unlock(monkeypatch)
    turmoil, over = Turmoil(lay_on_desk(quick_unit, wenzhou, HELD + 2 * PLACES), clerk), 0

    with runners(HELD + 2 * PLACES + 1) as race:
        for _round in range(20):
            turmoil.run(race)
            quota = Quota.objects.get(unit__code=CITY, category__key="county_unit")
            over += quota.used() > quota.places

    assert over


def test_a_desk_that_refuses_everything_is_found_out(desk, clerk, monkeypatch):
    """The canary of the other half of Q4: never too many is not enough."""
    turmoil = Turmoil(desk, clerk)

    def nothing_left(quota):
        raise Spent("名额已用完。")

    def run(calls):
        monkeypatch.setattr(places, "check_left", nothing_left)
        return [ending_of(call) for call in calls]

    told = turmoil.run(run)
    turmoil.try_again(told)

    assert told["given"] == ["quota_spent"] * PLACES
    with pytest.raises(AssertionError):
        check_full()


@pytest.fixture
def section():
    """The notice with places for managers too, one fewer, and either a county's unit or its manager: two quotas and a rule."""
    data = read_yaml(NOTICE.read_text("utf-8"))[0]["cycle"]
    [units] = data["quotas"]
    fewer = [row | {"places": row["places"] - 1} for row in units["printed"]]
    managers = units | {"category": "county_manager", "clause": "二(二)", "printed": fewer}
    for category in data["categories"]:
        category["criteria"] = REPORTED if category["key"] in {"county_unit", "county_manager"} else category["criteria"]
    rule = {"kind": "unit_or_person", "clause": "二(二)"}
    return CycleSection.model_validate(data | {"quotas": [units, managers], "quota_rules": [rule]})


@pytest.fixture
def pairs(section, desk):
    """A county's unit and its manager, each with a quota of its own, both on the desk of one city."""
    selection = AwardCycle.objects.select_related("notice").get(code=section.code)
    load_cycle(notice=selection.notice, section=section, by=None)
    managers = selection.categories.select_related("cycle").get(key="county_manager")
    return [(pk, form_of(managers, read(pk).unit, read(pk).via, **MANAGER)) for pk in desk]


def one_after_the_other(clerk, pair) -> None:
    """Both forms of a county, as a clerk goes down the desk: what is refused does not keep the other back."""
    for pk in pair:
        try:
            recommend(clerk, pk)
        except Spent:
            continue


def give(category: str, count: int) -> None:
    """Another number of places for the city, from the office."""
    mine = Quota.objects.select_related("cycle", "unit").get(unit__code=CITY, category__key=category)
    allotting.change_places(quota=mine, places=count, reason="调整", by=None)


def changes() -> list:
    """Both quotas of the city one larger, the one first and the other first."""
    acts = [partial(give, "county_unit", PLACES + 1), partial(give, "county_manager", PLACES)]
    return [partial(in_turn, acts), partial(in_turn, acts[::-1])]


def in_turn(acts) -> None:
    for act in acts:
        act()


def put_back(flat: list[int]) -> None:
    lay_back(flat)
    for category, count in (("county_unit", PLACES), ("county_manager", PLACES - 1)):
        Quota.objects.filter(unit__code=CITY, category__key=category).update(places=count)


def test_two_quotas_and_a_rule_taken_in_both_orders_do_not_deadlock(pairs, clerk):
    """Q5: recommendations of units and managers of one city while the office changes both its quotas, in both orders.

    A recommendation holds the rule and one quota, a change one quota; nobody may even be told to wait and come again.
    """
    flat = [pk for pair in pairs for pk in pair]
    with runners(len(pairs) + 2, patient=False) as race:
        race([wait_long] * (len(pairs) + 2))
        for _round in range(ROUNDS):
            calls = [partial(one_after_the_other, clerk, pair[:: 1 - 2 * (number % 2)]) for number, pair in enumerate(pairs)]
            assert race([*calls, *changes()]) == ["done"] * (len(pairs) + 2)
            held = Nomination.objects.holding_a_place().filter(pk__in=flat)
            assert used() <= PLACES + 1
            assert used(category="county_manager") <= PLACES
            assert held.count() == held.values("unit").distinct().count() == len(pairs)
            put_back(flat)


def load_again(section) -> None:
    held = AwardCycle.objects.select_related("notice").get(code=section.code)
    load_cycle(notice=held.notice, section=section, by=None)


def test_the_notice_loaded_anew_while_places_are_taken_does_not_deadlock(pairs, clerk, section):
    """Q5: a recommendation holds the rule and one quota, the notice loaded anew holds the rule and every quota."""
    flat = [pk for pair in pairs for pk in pair]
    with runners(len(pairs) + 1, patient=False) as race:
        race([wait_long] * (len(pairs) + 1))
        for _round in range(ROUNDS):
            calls = [partial(one_after_the_other, clerk, pair[:: 1 - 2 * (number % 2)]) for number, pair in enumerate(pairs)]
            assert race([*calls, partial(load_again, section)]) == ["done"] * (len(pairs) + 1)
            assert used() <= PLACES
            assert used(category="county_manager") <= PLACES - 1
            lay_back(flat)


def both_or_none(clerk, pks, *, hold: bool) -> None:
    with transaction.atomic():
        if hold:
            places.lock_for([read(pk) for pk in pks])
        for pk in pks:
            recommend(clerk, pk)


def crossing(clerk, pairs, *, hold: bool) -> list:
    return [partial(both_or_none, clerk, pair[:: 1 - 2 * number], hold=hold) for number, pair in enumerate(pairs[:2])]


@pytest.fixture
def unruled(pairs):
    """Without the rule, whose row everybody would stand in line for before any quota."""
    QuotaBound.objects.update(current=False)
    return pairs


def test_two_quotas_locked_together_are_taken_in_one_order(unruled, clerk):
    """Q5: two recommendations in one transaction, which no page or program offers: ``lock_for`` orders the two quotas by key."""
    with runners(2, patient=False) as race:
        race([wait_long] * 2)
        for _round in range(ROUNDS):
            assert race(crossing(clerk, unruled, hold=True)) == ["done"] * 2
            lay_back([pk for pair in unruled for pk in pair])


def test_two_quotas_locked_as_they_come_do_deadlock(unruled, clerk):
    """The canary of Q5: the same acts, each locking only when its turn comes."""
    seen = []
    with runners(2, patient=False) as race:
        race([wait_long] * 2)
        for _round in range(10):
            seen += race(crossing(clerk, unruled, hold=False))
            lay_back([pk for pair in unruled for pk in pair])
            if "busy" in seen or "deadlock" in seen:
                break

    assert "busy" in seen or "deadlock" in seen
