"""评审: sharing out, marks, the panel's result, the third reader, the way back; what readers see of each other, and credits."""

import pytest

from credits.actions import assigning, declaring, panels, reviewing
from credits.actions.crediting import credit_for, revoke_credit
from credits.actions.reviewing import Read
from credits.enums.declarations import DeclarationState as S
from credits.enums.ledger import Grade, Source
from credits.facts.readings import others_on
from credits.models import CreditEntry, Declaration, PanelReview
from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, Stale, WrongState
from tests import factories
from tests.credits import ledger
from tests.credits.reviewing import ADVICE, declared, item, marks, panel, policy, reader, review_of
from tests.schools import people


@pytest.fixture
def items(a1):
    return [item(a1, 1, excellent=["甲", "乙"], passed=["甲"]), item(a1, 2, name="教学反思")]


@pytest.fixture
def declaration(teacher, a1, program, items):
    return declared(teacher, a1, program)


def read(items, grade=Grade.PASSED, advice=ADVICE):
    return Read(marks(*items, grade=grade), advice)


def finish(user, declaration, items, grade=Grade.PASSED):
    review = review_of(user, declaration)
    return reviewing.finish(review=review, revision=declaration.revision, read=read(items, grade), by=user)


def shared_out(declaration, own_panel, number=2):
    policy(declaration.unit.parent, reviewers_per_record=number)
    assigning.share_out(panel=own_panel, by=None)
    declaration.refresh_from_db()
    return declaration


def test_without_a_notice_one_reader_is_enough(declaration, own_panel, two, items):
    found = assigning.share_out(panel=own_panel, by=None)

    assert [len(readers) for readers in found.readers.values()] == [1]
    (review,) = PanelReview.objects.all()
    declaration.refresh_from_db()
    assert declaration.state == S.REVIEWING
    assert finish(review.reviewer, declaration, items).state == S.GRADED


def test_two_who_agree_grade_the_point_by_its_lowest_item(declaration, own_panel, two, items):
    shared_out(declaration, own_panel)
    mixed = marks(items[0], grade=Grade.EXCELLENT) | marks(items[1], grade=Grade.PASSED)

    for user in two:
        review = review_of(user, declaration)
        graded = reviewing.finish(review=review, revision=declaration.revision, read=Read(mixed, ADVICE), by=user)

    assert (graded.state, graded.grade) == (S.GRADED, Grade.PASSED)
    assert [event.actor for event in Event.objects.filter(verb="declaration.graded")] == [None]


def test_readers_do_not_see_each_other_until_both_are_done(declaration, own_panel, two, items):
    shared_out(declaration, own_panel)
    inside, outside = two
    finish(inside, declaration, items)

    assert list(PanelReview.objects.visible_to(outside)) == [review_of(outside, declaration)]
    assert others_on(review_of(outside, declaration)) == []
    finish(outside, declaration, items)
    assert others_on(review_of(outside, declaration)) == [review_of(inside, declaration)]


def test_two_who_disagree_call_a_third_whose_vote_decides(declaration, own_panel, two, items, second):
    third = reader(own_panel, "third", second)
    shared_out(declaration, own_panel)
    first_two = [row.reviewer for row in PanelReview.objects.order_by("pk")]
    finish(first_two[0], declaration, items, Grade.EXCELLENT)

    still = finish(first_two[1], declaration, items, Grade.PASSED)

    last = ({*two, third} - set(first_two)).pop()
    assert still.state == S.REVIEWING
    assert review_of(last, declaration).third
    graded = finish(last, declaration, items, Grade.EXCELLENT)
    assert (graded.state, graded.grade) == (S.GRADED, Grade.EXCELLENT)


def test_without_a_third_those_who_keep_the_panel_are_told(declaration, own_panel, two, items, clerk):
    shared_out(declaration, own_panel)
    finish(two[0], declaration, items, Grade.EXCELLENT)
    finish(two[1], declaration, items, Grade.PASSED)

    assert Declaration.objects.get().state == S.REVIEWING
    assert "还缺评审人" in clerk.portal_messages.get().text


def test_a_reader_short_is_no_result(declaration, own_panel, first, items):
    alone = reader(own_panel, "alone", first)
    policy(first.parent, reviewers_per_record=2)
    found = assigning.share_out(panel=own_panel, by=None)
    declaration.refresh_from_db()

    assert found.lacking == {declaration.pk: 1}
    assert finish(alone, declaration, items).state == S.REVIEWING


@pytest.mark.parametrize(("limit", "state"), [(None, S.RETURNED), (1, S.RETURNED), (0, S.FAILED)])
def test_a_failed_point_comes_back_as_often_as_the_policy_says(declaration, own_panel, two, items, sixian, limit, state):
    if limit is not None:
        policy(sixian, resubmissions=limit)
    shared_out(declaration, own_panel, 1)
    only = PanelReview.objects.get().reviewer

    failed = finish(only, declaration, items, Grade.FAILED)

    assert failed.state == state
    assert (failed.return_reason == ADVICE) is (state == S.RETURNED)


def test_sending_back_takes_the_record_from_its_readers(declaration, own_panel, two, clerk):
    shared_out(declaration, own_panel)

    reviewing.send_back(declaration=declaration, reason="缺少课堂实录。", by=two[0])

    declaration.refresh_from_db()
    assert (declaration.state, declaration.return_reason) == (S.RETURNED, "缺少课堂实录。")
    assert not PanelReview.objects.standing().exists()


def test_sending_back_ends_with_the_resubmissions(declaration, own_panel, two, sixian, clerk):
    policy(sixian, resubmissions=0)
    shared_out(declaration, own_panel)

    with pytest.raises(Refused, match="不能再退回"):
        reviewing.send_back(declaration=declaration, reason="缺少课堂实录。", by=clerk)


def test_a_grade_needs_every_indicator_and_advice(declaration, own_panel, two, items):
    shared_out(declaration, own_panel)
    review = review_of(two[0], declaration)
    bare = {one.key: marks(one, grade=Grade.EXCELLENT)[one.key] for one in items}
    bare["A1-1"] = type(bare["A1-1"])(Grade.EXCELLENT, frozenset({0}), frozenset())

    with pytest.raises(Refused) as refusal:
        reviewing.finish(review=review, revision=1, read=Read(bare, " "), by=two[0])

    assert set(refusal.value.fields) == {"grade-A1-1", "advice"}
    assert "还有 1 条" in refusal.value.fields["grade-A1-1"]


def test_a_review_of_a_record_that_changed_is_refused_with_what_changed(declaration, own_panel, two, items):
    shared_out(declaration, own_panel)
    review = review_of(two[0], declaration)
    Declaration.objects.filter(pk=declaration.pk).update(revision=7)
    declaration.evidence.filter(key="A1-2").stamp(text="改过的反思")

    with pytest.raises(Stale) as refusal:
        reviewing.finish(review=review, revision=1, read=read(items), by=two[0])

    assert refusal.value.code == "record_changed"
    assert refusal.value.fields["evidence-A1-2"] == "“教学反思”有改动。"
    review.refresh_from_db()
    assert review.state == PanelReview.State.ASSIGNED


def test_only_what_really_changed_is_told_after_a_record_came_back(declaration, own_panel, two, items, clerk):
    shared_out(declaration, own_panel)
    review = review_of(two[0], declaration)
    reviewing.send_back(declaration=declaration, reason="截图请遮去姓名", by=two[1])
    declaration.refresh_from_db()
    values = {"text-A1-2": "改过的反思", "reflection": "姓名已遮去。"}
    declaring.save(declaration=declaration, values=values, shown={}, by=clerk)
    declaring.hand_in(declaration=declaration, by=clerk)

    with pytest.raises(Stale) as refusal:
        reviewing.finish(review=review, revision=1, read=read(items), by=two[0])

    told = refusal.value.fields
    assert set(told) == {"review", "state", "evidence-A1-2", "reflection"}
    assert (told["state"], told["reflection"]) == ("申报现在是“评审中”，第 2 次提交。", "教学反思有改动。")


def test_a_reading_is_handed_in_once(declaration, own_panel, two, items):
    shared_out(declaration, own_panel)
    finish(two[0], declaration, items)

    with pytest.raises(WrongState, match="已经评审过"):
        finish(two[0], declaration, items)


def test_nobody_else_hands_in_a_reading(declaration, own_panel, two, items):
    shared_out(declaration, own_panel)

    with pytest.raises(Denied):
        reviewing.finish(review=review_of(two[0], declaration), revision=1, read=read(items), by=two[1])


def test_whoever_is_on_the_schools_roster_sits_on_its_panel_from_inside(own_panel, first, second, sixian, clerk):
    """As the rule of conflict has it, which reads the roster too: an expert of the county may teach at the school."""
    here, there, nowhere = (factories.user(name, sixian, "expert") for name in ("here", "there", "nowhere"))
    people.teacher(first, "陈默", 21, user=here)
    people.teacher(second, "王一", 22, user=there)

    seats = [panels.seat(panel=own_panel, user=user, by=clerk) for user in (here, there, nowhere)]

    assert [(one.outside, one.workplace) for one in seats] == [(False, first.name), (True, sixian.name), (True, sixian.name)]


def test_authors_and_the_related_are_left_out(declaration, own_panel, first, teacher, clerk):
    panels.seat(panel=own_panel, user=teacher.user, by=clerk)
    related = reader(own_panel, "related", first)
    panels.relate(reviewer=related, teacher=teacher, reason="夫妻", by=related)

    found = assigning.share_out(panel=own_panel, by=clerk)

    assert found.lacking == {declaration.pk: 1}
    with pytest.raises(Refused, match="材料是本人提交的"):
        assigning.give(panel=own_panel, declaration=declaration, readers=[teacher.user], by=clerk)


@pytest.mark.parametrize("rule", ["excluded", "one_outside"])
def test_an_expert_who_teaches_at_the_school_is_of_the_school(declaration, program, first, sixian, clerk, rule):
    """His post is the county's; that he works at the school only the roster tells."""
    team = panel(sixian, program)
    expert = reader(team, "expert", sixian, "expert")
    people.teacher(first, "专家", 7, user=expert)
    policy(sixian, own_school_reviewers=rule)

    found = assigning.share_out(panel=team, by=None)

    assert found.lacking == {declaration.pk: 1}


def test_by_hand_too_one_reader_is_from_outside(declaration, own_panel, two, first, clerk):
    policy(first.parent, reviewers_per_record=2, own_school_reviewers="one_outside")
    inside, outside = two
    other = reader(own_panel, "other", first)
    with pytest.raises(Refused, match="须有校外人员") as refused:
        assigning.give(panel=own_panel, declaration=declaration, readers=[inside, other], by=clerk)
    assert refused.value.clause.endswith("号 一")

    assigning.give(panel=own_panel, declaration=declaration, readers=[inside], by=clerk)
    declaration.refresh_from_db()
    with pytest.raises(Refused, match="须有校外人员"):
        assigning.give(panel=own_panel, declaration=declaration, readers=[other], by=clerk)
    assigning.give(panel=own_panel, declaration=declaration, readers=[outside], by=clerk)
    assigning.give(panel=own_panel, declaration=declaration, readers=[other], by=clerk)

    assert PanelReview.objects.count() == 3


def test_who_recuses_himself_is_replaced(declaration, own_panel, two, items):
    assigning.share_out(panel=own_panel, by=None)
    (review,) = PanelReview.objects.all()

    reviewing.recuse(review=review, reason="同一课题组", by=review.reviewer)

    (standing,) = PanelReview.objects.standing()
    assert {standing.reviewer, review.reviewer} == set(two)


def test_a_delegated_panel_reads_with_the_county_team(declaration, own_panel, sixian, program, bureau, clerk):
    team = panels.open_panel(unit=sixian, program=program, by=bureau)
    expert = reader(team, "expert", sixian, "expert", outside=True)
    panels.delegate(panel=own_panel, to=team, by=clerk)

    with pytest.raises(Denied):
        assigning.share_out(panel=own_panel, by=clerk)
    assigning.share_out(panel=team, by=bureau)

    assert review_of(expert, declaration).panel == team


def test_schools_without_a_panel_fall_to_the_one_above(program, a1, items, sixian, second, declaration, own_panel):
    team = panel(sixian, program)
    expert = reader(team, "expert", sixian, "expert")
    elsewhere = declared(people.teacher(second, "王一", 4), a1, program)

    assigning.share_out(panel=team, by=None)

    assert [row.declaration for row in PanelReview.objects.filter(reviewer=expert)] == [elsewhere]


def test_a_blind_policy_is_kept_with_the_reading(declaration, own_panel, two, sixian):
    policy(sixian, review_blindness="blind")
    assigning.share_out(panel=own_panel, by=None)

    assert PanelReview.objects.get().blind


def test_credits_are_written_at_acceptance_once_and_taken_back(declaration, own_panel, two, items, bureau):
    assigning.share_out(panel=own_panel, by=None)
    declaration.refresh_from_db()
    graded = finish(PanelReview.objects.get().reviewer, declaration, items)
    assert credit_for(declaration=graded, by=None) is None

    graded.move_to(S.ACCEPTED)
    entry = credit_for(declaration=graded, by=bureau)

    assert credit_for(declaration=graded, by=bureau) == entry
    assert (entry.source, entry.declaration, entry.earned) == (Source.REVIEW, graded, graded.ability.credits)
    assert revoke_credit(declaration=graded, reason="抽查不合格", by=bureau) == entry
    assert not CreditEntry.objects.current().exists()
    assert revoke_credit(declaration=graded, reason="抽查不合格", by=bureau) is None


def test_credits_wait_for_recognition_where_the_policy_says(declaration, program, sixian):
    policy(sixian, credits_after="recognition")
    declaration.state, declaration.grade = S.ACCEPTED, Grade.PASSED
    assert credit_for(declaration=declaration, by=None) is None

    declaration.state = S.RECOGNISED
    assert credit_for(declaration=declaration, by=None).declaration == declaration


@pytest.mark.parametrize(("before", "counts"), [("excellent", "excellent"), ("passed", "excellent"), ("failed", "excellent")])
def test_a_point_counts_once_with_the_better_grade(declaration, program, before, counts):
    old = ledger.credit(declaration.teacher, program, declaration.ability, before)
    declaration.state, declaration.grade = S.ACCEPTED, Grade.EXCELLENT

    entry = credit_for(declaration=declaration, by=None)

    assert CreditEntry.objects.current().get() == entry
    assert (entry == old) is (before == "excellent")
    assert entry.grade == counts
