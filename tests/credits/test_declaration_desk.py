"""Declarations on the front page, and handed over when registrations merge."""

import pytest
from django.db.models.functions import Now

from credits.actions import declaring
from credits.actions.merging_declarations import carry
from credits.desk.declarations import declarations
from credits.enums.declarations import DeclarationState as S
from credits.models import Declaration, PanelReview
from portal.kit.errors import WrongState
from tests.credits import declared
from tests.schools import people


@pytest.fixture
def draft(first, abilities, program):
    declared.item(abilities["A1"])
    person = people.teacher(first, "林小雨", 1)
    declared.account(person)
    return declared.started(person, abilities["A1"], program)


def said(draft):
    user = draft.teacher.user
    return [(type(item).__name__, str(item)) for item in declarations(user, user.current_posts()[0])]


def kinds(draft):
    return [name for name, _text in said(draft)]


def test_a_draft_and_what_came_back_wait_for_the_teacher_and_the_rest_for_others(draft, clerk):
    assert kinds(draft) == ["Waiting"]

    declaring.save(declaration=draft, values={"text-A1-1": "方案"}, shown={}, by=draft.teacher.user)
    row = declaring.hand_in(declaration=draft, by=draft.teacher.user)
    assert kinds(draft) == ["Awaited"]

    row.move_to(S.RETURNED, returned_at=Now(), returned_by=clerk, return_reason="缺数据")
    assert kinds(draft) == ["Waiting"]
    assert "退回" in said(draft)[0][1]


@pytest.fixture
def twin(draft, first, program, abilities, clerk):
    """A second registration of the same person, with a declaration of the same point."""
    return declared.started(people.teacher(first, "林小雨", 2), abilities["A1"], program, by=clerk)


def test_a_merge_keeps_the_declaration_that_went_further(draft, twin):
    declaring.save(declaration=twin, values={"text-A1-1": "方案"}, shown={}, by=twin.drafted_by)
    declaring.hand_in(declaration=twin, by=twin.drafted_by)

    carry(keep=draft.teacher, drop=twin.teacher, by=None)

    states = dict(Declaration.objects.filter(teacher=draft.teacher).values_list("pk", "state"))
    assert states == {draft.pk: "withdrawn", twin.pk: "submitted"}


@pytest.fixture
def given(draft, twin, own_panel, clerk):
    """Both handed in and given to a reader."""
    Declaration.objects.update(state="reviewing", submitted_at=Now())
    about = {"panel": own_panel, "reviewer": clerk, "attempt": 1}
    return [PanelReview.objects.create(declaration=row, **about) for row in (draft, twin)]


def test_of_two_no_reader_has_begun_one_gives_way_and_is_taken_from_its_reader(draft, twin, given):
    carry(keep=draft.teacher, drop=twin.teacher, by=None)

    states = dict(Declaration.objects.filter(teacher=draft.teacher).values_list("pk", "state"))
    assert states == {draft.pk: "reviewing", twin.pk: "withdrawn"}
    assert PanelReview.objects.waiting().get().declaration == draft


def test_two_that_are_being_judged_hold_a_merge_up(draft, twin, given):
    PanelReview.objects.update(advice="先记一笔")

    with pytest.raises(WrongState, match="先办结其中一份"):
        carry(keep=draft.teacher, drop=twin.teacher, by=None)
