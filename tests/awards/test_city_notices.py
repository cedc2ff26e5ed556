"""市级公示要求: where a city's notice is asked for, nothing is taken in before it."""

import pytest
from django.urls import reverse

from awards.actions import judging, nominations, publicity, publishing, readmitting, recommending
from awards.facts_desk.acceptance import terms_of
from awards.models import Nomination, OfficeTerms
from portal.kit.errors import WrongState
from programs.loading import load_notice
from tests import factories
from tests.awards.conftest import NOTICE
from tests.awards.factories import drafted
from tests.awards.holding import accepted, again, chosen_terms, city_notice, decided, settled
from tests.awards.test_publicity import objected, over


@pytest.fixture
def shown(cycle, rows, years, wenzhou, wenzhou_bureau):
    """The three on a notice of Wenzhou that runs."""
    return city_notice(cycle, wenzhou, wenzhou_bureau)


def test_where_a_citys_notice_is_asked_for_nothing_is_taken_in_before_it(
    client, cycle, rows, years, wenzhou, wenzhou_bureau, province_office
):
    chosen_terms(cycle, province_office, city_notice=True)
    intake = judging.accept_all(cycle=cycle, ids=[row.pk for row in rows], by=province_office)
    assert [row.pk for row, _refusal in intake.refused] == [row.pk for row in rows]
    client.force_login(province_office)
    page = client.get(reverse("awards:acceptance", args=[rows[0].pk])).content.decode()
    assert "还没有经设区市公示无异议" in page

    running = city_notice(cycle, wenzhou, wenzhou_bureau)
    with pytest.raises(WrongState):
        judging.accept(nomination=again(rows[0]), by=province_office)
    publicity.end(notice=over(running), by=wenzhou_bureau)

    assert judging.accept(nomination=again(rows[0]), by=province_office).state == "accepted"


def test_a_person_put_in_anothers_place_after_the_notice_has_not_been_shown(cycle, rows, shown, wenzhou_bureau, province_office):
    chosen_terms(cycle, province_office, city_notice=True)
    publicity.end(notice=over(shown), by=wenzhou_bureau)
    Nomination.objects.filter(pk=rows[0].pk).update(manager_name="另一人")

    with pytest.raises(WrongState) as refusal:
        judging.accept(nomination=again(rows[0]), by=province_office)

    assert refusal.value.code == "held"


def test_a_name_struck_since_it_was_cleared_is_to_be_shown_anew(
    cycle, rows, shown, wenzhou, wenzhou_bureau, bureaus, province_office
):
    chosen_terms(cycle, province_office, city_notice=True)
    publicity.end(notice=over(shown), by=wenzhou_bureau)
    second = city_notice(cycle, wenzhou, wenzhou_bureau)
    settled(objected(second, rows[0]), wenzhou_bureau, upheld=True)
    nominations.submit(nomination=again(rows[0]), by=bureaus[rows[0].unit_id])
    readmitting.readmit(nomination=again(rows[0]), reason="已更正。", by=province_office)
    row = recommending.recommend(nomination=again(rows[0]), by=wenzhou_bureau, opinion="同意推荐。")
    with pytest.raises(WrongState) as refusal:
        judging.accept(nomination=row, by=province_office)
    assert "还没有经设区市公示无异议" in str(refusal.value)

    third = city_notice(cycle, wenzhou, wenzhou_bureau)
    publicity.end(notice=over(third), by=wenzhou_bureau)
    assert judging.accept(nomination=again(row), by=province_office).state == "accepted"


def test_a_form_that_goes_through_no_city_needs_none(cycle, institution, province_office):
    from awards.facts_desk.acceptance import hindrances

    by = factories.user("jg", institution, "institution")
    row = drafted(cycle.categories.get(key="institution"), institution, by, period=None)
    chosen_terms(cycle, province_office, city_notice=True)

    assert hindrances(cycle, [again(row)]) == {}


def test_a_citys_notice_is_not_asked_for_once_something_was_taken_in_without(client, cycle, rows, province_office):
    accepted(cycle, rows[:1], province_office)

    with pytest.raises(WrongState) as refusal:
        chosen_terms(cycle, province_office, city_notice=True)
    client.force_login(province_office)
    said = {"city_notice": "on", "notice_days": 5, "reason": "按惯例"}
    page = client.post(reverse("awards:terms", args=[cycle.code]), said, follow=True).content.decode()

    assert refusal.value.code == "taken_in_already"
    assert "已受理的推荐中有 1 条没有经设区市公示无异议（乐清市教育局等）" in page
    assert not OfficeTerms.objects.filter(cycle=cycle).exists()
    decided(cycle, rows[1:], province_office, chosen=[rows[1].pk], declined=[])
    judging.decide(cycle=cycle, chosen=[rows[0].pk, rows[2].pk], declined=[], by=province_office)
    assert publishing.announce(cycle=cycle, by=province_office).state == "asked"


def test_nor_by_a_later_version_of_the_notice(cycle, rows, province_office):
    text = NOTICE.read_text().replace("  limits: {reason", "  publicity: {working_days: 3, city: true}\n  limits: {reason")
    accepted(cycle, rows, province_office)

    with pytest.raises(WrongState, match="已受理的推荐中有 3 条"):
        load_notice(file=text.encode(), by=None)

    assert not terms_of(cycle).city_notice


def test_what_was_shown_by_its_city_hinders_nobody_who_asks_for_it_later(cycle, rows, shown, wenzhou_bureau, province_office):
    publicity.end(notice=over(shown), by=wenzhou_bureau)
    accepted(cycle, rows, province_office)

    chosen_terms(cycle, province_office, city_notice=True)

    assert terms_of(cycle).city_notice


def test_results_wait_where_it_was_asked_for_too_late_in_an_earlier_version_of_the_portal(cycle, rows, province_office):
    decided(cycle, rows, province_office)
    OfficeTerms.objects.create(cycle=cycle, city_notice=True)

    with pytest.raises(WrongState) as refusal:
        publishing.announce(cycle=cycle, by=province_office)
    assert "还有 3 条入选没有经设区市公示无异议" in str(refusal.value)

    chosen_terms(cycle, province_office)
    assert publishing.announce(cycle=cycle, by=province_office).state == "asked"
