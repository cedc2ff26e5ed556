"""Drafts: saved by themselves, never lost to a stale tab, counted as the limit counts."""

import json

from awards.actions import nominations
from portal.audit.models import Event
from portal.kit.clock import local
from tests import factories
from tests.awards.by_hand import JSON, act, page_of
from tests.awards.factories import posted


def test_a_draft_is_nobodys_but_the_nominees(client, draft, wenzhou_bureau, province_office):
    for above in (wenzhou_bureau, province_office):
        client.force_login(above)
        assert client.get(draft.get_absolute_url()).status_code == 404


def test_the_draft_saves_itself(client, draft):
    answer = act(client, draft, "save", posted(draft, reason="新的理由。"), **JSON)

    draft.refresh_from_db()
    body = json.loads(answer.content)
    assert answer.status_code == 200
    assert (body["version"], body["fields"]) == (draft.version, {"version": draft.version})
    assert draft.reason == "新的理由。"


def test_saving_itself_when_stale_answers_with_what_differs(client, draft):
    old = posted(draft, reason="旧页面的文字。")
    act(client, draft, "save", posted(draft, reason="别处的文字。"), **JSON)

    answer = act(client, draft, "save", old, **JSON)

    assert answer.status_code == 412
    assert json.loads(answer.content)["fields"] == {"reason": "别处的文字。"}


def test_a_stale_tab_keeps_its_text_and_is_shown_both(client, draft):
    old = posted(draft, reason="旧页面的文字。")
    act(client, draft, "save", posted(draft, reason="别处的文字。"))

    answer = act(client, draft, "save", old)

    page = answer.content.decode()
    draft.refresh_from_db()
    assert answer.status_code == 412
    assert page.count("旧页面的文字。") == 2
    assert "别处的文字。" in page
    assert "在另一个页面或由他人改过" in page
    assert "您自己于" in page
    assert f'name="version" value="{draft.version}"' in page
    assert draft.reason == "别处的文字。"


def test_saving_again_after_both_were_shown_takes_the_new_text(client, draft):
    old = posted(draft, reason="旧页面的文字。")
    act(client, draft, "save", posted(draft, reason="别处的文字。"))
    form = act(client, draft, "save", old).context["form"]

    answer = act(client, draft, "save", {**old, "version": form["version"].value()})

    draft.refresh_from_db()
    assert answer.status_code == 302
    assert draft.reason == "旧页面的文字。"


def test_one_character_too_many_is_told_beside_the_field(client, draft):
    answer = act(client, draft, "save", posted(draft, reason="字" * 801))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("现有 801 字，最多 800 字") == 2
    assert "字" * 801 in page


def test_spaces_and_line_breaks_do_not_count(client, draft):
    assert act(client, draft, "save", posted(draft, reason="字 \n" * 800)).status_code == 302


def test_a_second_click_changes_nothing(client, draft):
    token = {"form_token": "a" * 32, "then": "hand-in", "confirmed": "yes"}
    data = posted(draft, **token)

    first, second = act(client, draft, "save", data), act(client, draft, "save", data)

    assert first.status_code == second.status_code == 302
    assert Event.objects.filter(verb="nomination.submitted").count() == 1


def test_text_written_after_another_tab_handed_in_is_not_lost(client, draft):
    old = posted(draft, reason="还没有保存的文字。")
    nominations.submit(nomination=draft, by=draft.drafted_by)

    answer = act(client, draft, "save", old)

    page = answer.content.decode()
    draft.refresh_from_db()
    moment = local(draft.submitted_at).strftime("%Y-%m-%d %H:%M")
    assert answer.status_code == 409
    assert f"这份推荐表已于 {moment} 报送，不能再改。" in page
    assert "推荐理由：还没有保存的文字。" in page


def test_a_draft_does_not_save_itself_empty(client, draft):
    answer = act(client, draft, "save", posted(draft, reason=" "), **JSON)
    assert (answer.status_code, json.loads(answer.content)["code"]) == (422, "emptied")
    draft.refresh_from_db()
    assert draft.reason

    assert act(client, draft, "save", posted(draft, reason=" ")).status_code == 302
    draft.refresh_from_db()
    assert draft.reason == ""


def test_the_time_of_saving_is_told_by_the_clocks_of_china(client, draft):
    answer = json.loads(act(client, draft, "save", posted(draft, reason="新的理由。", phone="abc"), **JSON).content)

    draft.refresh_from_db()
    assert answer["saved_text"] == local(draft.updated_at).strftime("%H:%M")
    assert answer["saved_at"].endswith("+08:00")
    assert "不是有效的电话号码" in answer["warning"]
    assert "改正后才能报送" in page_of(client, draft)


def test_several_savings_of_one_sitting_are_one_line(client, draft):
    for text in ("一。", "二。", "三。"):
        draft.refresh_from_db()
        act(client, draft, "save", posted(draft, reason=text))

    history = client.get(draft.get_absolute_url()).context["history"]

    assert [told.verb_text for told in history] == ["起草", "修改"]
    assert [(change.before, change.after) for change in history[1].changes["all"] if change.field_text == "推荐理由"] == [
        ("", "三。")
    ]


def test_a_colleague_may_go_on_with_the_draft(client, draft, yueqing):
    client.force_login(factories.user("second", yueqing, "bureau"))

    assert act(client, draft, "save", posted(draft, reason="同事改的。")).status_code == 302
