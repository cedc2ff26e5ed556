"""Evidence on the desk of a reader in a real browser: beside the indicators, by keyboard, and how long a record takes."""

import time
from statistics import median

import pytest
from django.urls import reverse

from credits.actions import assigning, declaring
from credits.enums.declarations import DeclarationState
from credits.models import Declaration, EvidenceItem, PanelReview, Phrase
from tests.browser import faults_of, wider_than_the_window
from tests.corpus import lessons, materials
from tests.credits import declared
from tests.credits.reviewing import panel, policy, reader
from tests.schools import people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RECORDS = 6
WAITING = 5.0  # seconds of a record's minute that pages and previews may take
INDICATORS = ["目标与学情对应，有本人实践的依据", "工具的用法说明清楚", "有改进的打算"]


@pytest.fixture
def hand_out(first, sixian, abilities, program, clerk):
    """Give one reader that many records, each with a PDF of three pages, a Word file and a picture in two items."""
    policy(sixian, certificate_after="each")
    about = {"excellent": INDICATORS, "passed": INDICATORS[:2], "kinds": ["document", "image", "text"]}
    plan = EvidenceItem.objects.create(ability=abilities["A1"], key="A1-1", name="教学设计", position=1, **about)
    proof = EvidenceItem.objects.create(ability=abilities["A1"], key="A1-2", name="实践成果", position=2, **about)
    own = panel(first, program)
    user = reader(own, "expert", sixian, "expert")
    Phrase.objects.create(user=user, text="目标清楚，可再联系学生的生活经验。")

    def given(count):
        for number in range(count):
            _handed_in(people.teacher(first, f"教师{number}", number), number, abilities["A1"], program, plan, proof)
        assigning.share_out(panel=own, by=None)
        return user

    return given


@pytest.fixture
def expert(hand_out):
    return hand_out(1)


def _handed_in(person, number, point, program, plan, proof):
    declared.account(person, f"teacher{number}")
    row = declared.started(person, point, program)
    word = lessons.plan(
        title=f"第 {number + 1} 课教学设计", lines=["课前用问卷了解学情。" * 30] * 8, picture=materials.picture("png")
    )
    colour = (40 * number, 90, 140)
    declared.handed(row, plan, lessons.printed(pages=3, lines=24 + number), f"教案{number}.pdf")
    declared.handed(row, plan, word, f"反思{number}.docx")
    declared.handed(row, proof, materials.picture(size=(1600, 1000), colour=colour), f"课堂{number}.jpg")
    declaring.hand_in(declaration=row, by=person.user)


def opened(page):
    page.goto(reverse("credits:review-next"))
    return page


def page_seen(page):
    page.wait_for_selector("[data-leaf][aria-busy=false]")
    assert page.locator("[data-leaf] img").evaluate("node => node.naturalWidth") == 1200


def text_seen(page):
    page.wait_for_selector("[data-reading][aria-busy=false]")


def picture_seen(page):
    page.locator(".evidence-picture").evaluate("node => node.decode()")


def test_a_record_takes_a_small_part_of_its_minute(open_page, sign_in, hand_out, record_testsuite_property):
    hand_out(RECORDS)
    page = sign_in(open_page(), "expert")
    page.goto(reverse("credits:review-list"))
    took = []

    for record in range(RECORDS):
        started = time.monotonic()
        if record == 0:
            page.goto(reverse("credits:review-next"))
        page.keyboard.press("f")
        page_seen(page)
        page.keyboard.press("f")
        text_seen(page)
        assert f"第 {record + 1} 课教学设计" in page.inner_text("[data-reading]")
        page.keyboard.press("t")
        page.keyboard.press("2")
        page.keyboard.press("f")
        picture_seen(page)
        page.keyboard.press("t")
        page.keyboard.press("2")
        page.keyboard.press("4")
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
        took.append(time.monotonic() - started)

    record_testsuite_property("seconds of waiting per record on the desk, median and longest", (median(took), max(took)))
    assert Declaration.objects.filter(state=DeclarationState.GRADED, grade="passed").count() == RECORDS
    assert not PanelReview.objects.waiting().exists()
    assert median(took) <= WAITING


def test_pages_are_turned_by_keys_and_the_next_file_follows(open_page, sign_in, expert):
    page = opened(sign_in(open_page(), "expert"))
    page.keyboard.press("f")
    page_seen(page)
    seen = []
    for _press in range(12):
        page.keyboard.press("n")
        seen.append(page.inner_text("[data-at]"))

    assert seen == sorted(seen)
    assert seen[-1] == "3"
    page_seen(page)
    assert page.get_attribute("[data-leaf] img", "alt").startswith("教案0.pdf 第 3 页")
    for _press in range(12):
        page.keyboard.press("p")
    assert page.inner_text("[data-at]") == "1"

    for key, name in (("f", "反思0.docx"), ("f", "课堂0.jpg"), ("f", "课堂0.jpg"), ("d", "反思0.docx"), ("d", "教案0.pdf")):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.querySelector('a').textContent") == name


def test_evidence_and_indicators_stand_side_by_side_and_scroll_apart(open_page, sign_in, expert):
    page = opened(sign_in(open_page(), "expert"))
    page.keyboard.press("f")
    page_seen(page)
    page.keyboard.press("n")

    evidence, marks = (page.locator(f".item.here .{side}").bounding_box() for side in ("evidence", "marks"))
    assert page.evaluate("document.querySelector('.item.here .evidence').scrollTop") > 0
    assert evidence["x"] + evidence["width"] <= marks["x"] + 1
    assert evidence["y"] + evidence["height"] <= 768
    assert page.locator(".item.here .grades").is_visible()


@pytest.mark.parametrize("width", [1366, 390])
def test_nothing_is_wrong_with_the_desk_once_everything_shows(open_page, sign_in, expert, width):
    page = opened(sign_in(open_page(width=width), "expert"))
    for seen in (page_seen, text_seen, picture_seen):
        page.keyboard.press("f")
        seen(page)

    assert faults_of(page) == []
    assert not wider_than_the_window(page)


def test_a_page_that_does_not_come_is_told(open_page, sign_in, expert):
    page = opened(sign_in(open_page(), "expert"))
    page.keyboard.press("f")
    page_seen(page)
    page.context.clear_cookies()
    page.click("[data-turn='1']")
    page.click("[data-turn='1']")

    page.wait_for_selector("[data-unseen]:visible")
    assert "打开原文件" in page.inner_text("[data-unseen]")


def test_without_script_the_first_page_stands_and_the_text_is_a_link_away(open_page, sign_in, expert):
    page = sign_in(open_page(javascript=False), "expert")
    page.goto(reverse("credits:review-next"))

    assert page.locator("[data-leaf] img").is_visible()
    assert not page.locator("[data-turns]").is_visible()
    page.goto(page.get_attribute("noscript a", "href"))
    assert "第 1 课教学设计" in page.inner_text("main")
