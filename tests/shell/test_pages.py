"""What holds for every page of the frame: its own words, a strict policy, nothing inline."""

import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from tests import factories

INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)(?![^>]*application/json)", re.IGNORECASE)
SIGNED_IN = ["shell:home", "shell:search", "shell:messages", "shell:help", "account_change_password", "account_logout"]


@pytest.mark.parametrize("name", SIGNED_IN)
def test_pages_of_the_signed_in_carry_nothing_inline(client, wenzhou_bureau, name):
    client.force_login(wenzhou_bureau)

    answer = client.get(reverse(name))

    assert answer.status_code == 200
    assert not INLINE.search(answer.content.decode())
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert re.search(r"<title>\s*\S+\s* · 提升工程2.0</title>", answer.content.decode())


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/signup/", "/accounts/inactive/", "/help/", "/nothing-here/"])
def test_pages_for_everybody_carry_nothing_inline(client, db, address):
    page = client.get(address).content.decode()

    assert not INLINE.search(page)
    assert page.count("<h1>") == 1


def test_the_style_page_is_for_the_sysadmin(client, zhejiang, province_office):
    client.force_login(province_office)
    assert client.get(reverse("shell:styleguide")).status_code == 404

    client.force_login(factories.user("sysadmin", zhejiang, "sysadmin"))
    page = client.get(reverse("shell:styleguide"))

    assert page.status_code == 200
    assert not INLINE.search(page.content.decode())


def test_a_wrong_password_is_said_once_and_keeps_the_name(client, wenzhou_bureau):
    page = client.post("/accounts/login/", {"login": "wenzhou", "password": "no"}).content.decode()

    assert page.count('role="alert"') == 1
    assert 'value="wenzhou"' in page


def test_signing_in_leads_back_to_where_one_was_going(client, wenzhou_bureau):
    answer = client.post("/accounts/login/", {"login": "wenzhou", "password": "pass-word-9", "next": "/messages/"})

    assert answer.headers["Location"] == "/messages/"


@pytest.mark.parametrize(("name", "said"), [("500", "要么全部保存，要么没有改动"), ("400", "什么也没有保存")])
def test_the_last_resort_pages_need_nothing(name, said):
    page = render_to_string(f"{name}.html")

    assert said in page
    assert not INLINE.search(page)


def test_a_malformed_request_is_answered_in_chinese(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2

    answer = client.post("/accounts/login/", {"login": "a", "password": "b", "next": "/"})

    assert answer.status_code == 400
    assert "这个请求无法识别" in answer.content.decode()


def test_an_address_that_leads_nowhere_answers_as_asked(client):
    page, rest = client.get("/nowhere/"), client.get("/api/v1/nowhere/")

    assert (page.status_code, rest.status_code) == (404, 404)
    assert "没有找到这个页面" in page.content.decode()
    assert rest.json() == {"code": "not_found", "detail": "没有找到。", "clause": None, "fields": {}}


def test_an_old_form_is_told_how_to_go_on(wenzhou_bureau):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(wenzhou_bureau)

    answer = client.post(reverse("shell:read-messages"))

    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()


@pytest.mark.parametrize("role", ["office", "bureau", "cio", "teacher", "institution", "expert", "client", "auditor"])
def test_help_begins_with_ones_own_work(client, zhejiang, role):
    client.force_login(factories.user(role, zhejiang, role))

    headings = re.findall(r'<h2 id="([a-z-]+)"', client.get(reverse("shell:help")).content.decode())

    assert headings[1:] == ["sign-in", "lists", "safe", "keys", "documents", "public"]
