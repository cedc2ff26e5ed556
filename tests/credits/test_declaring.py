import pytest

from credits.actions import declaring
from credits.enums.declarations import ENDED, LIVE, MOVES, TONES, TURN, DeclarationState
from credits.models import Declaration, Evidence
from portal.accounts.models import Message
from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, Stale, WrongState
from tests.corpus import materials
from tests.credits import declared, ledger

S = DeclarationState


def shown(declaration):
    from credits.facts.declarations import pieces_of

    stored = declaring.stored_fields(declaration, pieces_of(declaration))
    return {name: declaring.digest_of_field(text) for name, text in stored.items()}


def test_every_state_has_moves_a_turn_and_a_tone():
    assert set(MOVES) == set(TURN) == set(TONES) == set(S)
    assert all(not MOVES[state] for state in ENDED)
    assert set(S) == LIVE | ENDED


def test_a_confirmed_point_is_started_once(lin, abilities, program, item):
    declaration = declared.started(lin, abilities["A1"], program)

    assert declaring.start(teacher=lin, ability=abilities["A1"], by=lin.user) == declaration
    assert (declaration.state, declaration.source, declaration.unit) == (S.DRAFT, "teacher", lin.unit)


def test_the_school_starts_for_its_teacher(lin, abilities, program, item, clerk):
    declaration = declared.started(lin, abilities["A1"], program, by=clerk)

    assert (declaration.source, declaration.drafted_by) == ("school", clerk)


def test_a_point_not_chosen_is_refused(lin, abilities, item):
    with pytest.raises(Refused, match="请先选点"):
        declaring.start(teacher=lin, ability=abilities["A1"], by=lin.user)


def test_a_choice_not_confirmed_yet_is_refused(lin, abilities, program, item):
    row = declared.chosen(lin, abilities["A1"], program)
    type(row).objects.filter(pk=row.pk).update(stage="proposed")

    with pytest.raises(Refused, match="请先选点"):
        declaring.start(teacher=lin, ability=abilities["A1"], by=lin.user)


def test_a_passed_point_is_not_declared_again(lin, abilities, program, item):
    declared.chosen(lin, abilities["A1"], program)
    ledger.credit(lin, program, abilities["A1"])

    with pytest.raises(Refused, match="只计一次"):
        declaring.start(teacher=lin, ability=abilities["A1"], by=lin.user)


def test_another_school_and_the_bureau_do_not_declare_for_a_teacher(lin, abilities, program, item, bureau, second):
    from tests import factories

    declared.chosen(lin, abilities["A1"], program)
    for other in (bureau, factories.user("other", second, "school_admin")):
        with pytest.raises(Denied):
            declaring.start(teacher=lin, ability=abilities["A1"], by=other)


def test_missing_required_items_are_named_before_handing_in(draft, abilities, lin):
    declared.item(abilities["A1"], "A1-2", "学情分析报告")
    declared.item(abilities["A1"], "A1-3", "学生体会", required=False)

    with pytest.raises(Refused) as refusal:
        declaring.hand_in(declaration=draft, by=lin.user)

    assert set(refusal.value.fields) == {"item-A1-1", "item-A1-2"}
    assert "“学情分析方案”还没有材料。“学情分析报告”还没有材料。" in str(refusal.value)


def test_a_text_over_its_limit_and_a_link_that_is_none_hold_up_handing_in(draft, item, lin):
    type(item).objects.update(characters=3)
    declaring.save(declaration=draft, values={"text-A1-1": "四个汉字", "links-A1-1": "javascript:alert(1)"}, shown={}, by=lin.user)

    with pytest.raises(Refused) as refusal:
        declaring.hand_in(declaration=draft, by=lin.user)

    assert refusal.value.fields["text-A1-1"] == "“学情分析方案”写了 4 字，最多 3 字。"
    assert "javascript" in refusal.value.fields["links-A1-1"]


def test_handing_in_counts_and_tells_the_school(draft, lin, clerk):
    declaring.save(declaration=draft, values={"text-A1-1": "方案"}, shown={}, by=lin.user)

    declaration = declaring.hand_in(declaration=draft, by=lin.user)

    assert (declaration.state, declaration.attempt, declaration.revision) == (S.SUBMITTED, 1, 2)
    assert Message.objects.filter(user=clerk, url=declaration.get_absolute_url()).count() == 1
    assert Event.objects.about(declaration).filter(verb="declaration.submitted").count() == 1


def test_every_item_asked_for_has_its_row_once_handed_in_under_the_wording_of_that_day(draft, abilities, lin, item):
    optional = declared.item(abilities["A1"], "A1-2", "选交", required=False)
    declaring.save(declaration=draft, values={"text-A1-1": "方案"}, shown={}, by=lin.user)
    type(item).objects.filter(pk=item.pk).update(state="replaced")
    newer = declared.item(abilities["A1"], name="新的说法", version=2)

    declaring.hand_in(declaration=draft, by=lin.user)

    rows = Evidence.objects.current().filter(declaration=draft)
    assert {row.item for row in rows} == {newer, optional}
    assert rows.get(key="A1-1").text == "方案"


def test_what_was_handed_in_is_no_longer_changed(draft, lin):
    declaring.save(declaration=draft, values={"text-A1-1": "方案"}, shown={}, by=lin.user)
    declaring.hand_in(declaration=draft, by=lin.user)

    with pytest.raises(WrongState):
        declaring.save(declaration=draft, values={"text-A1-1": "改"}, shown={}, by=lin.user)


def test_a_returned_declaration_comes_back_as_the_next_attempt(draft, lin, clerk):
    from django.db.models.functions import Now

    declaring.save(declaration=draft, values={"text-A1-1": "方案"}, shown={}, by=lin.user)
    declaration = declaring.hand_in(declaration=draft, by=lin.user)
    declaration.move_to(S.RETURNED, returned_at=Now(), returned_by=clerk, return_reason="缺数据")

    again = declaring.hand_in(declaration=declaration, by=lin.user)

    assert (again.state, again.attempt) == (S.SUBMITTED, 2)


def test_withdrawing_frees_the_point(draft, lin, abilities):
    declaring.withdraw(declaration=draft, by=lin.user)

    again = declaring.start(teacher=lin, ability=abilities["A1"], by=lin.user)
    assert again != draft
    assert Declaration.objects.get(pk=draft.pk).state == S.WITHDRAWN


def test_a_judgement_of_an_older_revision_is_refused(draft, lin):
    declaring.save(declaration=draft, values={"text-A1-1": "一"}, shown={}, by=lin.user)
    stale = Declaration.objects.get(pk=draft.pk)
    declaring.save(declaration=draft, values={"text-A1-1": "二"}, shown={}, by=lin.user)

    with pytest.raises(Stale, match="第 3 版"):
        stale.move_to(S.SUBMITTED, revision=2)


def test_a_stale_tab_is_told_what_changed_and_nothing_is_lost(draft, lin):
    opened = shown(draft)
    declaring.save(declaration=draft, values={"text-A1-1": "甲写的"}, shown=opened, by=lin.user)

    with pytest.raises(Stale) as stale:
        declaring.save(declaration=draft, values={"text-A1-1": "乙写的", "reflection": "反思"}, shown=opened, by=lin.user)

    draft.refresh_from_db()
    assert stale.value.fields == {"text-A1-1": "甲写的"}
    assert (draft.reflection, Evidence.objects.get(declaration=draft).text) == ("", "甲写的")


def test_two_tabs_that_write_different_fields_both_keep_theirs(draft, lin):
    opened = shown(draft)
    declaring.save(declaration=draft, values={"text-A1-1": "方案", "reflection": ""}, shown=opened, by=lin.user)
    declaring.save(declaration=draft, values={"reflection": "反思"}, shown=opened, by=lin.user)

    draft.refresh_from_db()
    assert (draft.reflection, Evidence.objects.get(declaration=draft).text) == ("反思", "方案")


def test_a_file_that_came_meanwhile_makes_no_text_stale(draft, item, lin):
    opened = shown(draft)
    declared.handed(draft, item, materials.pdf())

    declaring.save(declaration=draft, values={"text-A1-1": "方案"}, shown=opened, by=lin.user)

    assert Evidence.objects.get(declaration=draft).text == "方案"


def test_any_order_of_two_tabs_loses_no_text_silently(draft, lin):
    import random

    dice = random.Random(5)
    tabs, stored = [shown(draft), shown(draft)], ""
    for number in range(100):
        tab = dice.randrange(2)
        about = {"declaration": draft, "values": {"text-A1-1": f"第{number}次"}, "shown": tabs[tab], "by": lin.user}
        if tabs[tab]["text-A1-1"] == declaring.digest_of_field(stored):
            declaring.save(**about)
            stored = f"第{number}次"
        else:
            with pytest.raises(Stale) as stale:
                declaring.save(**about)
            assert stale.value.fields["text-A1-1"] == stored
        tabs[tab] = shown(draft)
    assert Evidence.objects.get(declaration=draft).text == stored


def test_a_draft_is_seen_by_the_teacher_and_the_school_only_until_it_is_handed_in(draft, lin, clerk, bureau, abroad):
    def sees(user):
        return Declaration.objects.visible_to(user).filter(pk=draft.pk).exists()

    assert [sees(user) for user in (lin.user, clerk, bureau, abroad)] == [True, True, False, False]

    declaring.save(declaration=draft, values={"text-A1-1": "方案"}, shown={}, by=lin.user)
    declaring.hand_in(declaration=draft, by=lin.user)
    assert [sees(user) for user in (lin.user, clerk, bureau, abroad)] == [True, True, True, False]


def test_an_audit_failure_undoes_a_save(draft, lin, monkeypatch):
    monkeypatch.setattr(declaring, "record", lambda *args, **more: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        declaring.save(declaration=draft, values={"reflection": "反思"}, shown={}, by=lin.user)

    draft.refresh_from_db()
    assert (draft.reflection, draft.revision) == ("", 1)
