"""A headless Chromium, for what only a browser shows."""

import os
import shutil

import pytest


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    # Playwright's loop makes Django believe that the tests themselves run inside one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


@pytest.fixture
def open_page(chromium, live_server, settings):
    """Pages at a width of choice; a word on the console that a page did wrong fails the test."""
    settings.ALLOWED_HOSTS = ["localhost"]
    contexts, complaints = [], []

    def opened(width=1366, height=768, javascript=True):
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}, java_script_enabled=javascript, locale="zh-CN"
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if "Content Security Policy" in line.text else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def sign_in():
    def signed_in(page, name):
        page.goto("/accounts/login/")
        page.fill("#id_login", name)
        page.fill("#id_password", "pass-word-9")
        page.click("main button[type=submit]")
        page.wait_for_url("**/")
        return page

    return signed_in


def faults_of(page) -> list[tuple]:
    """What axe finds on the page, each with the first place."""
    from axe_playwright_python.sync_playwright import Axe

    return [(fault["id"], fault["nodes"][0]["html"]) for fault in Axe().run(page).response["violations"]]


def wider_than_the_window(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


def looked_at(page, addresses) -> None:
    """Open each address; everybody is answered, axe finds nothing, and nothing is wider than the window."""
    for address in addresses:
        answer = page.goto(address)
        found = {"status": answer.status, "axe": faults_of(page), "too wide": wider_than_the_window(page)}
        assert found == {"status": 200, "axe": [], "too wide": False}, (address, found)
