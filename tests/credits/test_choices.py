"""选点: proposed by teachers, agreed by the group, confirmed by the school, sent back and taken back."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from credits.actions import choices, plans
from credits.actions.choosing import choose
from credits.enums.choosing import GONE, MOVES, OPEN, TURN, Stage
from credits.models import Declaration, Selection, SelectionReport
from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, WrongState
from programs.finding import today
from tests import factories
from tests.credits.choosing import YEAR, chosen, person, stages
from tests.schools.people import id_number
from tests.sheets.flow import bring, keep


def test_every_stage_has_its_moves_and_somebody_whose_turn_it_is():
    assert set(MOVES) == set(TURN) == set(Stage)
    assert all(not MOVES[stage] for stage in GONE)
    assert all(MOVES[stage] for stage in OPEN)


def test_a_teachers_choice_goes_from_the_group_to_the_school(lin, head, clerk, plan, program):
    made = chosen(lin, "C6", "C7", program=program)
    assert {(row.stage, row.plan_id, row.source) for row in made} == {("proposed", plan.pk, "teacher")}
    assert choices.agree(selections=made, by=head.user) == choices.Moved(2, 0)
    agreed = list(Selection.objects.filter(teacher=lin))
    assert {(row.stage, row.agreed_by, row.agreed_as) for row in agreed} == {("agreed", head.user, "语文教研组")}
    assert all(row.agreed_at for row in agreed)
    assert choices.confirm(selections=agreed, by=clerk).done == 2
    assert stages(lin) == {"C6": "confirmed", "C7": "confirmed"}
    verbs = Event.objects.filter(object_type="credits.selection").values_list("verb", flat=True)
    assert sorted(set(verbs)) == ["selection.agreed", "selection.chosen", "selection.confirmed"]


def test_what_the_school_enters_or_brings_in_is_confirmed_at_once(lin, clerk, first, program):
    assert choose(teacher=lin, program=program, codes=["A1"], by=clerk)[0].stage == "confirmed"
    chosen(lin, "A2", program=program)
    keep(bring("selections", [["姓名", "证件号码", "能力点编号"], ["林小雨", id_number(1), "A2"]], unit=first, by=clerk), by=clerk)
    assert stages(lin) == {"A1": "confirmed", "A2": "confirmed"}


def test_nothing_is_confirmed_before_the_group_agreed_and_a_second_agreement_changes_nothing(lin, clerk, program, plan):
    made = chosen(lin, "C6", program=program)
    assert choices.confirm(selections=made, by=clerk) == choices.Moved(0, 1)
    choices.agree(selections=made, by=clerk, group="语文组")
    assert choices.agree(selections=made, by=clerk, group="另一组") == choices.Moved(0, 1)
    assert Selection.objects.get(teacher=lin).agreed_as == "语文组"


def test_a_head_agrees_for_his_group_alone_and_never_for_himself(head, lin, first, clerk, program, plan):
    other = person(first, "数学教师", 3, subject="数学")
    own, foreign = chosen(head, "C6", program=program), chosen(other, "A1", program=program)
    for made in (own, foreign):
        with pytest.raises(Denied):
            choices.agree(selections=made, by=head.user)
    assert choices.agree(selections=own, by=clerk).done == 1
    with pytest.raises(Denied):
        choices.confirm(selections=Selection.objects.filter(teacher=head), by=head.user)


def test_another_school_and_a_colleague_do_nothing_with_a_choice(lin, first, second, program, plan):
    made = chosen(lin, "C6", program=program)
    outsiders = [factories.user("other", second, "school_admin"), person(first, "同事", 4, subject="语文").user]
    for by in outsiders:
        for act in (choices.agree, choices.confirm):
            with pytest.raises(Denied):
                act(selections=made, by=by)
        with pytest.raises(Denied):
            choices.send_back(selections=made, reason="不合适", by=by)
        with pytest.raises(Denied):
            choices.withdraw(selection=made[0], by=by)
    assert stages(lin) == {"C6": "proposed"}


def test_what_is_sent_back_counts_no_more_and_may_be_chosen_anew(lin, head, program, plan):
    made = chosen(lin, "C6", program=program)
    choices.send_back(selections=made, reason="本组已有三人选 C6", by=head.user)
    row = Selection.objects.get(teacher=lin)
    assert (row.stage, row.state, row.reason) == ("returned", "void", "本组已有三人选 C6")
    chosen(lin, "C6", "A1", program=program)
    assert sorted(Selection.objects.current().filter(teacher=lin).values_list("ability__code", flat=True)) == ["A1", "C6"]


def test_a_return_needs_a_reason_and_a_declared_point_stays(lin, clerk, program, plan, abilities):
    made = chosen(lin, "C6", program=program)
    with pytest.raises(Refused, match="请写明退回的原因"):
        choices.send_back(selections=made, reason=" ", by=clerk)
    Declaration.objects.create(teacher=lin, ability=abilities["C6"], program=program, unit=lin.unit)
    with pytest.raises(Refused, match="已经申报"):
        choices.send_back(selections=made, reason="不合适", by=clerk)


def test_a_teacher_takes_back_what_is_not_confirmed(lin, clerk, program, plan):
    made = chosen(lin, "C6", "C7", program=program)
    choices.withdraw(selection=made[0], by=lin.user)
    choices.agree(selections=made[1:], by=clerk)
    choices.confirm(selections=Selection.objects.filter(stage="agreed"), by=clerk)
    with pytest.raises(WrongState, match="已由学校确认"):
        choices.withdraw(selection=Selection.objects.get(stage="confirmed"), by=lin.user)
    assert sorted(stages(lin).values()) == ["confirmed", "withdrawn"]


def test_after_the_closing_day_the_school_chooses_for_the_teacher(lin, head, clerk, program, plan):
    plans.revise(plan=plan, abilities=[], head=head, closes_on=date(2022, 4, 30), by=clerk)
    with pytest.raises(WrongState, match="已于 2022-04-30 截止"):
        chosen(lin, "C6", program=program)
    assert choose(teacher=lin, program=program, codes=["C6"], by=clerk)[0].stage == "confirmed"


def test_on_the_closing_day_itself_a_teacher_still_chooses(lin, head, clerk, program, plan):
    plans.revise(plan=plan, abilities=[], head=head, closes_on=today(), by=clerk)
    assert chosen(lin, "C6", program=program)


def test_constraints_hold(lin, program, abilities, first):
    about = {"teacher": lin, "unit": first, "program": program}
    Selection.objects.create(ability=abilities["A1"], stage="returned", state="void", **about)
    for wrong in ({"stage": "returned"}, {"stage": "agreed"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Selection.objects.create(ability=abilities["A1"], **wrong, **about)
    figures = {"unit": first, "program": program, "year": YEAR, "points": 1, "reported_at": "2022-05-01T00:00+08:00"}
    SelectionReport.objects.create(teachers=1, chosen=1, **figures)
    for wrong in ({"teachers": 1, "chosen": 1}, {"teachers": 1, "chosen": 2, "state": "replaced"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SelectionReport.objects.create(**figures, **wrong)


# pages
