import json
import re

import pytest

from portal.accounts.messages import notify
from portal.kit.text import count_characters
from tests import factories
from tests.browser import faults_of, wider_than_the_window
from tests.counting import PIECES, text_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXTS = ["提升工程 2.0", "𠮷野家𬭳", "a\u0301é", "\u200b零宽\ufeff", "一\r\n二\t三", "👩‍🏫👍🏽", "\u3000全角　空格。，", "ｱﾞ", ""]
TEXTS += [text_of(kind, 800) for kind in PIECES]
ADDRESSES = [
    "/",
    "/search/?q=温州",
    "/messages/",
    "/help/",
    "/styleguide/",
    "/accounts/password/",
    "/accounts/logout/",
    "/nothing/",
]


@pytest.fixture
def sysadmin(zhejiang, wenzhou):
    person = factories.user("sysadmin", zhejiang, "sysadmin", name="系统管理员")
    factories.post(person, wenzhou, "bureau")
    notify(person, "乐清市已报送先进单位推荐表。", "/search/?q=乐清")
    return person


@pytest.mark.parametrize("width", [1366, 390])
def test_axe_finds_nothing_on_the_frame(open_page, sign_in, sysadmin, width):
    page = sign_in(open_page(width, 844), "sysadmin")

    for address in ADDRESSES:
        page.goto(address)
        assert (address, faults_of(page), wider_than_the_window(page)) == (address, [], False)


@pytest.mark.parametrize("width", [1366, 390])
def test_axe_finds_nothing_before_signing_in(open_page, db, width):
    page = open_page(width, 844)

    for address in ["/accounts/login/", "/accounts/signup/", "/help/", "/nothing/"]:
        page.goto(address)
        assert (address, faults_of(page), wider_than_the_window(page)) == (address, [], False)


def test_opened_menus_close_with_escape_and_return_the_focus(open_page, sign_in, sysadmin):
    page = sign_in(open_page(390, 844), "sysadmin")

    page.click(".bar-unit")
    assert faults_of(page) == []
    page.keyboard.press("Escape")

    assert page.evaluate("document.activeElement.className").startswith("bar-link")
    assert not page.is_visible("button[name=post] >> nth=0")


def test_the_menu_opens_on_a_phone_without_javascript(open_page, sign_in, sysadmin):
    page = sign_in(open_page(390, 844, javascript=False), "sysadmin")
    assert not page.is_visible(".menu .brand")

    page.check("#menu-switch")

    page.wait_for_selector(".menu .brand", state="visible", timeout=5000)


def test_the_first_tab_leads_past_the_menu(open_page, sign_in, sysadmin):
    page = sign_in(open_page(), "sysadmin")
    page.goto("/messages/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "content"


def test_the_counter_counts_as_the_server_does(open_page, sign_in, sysadmin):
    page = sign_in(open_page(), "sysadmin")
    page.goto("/styleguide/")

    for text in TEXTS:
        page.fill("#id_reason", text)
        sent = page.evaluate("document.querySelector('#id_reason').value")
        assert page.inner_text(".counter") == f"{count_characters(sent)} / 800 字", repr(text)


def test_a_text_too_long_says_by_how_much(open_page, sign_in, sysadmin):
    page = sign_in(open_page(), "sysadmin")
    page.goto("/styleguide/")

    page.fill("#id_reason", "字" * 803 + "  ")

    assert page.inner_text(".counter") == "已写 803 字，超出 3 字"


def test_chosen_rows_are_counted_in_the_question(open_page, sign_in, sysadmin):
    page = sign_in(open_page(), "sysadmin")
    page.goto("/styleguide/")
    act = page.get_by_role("button", name="批量受理")
    assert act.is_disabled()

    page.check("[data-select-all]")
    act.click()

    assert page.inner_text("dialog p") == "确定受理所选 11 条？"
    assert faults_of(page) == []
    page.get_by_role("button", name="取消").click()
    assert page.url.endswith("/styleguide/")


def test_a_draft_saves_itself_and_tells_of_a_conflict(open_page, sign_in, sysadmin):
    page = sign_in(open_page(), "sysadmin")
    answers = [
        {"status": 200, "body": json.dumps({"fields": {"version": 2}})},
        {"status": 412, "body": json.dumps({"detail": "李四刚改过这张表。"})},
    ]
    sent = []

    def answer(route):
        sent.append(route.request.post_data)
        route.fulfill(content_type="application/json", **answers[len(sent) - 1])

    page.route("**/draft/", answer)
    page.goto("/help/")
    page.evaluate(DRAFT)
    page.add_script_tag(url="/static/portal/portal.js")

    page.fill("#draft", "第一稿")
    page.wait_for_selector("text=已自动保存")
    assert re.fullmatch(r"已自动保存 \d\d:\d\d", page.inner_text(".autosave"))
    assert page.input_value("[name=version]") == "2"
    page.fill("#draft", "第二稿")
    page.wait_for_selector(".autosave.conflict")

    assert page.inner_text(".autosave") == "李四刚改过这张表。"
    assert not any("form_token" in body for body in sent)


DRAFT = """document.querySelector("main").innerHTML = `<form method="post" action="/draft/" data-autosave="/draft/">
<input type="hidden" name="version" value="1"><input type="hidden" name="form_token" value="once">
<label for="draft">稿</label><textarea id="draft" name="reason"></textarea></form>`"""


def test_a_text_survives_an_ended_session(open_page, sign_in, sysadmin):
    page = sign_in(open_page(), "sysadmin")
    page.goto("/styleguide/")
    page.click("summary.btn-danger")
    page.fill("#id_sample-why", "与案例不符，请核对")
    page.context.clear_cookies()
    page.get_by_role("button", name="确认退回").click()
    page.wait_for_selector("text=页面已过期")

    sign_in(page, "sysadmin")
    page.goto("/styleguide/")
    page.click("summary.btn-danger")

    assert page.input_value("#id_sample-why") == "与案例不符，请核对"
    page.get_by_role("button", name="不要，恢复原文").click()
    assert page.input_value("#id_sample-why") == ""


def test_signing_out_leaves_no_text_on_the_computer(open_page, sign_in, sysadmin):
    page = sign_in(open_page(), "sysadmin")
    page.goto("/styleguide/")
    page.click("summary.btn-danger")
    page.fill("#id_sample-why", "未提交的文字")
    assert page.evaluate("localStorage.length") == 1

    page.goto("/accounts/logout/")
    page.click("main button.btn-primary")
    page.wait_for_url("**/accounts/login/**")

    assert page.evaluate("localStorage.length") == 0


def test_charts_are_drawn_under_the_strict_policy(open_page, sign_in, sysadmin):
    page = sign_in(open_page(), "sysadmin")
    page.goto("/styleguide/")

    page.wait_for_selector(".chart[data-chart=rank] svg")
    page.wait_for_selector(".chart[data-chart=map] svg")
