"""What a calendar keeps closed, who may not judge his own, and that nothing is decided while a panel scores."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.actions import judging, nominations, panels, publicity, publishing, recommending
from awards.models import AwardCycle, CyclePhase, Nomination
from portal.kit.errors import Denied, WrongState
from tests.awards.by_hand import today
from tests.awards.factories import drafted, submitted
from tests.awards.holding import accepted, again, city_notice, decided, reread
from tests.awards.test_publicity import states


def opens_tomorrow(cycle, key, **values) -> AwardCycle:
    values |= {"opens_at": timezone.now() + timedelta(days=1), "ends_at": None}
    CyclePhase.objects.update_or_create(cycle=cycle, key=key, defaults=values)
    return reread(cycle)


# the calendar


def test_nothing_is_drafted_or_handed_in_before_the_phase_opens(cycle, county_unit, counties, bureaus):
    by = bureaus[counties[0].pk]
    row = drafted(county_unit, counties[0], by)
    opens_tomorrow(cycle, "nominate")

    for act in (
        lambda: nominations.draft(category=category_of(cycle), unit=counties[1], by=bureaus[counties[1].pk]),
        lambda: nominations.submit(nomination=again(row), by=by),
    ):
        with pytest.raises(WrongState) as refusal:
            act()
        assert (refusal.value.code, "推荐申报于" in str(refusal.value)) == ("not_begun", True)


def category_of(cycle):
    return reread(cycle).categories.select_related("cycle").get(key="county_unit")


def test_a_city_recommends_from_the_opening_on_and_a_county_drafts_before(cycle, county_unit, counties, bureaus, wenzhou_bureau):
    row = submitted(county_unit, counties[0], bureaus[counties[0].pk])
    opens_tomorrow(cycle, "recommend")

    drafted(category_of(cycle), counties[1], bureaus[counties[1].pk])
    with pytest.raises(WrongState) as refusal:
        recommending.recommend(nomination=again(row), by=wenzhou_bureau)
    assert refusal.value.code == "not_begun"

    CyclePhase.objects.filter(cycle=cycle, key="recommend").update(opens_at=None)
    assert recommending.recommend(nomination=again(row), by=wenzhou_bureau).state == "recommended"


def test_nothing_is_decided_or_scored_before_judging_opens(cycle, rows, county_unit, experts, province_office):
    accepted(cycle, rows, province_office)
    panel = panels.open_panel(category=county_unit, by=province_office)
    panels.seat(panel=panel, user=experts[0], part="lead", by=province_office)
    later = opens_tomorrow(cycle, "judge")
    panel.cycle = later

    for act in (
        lambda: judging.decide(cycle=later, chosen=[rows[0].pk], declined=[], by=province_office),
        lambda: panels.start(panel=panel, by=province_office),
    ):
        with pytest.raises(WrongState) as refusal:
            act()
        assert refusal.value.code == "not_begun"


def test_the_provinces_notice_waits_for_its_phase_and_a_citys_does_not(
    cycle, notice, province_office, wenzhou, wenzhou_bureau, county_unit, counties, bureaus
):
    submitted(county_unit, counties[3], bureaus[counties[3].pk])
    later = opens_tomorrow(cycle, "notice", label="公示", position=9)
    notice.cycle = later

    with pytest.raises(WrongState) as refusal:
        publicity.start(notice=notice, starts_on=today() + timedelta(days=2), by=province_office)

    assert (refusal.value.code, str(refusal.value).startswith("公示于")) == ("not_begun", True)
    assert city_notice(later, wenzhou, wenzhou_bureau).state == "open"


def test_results_are_under_embargo_until_their_phase_opens(client, cycle, rows, province_office):
    decided(cycle, rows, province_office)
    later = opens_tomorrow(cycle, "announce")

    with pytest.raises(WrongState) as refusal:
        publishing.announce(cycle=later, by=province_office)

    assert (refusal.value.code, "公布结果于" in str(refusal.value)) == ("not_begun", True)
    client.force_login(province_office)
    assert "公布结果于" in client.get(reverse("awards:announce", args=[cycle.code])).content.decode()


def test_a_calendar_without_openings_or_without_phases_restricts_nothing(cycle, rows, province_office, leader):
    CyclePhase.objects.filter(cycle=cycle, key="judge").delete()
    CyclePhase.objects.filter(cycle=cycle, key="announce").update(opens_at=None)

    decided(reread(cycle), rows, province_office)
    publishing.announce(cycle=reread(cycle), by=province_office)
    publishing.announce(cycle=reread(cycle), by=leader)

    assert states(rows) == ["announced"] * 3


# nobody judges his own


@pytest.mark.parametrize("stamp", ["recommended_by", "submitted_by"])
def test_who_put_a_form_forward_neither_takes_it_in_nor_decides_it_in_another_post(cycle, rows, province_office, leader, stamp):
    Nomination.objects.filter(pk=rows[0].pk).update(**{stamp: province_office})

    with pytest.raises(Denied) as refusal:
        judging.accept(nomination=again(rows[0]), by=province_office)
    assert "是您报送或推荐的" in str(refusal.value)
    intake = judging.accept_all(cycle=cycle, ids=[row.pk for row in rows], by=province_office)
    assert [row.pk for row in intake.accepted] == [row.pk for row in rows[1:]]

    judging.accept(nomination=again(rows[0]), by=leader)
    with pytest.raises(Denied):
        judging.decide(cycle=cycle, chosen=[rows[0].pk], declined=[], by=province_office)
    judging.decide(cycle=cycle, chosen=[rows[0].pk], declined=[], by=leader)
    with pytest.raises(Denied):
        judging.reconsider(cycle=cycle, ids=[rows[0].pk], reason="再议", by=province_office)


def test_who_put_a_winner_forward_is_not_the_one_who_publishes(cycle, rows, province_office, leader):
    decided(cycle, rows, province_office)
    Nomination.objects.filter(pk=rows[1].pk).update(recommended_by=leader)
    publishing.announce(cycle=cycle, by=province_office)

    with pytest.raises(Denied) as refusal:
        publishing.announce(cycle=reread(cycle), by=leader)

    assert refusal.value.code == "own_hand"
    assert reread(cycle).state == "open"


# a panel at work


def test_nothing_is_decided_while_its_panel_scores(panel, taken_in, province_office):
    chosen = [taken_in[0].pk]
    panels.start(panel=panel, by=province_office)

    with pytest.raises(WrongState) as refusal:
        judging.decide(cycle=panel.cycle, chosen=chosen, declined=[], by=province_office)

    assert (refusal.value.code, str(refusal.value)) == ("scoring", "区县级先进单位评审专家组还在评分，结束评分后再评定。")
    type(panel).objects.filter(pk=panel.pk).update(state="closed")
    assert judging.decide(cycle=panel.cycle, chosen=chosen, declined=[], by=province_office) == {"decided": 1, "declined": 0}
