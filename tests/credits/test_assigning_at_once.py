"""What is handed in finds its readers by itself: when, whom, after a return, and that nothing of it holds up the handing in."""

import pytest
from django.db import connection
from django.urls import reverse

from credits.actions import assigning, declaring, panels, reviewing
from credits.actions.reviewing import Read
from credits.enums.declarations import DeclarationState as S
from credits.enums.ledger import Grade
from credits.facts.unassigned import unassigned_of
from credits.models import Declaration, PanelReview, ReviewPanel
from credits.rules.assigning import Reader, Work, assign
from portal.audit.models import Event
from portal.kit.errors import Denied, WrongState
from tests import factories
from tests.credits import declared as filled
from tests.credits.reviewing import ADVICE, declared, item, marks, panel, policy, reader, review_of
from tests.schools import people


@pytest.fixture
def items(a1):
    return [item(a1)]


@pytest.fixture
def draft(teacher, a1, program, items):
    """A1 with everything it asks for, ready to be handed in."""
    row = filled.started(teacher, a1, program)
    declaring.save(declaration=row, values={"text-A1-1": "一节课的设计"}, shown={}, by=teacher.user)
    return row


def hand_in(row, by=None) -> Declaration:
    declaring.hand_in(declaration=row, by=by or row.teacher.user)
    return Declaration.objects.get(pk=row.pk)


def readers_of(row) -> set:
    return {one.reviewer for one in PanelReview.objects.waiting().filter(declaration=row, attempt=row.attempt)}


def told(user) -> str:
    return user.portal_messages.latest("pk").text


def test_what_is_handed_in_goes_to_its_readers_by_itself(draft, own_panel, two, sixian, clerk):
    policy(sixian, reviewers_per_record=2)

    row = hand_in(draft)

    assert (row.state, readers_of(row)) == (S.REVIEWING, set(two))
    assert [event.actor for event in Event.objects.filter(verb="declaration.assigned")] == [None]
    assert told(two[0]) == "有 1 份材料等您评审。"
    assert told(clerk).endswith("已自动分配评审。")


def test_what_the_school_hands_in_for_a_teacher_does_too(draft, own_panel, two, clerk):
    assert hand_in(draft, by=clerk).state == S.REVIEWING


def test_it_goes_by_load_and_around_conflicts_like_the_button(draft, own_panel, teacher, first, second, a1, program, clerk):
    busy, related, free = (reader(own_panel, name, second) for name in ("busy", "related", "free"))
    panels.seat(panel=own_panel, user=teacher.user, by=clerk)
    panels.relate(reviewer=related, teacher=teacher, reason="夫妻", by=related)
    other = declared(people.teacher(first, "陈默", 2), a1, program)
    assigning.give(panel=own_panel, declaration=other, readers=[busy], by=clerk)

    assert readers_of(hand_in(draft)) == {free}


def test_without_a_panel_it_waits_and_the_school_is_told_why(draft, clerk):
    row = hand_in(draft)

    assert (row.state, PanelReview.objects.count()) == (S.SUBMITTED, 0)
    assert told(clerk).endswith("请安排评审：还没有评审组。")


def test_with_a_reader_too_few_it_waits_whole_for_the_button(draft, own_panel, first, sixian, clerk):
    policy(sixian, reviewers_per_record=2)
    reader(own_panel, "alone", first)

    row = hand_in(draft)

    assert (row.state, PanelReview.objects.count()) == (S.SUBMITTED, 0)
    assert told(clerk).endswith("请安排评审：评审组中可以评审的成员不够。")
    assert assigning.share_out(panel=own_panel, by=clerk).lacking == {row.pk: 1}


def test_a_panel_set_to_by_hand_waits_for_somebody(draft, own_panel, two, clerk):
    panels.share_out_by_itself(panel=own_panel, automatic=False, by=clerk)

    row = hand_in(draft)

    assert row.state == S.SUBMITTED
    assert told(clerk).endswith("请安排评审：评审组设为人工分配。")
    (event,) = Event.objects.filter(verb="panel.automatic_set")
    assert event.actor == clerk


def test_one_by_hand_that_lacks_a_reader_says_so_at_once_as_its_page_does(draft, own_panel, first, sixian, clerk):
    policy(sixian, reviewers_per_record=2)
    reader(own_panel, "alone", first)
    panels.share_out_by_itself(panel=own_panel, automatic=False, by=clerk)

    hand_in(draft)

    assert told(clerk).endswith("请安排评审：评审组中可以评审的成员不够。")
    assert unassigned_of(ReviewPanel.objects.select_related("unit", "program").get(pk=own_panel.pk)).counts == {"too_few": 1}


def test_the_team_that_reads_says_whether_it_goes_by_itself(draft, own_panel, program, sixian, bureau, clerk):
    team = panel(sixian, program, automatic=False)
    expert = reader(team, "expert", sixian, "expert")
    panels.delegate(panel=own_panel, to=team, by=clerk)
    assert hand_in(draft).state == S.SUBMITTED
    declaring.withdraw(declaration=Declaration.objects.get(), by=clerk)

    panels.share_out_by_itself(panel=team, automatic=True, by=bureau)
    again = declaring.start(teacher=draft.teacher, ability=draft.ability, by=clerk)
    declaring.save(declaration=again, values={"text-A1-1": "又一节课"}, shown={}, by=clerk)

    assert readers_of(hand_in(again)) == {expert}


def test_what_waited_stays_for_the_button_when_members_come(draft, own_panel, first, clerk):
    row = hand_in(draft)
    panels.seat(panel=own_panel, user=factories.user("late", first, "teacher"), by=clerk)
    row.refresh_from_db()
    assert row.state == S.SUBMITTED

    assigning.share_out(panel=own_panel, by=clerk)

    row.refresh_from_db()
    assert row.state == S.REVIEWING


def test_only_those_who_keep_the_panel_say_how_it_shares_out(own_panel, two):
    with pytest.raises(Denied):
        panels.share_out_by_itself(panel=own_panel, automatic=False, by=two[0])


def test_a_failing_assignment_holds_up_nothing(draft, own_panel, two, clerk):
    """Here a table it reads is away."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE credits_relation RENAME TO credits_relation_away")

    row = hand_in(draft)

    assert (row.state, PanelReview.objects.count()) == (S.SUBMITTED, 0)
    assert told(clerk).endswith("请安排评审：申报时没有自动分配。")


# after a return


def test_who_read_it_before_reads_it_again_whatever_his_load(draft, own_panel, two, first, a1, program, clerk):
    row = hand_in(draft)
    (before,) = readers_of(row)
    other = declared(people.teacher(first, "陈默", 2), a1, program)
    reviewing.send_back(declaration=row, reason="缺数据", by=before)
    assigning.give(panel=own_panel, declaration=other, readers=[before], by=clerk)

    again = hand_in(row)

    assert (again.attempt, readers_of(again)) == (2, {before})


def test_after_a_failed_reading_too(draft, own_panel, two, items):
    row = hand_in(draft)
    (before,) = readers_of(row)
    failed = Read(marks(*items, grade=Grade.FAILED), ADVICE)
    reviewing.finish(review=review_of(before, row), revision=row.revision, read=failed, by=before)

    again = hand_in(Declaration.objects.get())

    assert (again.attempt, readers_of(again)) == (2, {before})


def test_who_left_or_keeps_out_is_replaced_by_load(draft, own_panel, two, second, sixian, clerk):
    policy(sixian, reviewers_per_record=2)
    row = hand_in(draft)
    third, fourth = (reader(own_panel, name, second) for name in ("third", "fourth"))
    reviewing.send_back(declaration=row, reason="缺数据", by=clerk)
    panels.unseat(member=own_panel.members.get(user=two[0]), by=clerk)
    panels.relate(reviewer=third, teacher=row.teacher, reason="同一课题组", by=third)

    assert readers_of(hand_in(row)) == {two[1], fourth}


def test_from_whom_it_was_taken_back_before_the_return_does_not_get_it_again(draft, own_panel, two, clerk):
    row = hand_in(draft)
    (before,) = readers_of(row)
    reviewing.release(review=review_of(before, row), by=clerk)
    (other,) = set(two) - {before}
    assigning.give(panel=own_panel, declaration=row, readers=[other], by=clerk)
    reviewing.send_back(declaration=row, reason="缺数据", by=clerk)

    assert readers_of(hand_in(Declaration.objects.get())) == {other}


def test_former_readers_come_first_and_the_seat_for_one_from_outside_is_kept():
    inside, also, outside = Reader(1, frozenset({7})), Reader(2, frozenset({7})), Reader(3, load=9)
    work = Work(key=1, teacher=1, author=None, school=7, wanted=2, own_school="one_outside", before=(2, 1))

    assert assign([work], [inside, also, outside]).readers == {1: (2, 3)}


# taking back


def test_it_is_taken_back_while_no_reader_has_begun(draft, own_panel, two):
    row = hand_in(draft)

    declaring.withdraw(declaration=row, by=row.teacher.user)

    assert Declaration.objects.get().state == S.WITHDRAWN
    assert not PanelReview.objects.standing().exists()


def test_what_a_reader_has_begun_is_not_taken_back(client, draft, own_panel, two, items):
    row = hand_in(draft)
    (user,) = readers_of(row)
    reviewing.keep(review=review_of(user, row), read=Read(marks(*items), ""), by=user)

    with pytest.raises(WrongState, match="评审已经开始"):
        declaring.withdraw(declaration=row, by=row.teacher.user)
    client.force_login(row.teacher.user)
    assert reverse("credits:declaration-withdraw", args=[row.code]) not in client.get(row.get_absolute_url()).content.decode()


# pages and REST


def test_the_teacher_reads_that_it_has_its_readers(client, draft, own_panel, two):
    client.force_login(draft.teacher.user)

    answer = client.post(reverse("credits:declaration-hand-in", args=[draft.code]), follow=True)

    assert "已自动分配评审人" in answer.content.decode()


def test_the_panels_page_tells_why_something_waits_and_switches(client, draft, own_panel, clerk):
    hand_in(draft)
    client.force_login(clerk)
    page = client.get(own_panel.get_absolute_url()).content.decode()
    assert "1 项申报还没有评审人：评审组中可以评审的成员不够。" in page
    assert "申报提交后自动分配" in page

    act = reverse("credits:panel-act", args=[own_panel.pk, "automatic"])
    answer = client.post(act, {"automatic": "no"}, follow=True).content.decode()

    assert "改为自动分配" in answer
    assert not ReviewPanel.objects.get().automatic


def test_rest_tells_how_a_panel_shares_out_and_what_waits(client, draft, own_panel, clerk):
    hand_in(draft)
    client.force_login(clerk)

    answer = client.get(f"/api/v1/review-panels/{own_panel.pk}/").json()

    assert answer["automatic"] is True
    assert answer["unassigned"] == [{"reason": "too_few", "text": "评审组中可以评审的成员不够", "count": 1}]


@pytest.mark.parametrize("count", [1, 3])
def test_handing_in_asks_the_same_however_many_members_and_records(
    draft, own_panel, first, a1, program, count, django_assert_num_queries
):
    for number in range(count):
        reader(own_panel, f"reader{number}", first)
        declared(people.teacher(first, f"教师{number}", number + 5), a1, program)

    with django_assert_num_queries(35):
        hand_in(draft)
