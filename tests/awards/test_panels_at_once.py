"""Who acts on a panel at the same moment: the record holds what was given, and scoring begins once. Real threads, PostgreSQL."""

from functools import partial

import pytest

from awards.actions import judging, panels, scoring
from awards.models import AwardCycle, Ballot, JudgingPanel, Nomination, Placing
from portal.accounts.models import User
from tests.awards.factories import recommended
from tests.awards.racing import runners
from tests.awards.test_panels import give_all, started

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS = 8


def give_once(ballot: int) -> None:
    row = Ballot.objects.select_related("judge__panel__cycle", "judge__user", "nomination__unit").get(pk=ballot)
    scoring.give(ballot=row, version=row.version, typed={"c1": "0"}, comment="", by=row.judge.user)


def panel_of(pk: int) -> JudgingPanel:
    return JudgingPanel.objects.select_related("cycle__unit", "category__cycle").get(pk=pk)


def close_once(panel: int, user: int) -> None:
    panels.close(panel=panel_of(panel), reason="时间到", anyway=True, by=User.objects.get(pk=user))


def start_once(panel: int, user: int) -> None:
    panels.start(panel=panel_of(panel), by=User.objects.get(pk=user))


def accept_once(row: int, user: int) -> None:
    row = Nomination.objects.select_related("category__cycle").get(pk=row)
    judging.accept_all(cycle=AwardCycle.objects.get(pk=row.cycle_id), ids=[row.pk], by=User.objects.get(pk=user))


def test_a_score_given_while_scoring_is_closed_is_in_the_record_or_refused(panel, taken_in, experts, province_office):
    started(panel, province_office)
    give_all(experts[:2], dict.fromkeys(taken_in, ("90", "80")))
    last = Ballot.objects.get(judge__user=experts[2], nomination=taken_in[0])

    with runners(2) as race:
        for _round in range(ROUNDS):
            endings = race([partial(give_once, last.pk), partial(close_once, panel.pk, province_office.pk)])

            given = Ballot.objects.given().filter(nomination=taken_in[0]).count()
            assert (Placing.objects.get(nomination=taken_in[0]).count, endings[1]) == (given, "done")
            assert endings[0] == ("done" if given == 3 else "wrong_state")
            Placing.objects.all().delete()
            JudgingPanel.objects.filter(pk=panel.pk).update(state="scoring")
            Ballot.objects.filter(pk=last.pk).update(state="draft", total=None)


def test_scoring_begins_once(panel, taken_in, province_office):
    with runners(2) as race:
        endings = race([partial(start_once, panel.pk, province_office.pk)] * 2)

    assert sorted(endings) == ["done", "wrong_state"]
    assert Ballot.objects.count() == 9


def test_what_is_taken_in_while_scoring_begins_is_scored(
    panel, county_unit, counties, bureaus, wenzhou_bureau, province_office, taken_in
):
    county_unit.quotas.update(places=9)
    late = recommended(county_unit, counties[3], bureaus[counties[3].pk], wenzhou_bureau)

    with runners(2) as race:
        endings = race([partial(accept_once, late.pk, province_office.pk), partial(start_once, panel.pk, province_office.pk)])

    taken = set(Nomination.objects.filter(state="accepted").values_list("pk", flat=True))
    asked = set(Ballot.objects.values_list("nomination", flat=True))
    assert endings[0] == "done"
    assert (endings[1], asked) in [("done", taken), ("wrong_state", set())]
