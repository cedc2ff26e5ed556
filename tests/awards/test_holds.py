"""What a public notice of a city holds back and costs, and who hears of it."""

import pytest
from django.urls import reverse

from awards.actions import judging, nominations, publicity, publishing, recommending, reserving
from awards.documents.lists import groups_of
from awards.models import AwardCycle, Nomination, NoticeName, PublicNotice, QuotaBound
from portal.accounts.models import Message
from portal.audit.models import Event
from portal.kit.errors import WrongState
from tests.awards.by_hand import today
from tests.awards.factories import submitted
from tests.awards.holding import TEXTS, accepted, again, city_notice, decided, reread, settled
from tests.awards.test_publicity import objected, over, states


@pytest.fixture
def shown(cycle, rows, years, wenzhou, wenzhou_bureau):
    """The three on a notice of Wenzhou that runs."""
    return city_notice(cycle, wenzhou, wenzhou_bureau)


# a city's notice holds what the province has taken in


def test_what_is_held_on_a_citys_notice_is_not_decided(cycle, rows, shown, province_office, wenzhou_bureau):
    accepted(cycle, rows, province_office)
    complaint = objected(shown, rows[0])

    for outcome in ({"chosen": [rows[0].pk], "declined": []}, {"chosen": [], "declined": [rows[0].pk], "reason": "不符"}):
        with pytest.raises(WrongState) as refusal:
            judging.decide(cycle=cycle, by=province_office, **outcome)
        assert (refusal.value.code, "乐清市教育局" in str(refusal.value)) == ("held", True)

    judging.decide(cycle=cycle, chosen=[rows[1].pk], declined=[], by=province_office)
    settled(complaint, wenzhou_bureau, upheld=False)
    judging.decide(cycle=cycle, chosen=[rows[0].pk], declined=[], by=province_office)
    assert states(rows[:2]) == ["decided", "decided"]


@pytest.mark.parametrize("reached", ["accepted", "decided", "reserved", "declined", "on_notice", "cleared"])
def test_an_objection_upheld_in_a_city_takes_the_form_out_whatever_it_reached(
    cycle, rows, shown, province_office, wenzhou_bureau, zhejiang, bureaus, reached
):
    accepted(cycle, rows, province_office)
    if reached != "accepted":
        lists = {"declined": "declined", "reserved": "reserved"}
        outcome = {"chosen": [], "declined": []} | {lists.get(reached, "chosen"): [rows[0].pk]}
        judging.decide(cycle=cycle, by=province_office, reason="靠后", **outcome)
    if reached in {"on_notice", "cleared"}:
        provincial = publicity.draft(cycle=cycle, unit=zhejiang, by=province_office)
        texts = TEXTS | {"receiver": "省工程办", "receiver_phone": "0571-88880000"}
        provincial = publicity.write(notice=provincial, days=3, by=province_office, **texts)
        provincial = publicity.start(notice=provincial, starts_on=today(), by=province_office)
        if reached == "cleared":
            publicity.end(notice=over(provincial), by=province_office)
    assert states(rows[:1]) == [reached]
    quota = cycle.quotas.get(unit=rows[0].via)
    left = quota.left()

    settled(objected(shown, rows[0]), wenzhou_bureau, upheld=True)

    row = again(rows[0])
    assert (row.state, row.position, row.recommended_at, row.decided_at, row.reserve_place) == ("returned", None, None, None, None)
    assert quota.left() == left + 1
    assert again(rows[1]).position == 1
    assert not NoticeName.objects.filter(nomination=row, notice__state="open").exclude(state="removed").exists()
    assert "异议属实" in Event.objects.about(row).get(verb="nomination.sent_back").note
    for person in (bureaus[row.unit_id], wenzhou_bureau, province_office):
        assert Message.objects.filter(user=person, text__contains="推荐取消").count() == 1


def test_who_was_chosen_and_struck_by_a_city_is_followed_by_a_reserve_nothing_holds(
    cycle, rows, shown, province_office, wenzhou_bureau
):
    accepted(cycle, rows, province_office)
    kept = [row.pk for row in rows[1:]]
    judging.decide(cycle=cycle, chosen=[rows[0].pk], declined=[], reserved=kept, by=province_office)
    objected(shown, rows[1])

    settled(objected(shown, rows[0]), wenzhou_bureau, upheld=True)

    assert states(rows) == ["returned", "reserved", "decided"]


def test_nothing_is_told_to_a_county_of_a_decision_that_was_undone(
    cycle, rows, shown, province_office, wenzhou_bureau, bureaus, client
):
    decided(cycle, rows, province_office)
    settled(objected(shown, rows[0]), wenzhou_bureau, upheld=True)
    address = rows[0].get_absolute_url()

    told = {}
    for person in (bureaus[rows[0].unit_id], province_office):
        client.force_login(person)
        told[person] = [line.verb_text for line in client.get(address).context["history"]]

    assert ["评定为入选" in lines for lines in told.values()] == [False, True]


# results wait for every notice


def test_results_wait_for_a_citys_notice_and_say_whose(cycle, rows, shown, province_office, wenzhou_bureau, leader):
    decided(cycle, rows, province_office)
    with pytest.raises(WrongState) as refusal:
        publishing.announce(cycle=cycle, by=province_office)
    assert "温州市教育局的“温州公示”还没有结束" in str(refusal.value)

    complaint = objected(shown, rows[0])
    with pytest.raises(WrongState) as refusal:
        publishing.announce(cycle=cycle, by=province_office)
    assert "温州市教育局的“温州公示”还有 1 件异议没有办结" in str(refusal.value)

    settled(complaint, wenzhou_bureau, upheld=False)
    publicity.end(notice=over(shown), by=wenzhou_bureau)
    publishing.announce(cycle=reread(cycle), by=province_office)
    publishing.announce(cycle=reread(cycle), by=leader)
    assert reread(cycle).state == "announced"


def test_what_was_left_open_when_results_came_out_can_still_be_settled(
    client, cycle, rows, shown, wenzhou_bureau, province_office, bureaus
):
    complaint = objected(shown, rows[0])
    Nomination.objects.filter(pk=rows[0].pk).update(state="announced")
    AwardCycle.objects.filter(pk=cycle.pk).update(state="announced")
    client.force_login(wenzhou_bureau)
    address = reverse("awards:notice-act", args=[cycle.code, shown.pk, "investigate"])
    assert address in client.get(shown.get_absolute_url()).content.decode()

    settled(complaint, wenzhou_bureau, upheld=True)
    publicity.end(notice=over(shown), by=wenzhou_bureau)

    assert states(rows[:1]) == ["announced"]
    assert "已经公布，由工程办另行处理" in Message.objects.filter(user=province_office).latest("pk").text
    assert PublicNotice.objects.get(pk=shown.pk).state == "ended"


# a name that goes leaves the notice


@pytest.mark.parametrize("way", ["withdrawn", "returned", "submitted"])
def test_a_form_that_is_taken_back_leaves_the_notice_that_runs(
    client, cycle, rows, shown, bureaus, wenzhou, wenzhou_bureau, province_office, way
):
    row = again(rows[0])
    if way == "withdrawn":
        nominations.withdraw(nomination=row, by=bureaus[row.unit_id])
    elif way == "returned":
        recommending.send_back(nomination=row, reason="请补充", by=province_office)
    else:
        recommending.revoke(nomination=row, reason="另作安排", by=wenzhou_bureau)

    assert (states([row]), NoticeName.objects.get(nomination=row).state) == ([way], "removed")
    assert Event.objects.about(shown).filter(verb="publicity.struck").count() == 1
    page = client.get(shown.public_url).content.decode()
    assert ("乐清市教育局" in page, rows[1].subject in page) == (False, True)
    assert "乐清市教育局" not in str(groups_of(shown))
    if way == "submitted":
        second = publicity.draft(cycle=cycle, unit=wenzhou, by=wenzhou_bureau)
        assert [name.nomination_id for name in second.names.all()] == [row.pk]


def test_an_objection_does_not_fall_with_the_name_that_was_taken_off(cycle, rows, shown, wenzhou_bureau, province_office):
    complaint = objected(shown, rows[0])
    recommending.revoke(nomination=again(rows[0]), reason="另作安排", by=wenzhou_bureau)
    recommending.recommend(nomination=again(rows[0]), by=wenzhou_bureau, opinion="同意推荐。")

    with pytest.raises(WrongState) as refusal:
        judging.accept(nomination=again(rows[0]), by=province_office)
    assert refusal.value.code == "held"

    settled(complaint, wenzhou_bureau, upheld=True)
    assert states(rows[:1]) == ["returned"]


# who hears of it


def test_a_city_and_who_stands_by_first_hear_that_a_place_is_free(
    cycle, rows, shown, county_unit, counties, bureaus, wenzhou_bureau
):
    QuotaBound.objects.create(cycle=cycle, position=0, parameters={"kind": "reserve", "number": 1, "clause": "附件1"})
    waiting = submitted(county_unit, counties[3], bureaus[counties[3].pk])
    reserving.reserve(nomination=again(waiting), by=wenzhou_bureau)

    settled(objected(shown, rows[0]), wenzhou_bureau, upheld=True)

    assert "备选名单上第一位是某县5教育局" in Message.objects.filter(user=wenzhou_bureau).latest("pk").text
    assert "备选名单上排第一" in Message.objects.filter(user=bureaus[counties[3].pk]).latest("pk").text


def test_the_desk_shows_that_an_objection_was_upheld_and_when(client, cycle, rows, shown, wenzhou_bureau):
    client.force_login(wenzhou_bureau)
    address = reverse("awards:desk", args=[cycle.code]) + "?unit=330300"
    assert "异议属实" not in client.get(address).content.decode()

    settled(objected(shown, rows[0]), wenzhou_bureau, upheld=True)

    assert f"{today():%Y-%m-%d} 异议属实" in client.get(address).content.decode()
