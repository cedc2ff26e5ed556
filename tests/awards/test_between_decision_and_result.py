"""Between the decision and the result: nobody hears early, nobody confirms unread, nothing of before counts again."""

import pytest
from django.urls import reverse

from awards.actions import grading, judging, nominations, publicity, publishing, recommending
from awards.facts_desk.acceptance import hindrances
from awards.facts_desk.feedback import feedback_of
from awards.models import AwardCycle, GradeGiven, Nomination, OfficeTerms, PublicNotice, Release
from portal.accounts.models import Message
from portal.audit.models import Event
from portal.kit.errors import Refused, Stale, WrongState
from tests import factories
from tests.awards.by_hand import today
from tests.awards.factories import recommended
from tests.awards.holding import again, city_notice, settled
from tests.awards.test_publicity import objected, over

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(zhejiang):
    """Who pulls reports for the province by REST."""
    return factories.user("puller", zhejiang, "client")


def announce_page(client, user, cycle) -> str:
    client.force_login(user)
    return client.get(reverse("awards:announce", args=[cycle.code])).content.decode()


def post(client, user, cycle, release) -> None:
    client.force_login(user)
    client.post(reverse("awards:announce", args=[cycle.code]), {"release": release, "anyway": "on"})


def test_asking_on_a_page_read_before_somebody_else_asked_does_not_publish(client, cycle, decided, province_office, leader):
    assert 'name="release" value="0"' in announce_page(client, leader, cycle)
    post(client, province_office, cycle, "0")

    post(client, leader, cycle, "0")

    assert AwardCycle.objects.get(pk=cycle.pk).state == AwardCycle.State.OPEN
    asked = Release.objects.get()
    assert f'name="release" value="{asked.pk}"' in announce_page(client, leader, cycle)
    post(client, leader, cycle, str(asked.pk))
    assert AwardCycle.objects.get(pk=cycle.pk).state == AwardCycle.State.ANNOUNCED


def test_a_page_without_its_request_publishes_nothing(client, cycle, decided, province_office, leader):
    post(client, province_office, cycle, "0")
    client.force_login(leader)

    client.post(reverse("awards:announce", args=[cycle.code]), {"anyway": "on"})

    assert AwardCycle.objects.get(pk=cycle.pk).state == AwardCycle.State.OPEN


def test_a_list_asked_for_anew_is_not_confirmed_by_who_read_the_one_before(cycle, decided, province_office, leader):
    first = publishing.announce(cycle=cycle, by=province_office, seen=0)
    publishing.cancel_release(cycle=cycle, by=province_office)
    publishing.announce(cycle=cycle, by=province_office, seen=0)

    with pytest.raises(Stale, match="公布申请在您打开之后有变化"):
        publishing.announce(cycle=cycle, by=leader, seen=first.pk)


@pytest.mark.parametrize("odd", ["", "x", "²", "9" * 30])
def test_an_odd_number_is_no_request(client, cycle, decided, province_office, leader, odd):
    post(client, province_office, cycle, "0")

    post(client, leader, cycle, odd)

    assert Release.objects.get().state == Release.State.ASKED
    assert AwardCycle.objects.get(pk=cycle.pk).state == AwardCycle.State.OPEN


def test_a_program_of_the_province_reads_neither_its_draft_notice_nor_its_decisions(
    cycle, decided, province_office, program, zhejiang
):
    notice = publicity.draft(cycle=cycle, unit=zhejiang, by=province_office)

    assert not PublicNotice.objects.visible_to(program).filter(pk=notice.pk).exists()
    publicity.cancel(notice=notice, reason="名单有误", by=province_office)
    assert not PublicNotice.objects.visible_to(program).filter(pk=notice.pk).exists()
    assert not Event.objects.visible_to(program).filter(verb="nomination.decided").exists()
    assert PublicNotice.objects.visible_to(province_office).filter(pk=notice.pk).exists()
    assert Event.objects.visible_to(province_office).filter(verb="nomination.decided").exists()


@pytest.fixture
def rows(county_unit, counties, bureaus, wenzhou_bureau, years):
    """Two forms that Wenzhou recommended."""
    return [recommended(county_unit, county, bureaus[county.pk], wenzhou_bureau) for county in counties[:2]]


@pytest.fixture
def struck(cycle, rows, wenzhou, wenzhou_bureau, province_office):
    """One was chosen and one in reserve when Wenzhou upheld an objection to the first; the notice is still to end."""
    notice = city_notice(cycle, wenzhou, wenzhou_bureau)
    judging.accept_all(cycle=cycle, ids=[row.pk for row in rows], by=province_office)
    chosen, reserve = [rows[0].pk], [rows[1].pk]
    judging.decide(cycle=cycle, chosen=chosen, reserved=reserve, declined=[], by=province_office)
    settled(objected(notice, rows[0]), wenzhou_bureau, upheld=True)
    return notice


def test_a_city_that_upholds_an_objection_does_not_decide_who_moves_up_nor_hear_of_it(
    struck, rows, wenzhou_bureau, province_office
):
    moved = Nomination.objects.get(pk=rows[1].pk)

    assert (moved.state, moved.decided_by) == ("decided", province_office)
    assert Event.objects.get(verb="nomination.offered").actor is None
    assert not Event.objects.visible_to(wenzhou_bureau).filter(verb="nomination.offered").exists()


def test_who_was_chosen_and_struck_is_not_told_that_he_never_came_so_far(
    struck, cycle, rows, wenzhou_bureau, province_office, leader, years
):
    publicity.end(notice=over(struck), by=wenzhou_bureau)
    publishing.announce(cycle=AwardCycle.objects.get(pk=cycle.pk), by=province_office)
    publishing.announce(cycle=AwardCycle.objects.get(pk=cycle.pk), by=leader)

    told = Message.objects.filter(text__contains="已公布结果", user__posts__unit=rows[0].unit).get().text
    answer = feedback_of(again(rows[0])).text
    assert "推荐表已退回，没有入选" in told
    assert "推荐表已退回，没有入选" in answer
    assert "没有进入省级评定" not in told + answer


def test_paper_of_an_earlier_recommendation_does_not_stand_for_the_present_one(
    cycle, rows, bureaus, wenzhou_bureau, province_office
):
    OfficeTerms.objects.create(cycle=cycle, paper_required=True, reason="须纸质件")
    row = rows[0]
    publicity.receive_paper(nomination=again(row), copies=3, received_on=today(), by=province_office)
    assert hindrances(cycle, [again(row)]) == {}
    recommending.send_back(nomination=again(row), reason="理由请写具体", by=province_office)
    nominations.submit(nomination=again(row), by=bureaus[row.unit_id])
    recommending.recommend(nomination=again(row), by=wenzhou_bureau)

    assert "还没有收到盖章的纸质件" in hindrances(cycle, [again(row)])[row.pk]

    publicity.receive_paper(nomination=again(row), copies=3, received_on=today(), by=province_office)
    assert hindrances(cycle, [again(row)]) == {}


def test_a_grade_stays_while_its_name_is_before_the_public(cycle, running, decided, province_office):
    row = decided[0]
    GradeGiven.objects.create(nomination=row, grade="一等奖", by=None)
    assert Nomination.objects.get(pk=row.pk).state == "on_notice"

    with pytest.raises(WrongState, match="不能定等次"):
        grading.give_grades(cycle=cycle, wanted={row.pk: ""}, by=province_office)


@pytest.fixture
def unseated(running, decided, province_office):
    """The first of the province's notice, declined as an objection to it was upheld; the one in reserve took its place."""
    return again(settled(objected(running, decided[0]), province_office, upheld=True).listed.nomination)


def test_what_the_public_struck_is_considered_again_by_itself_only(cycle, decided, unseated, province_office):
    both = [unseated.pk, decided[2].pk]

    with pytest.raises(Refused, match=r"对乐清市教育局（.+-001）的异议属实，要再次考虑，请单独收回并写明理由") as refusal:
        judging.reconsider(cycle=cycle, ids=both, reason="再议", by=province_office)

    assert refusal.value.code == "struck_alone"
    assert [again(row).state for row in (unseated, decided[2])] == ["declined", "decided"]
    assert judging.reconsider(cycle=cycle, ids=[unseated.pk], reason="复核后材料已更正", by=province_office) == 1
    assert judging.reconsider(cycle=cycle, ids=[decided[2].pk], reason="再议", by=province_office) == 1


def test_the_page_says_so_before_it_asks_for_a_reason(client, cycle, decided, unseated, province_office):
    client.force_login(province_office)
    address = reverse("awards:reconsider", args=[cycle.code])

    both = client.post(address, {"row": [unseated.pk, decided[2].pk]}, follow=True).content.decode()
    alone = client.post(address, {"row": [unseated.pk]}).content.decode()
    other = client.post(address, {"row": [decided[2].pk]}).content.decode()

    assert "请单独收回并写明理由" in both
    assert "收回对所选" not in both
    assert ("公示期间对它的异议属实（" in alone, "公示期间对它的异议属实（" in other) == (True, False)
    assert "收回对所选 1 条的评定" in alone
