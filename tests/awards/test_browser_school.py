"""A school's whole nomination in a browser, wide and narrow: from who may file to the city's recommendation."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from awards.actions import eligibility
from awards.models import AwardCycle, Nomination
from programs.loading import load_notice
from programs.models import EvaluationPeriod, PerformanceEvaluation
from schools.models import School
from tests import factories
from tests.awards.conftest import open_for_a_week
from tests.counting import text_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILE = Path(__file__).parent / "samples/second-cycle.yaml"
NOTICE = FILE.read_bytes().replace(b"reason_characters: 300", b"reason_characters: 800")
CYCLE = "/awards/second-2025/"
WARNING = "文字中像是有身份证号码或手机号"
PAPER = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"


@pytest.fixture
def second(zhejiang, wenzhou):
    """The cycle whose nominees are schools, with the 800 characters of 附件3."""
    load_notice(file=NOTICE, by=None)
    return open_for_a_week(AwardCycle.objects.get(code="second-2025"))


@pytest.fixture
def people(second, wenzhou, yueqing):
    """A kindergarten with scores of two periods, a school that is none, and the city over both."""
    for code, name, kind, phone in (
        ("k1", "乐清市第一幼儿园", "kindergarten", "13900000001"),
        ("s1", "乐清市第一小学", "school", "13900000002"),
    ):
        unit = factories.unit(code, name, "school", yueqing)
        School.objects.create(unit=unit, kind=kind)
        factories.user(code, unit, "school_admin", name="陈知行", phone=phone)
        for number, score in ((1, 8850), (2, 9140)):
            period, _made = EvaluationPeriod.objects.get_or_create(
                program=second.program, number=number, year=2020 + number, name=f"第{number}期"
            )
            PerformanceEvaluation.objects.create(unit=unit, period=period, scope="school", score=score)
    factories.user("wenzhou", wenzhou, "bureau", name="林海棠")
    load_notice(file=NOTICE + b"\n", by=None)
    eligibility.score_cycle(cycle=AwardCycle.objects.get(pk=second.pk), by=None)


def seen(page):
    faults = [(fault["id"], fault["nodes"][0]["html"]) for fault in Axe().run(page).response["violations"]]
    assert (page.url, faults) == (page.url, [])
    assert (page.url, page.evaluate("document.documentElement.scrollWidth > innerWidth")) == (page.url, False)


def act(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile(f"^{name}")).first.click()


def hand_in(page):
    """Press the button, read the question, say yes."""
    page.get_by_role("button", name=re.compile("^报送温州市")).click()
    seen(page)
    with page.expect_navigation():
        page.locator("dialog").get_by_role("button", name=re.compile("^报送温州市|^确定")).first.click()


def begin(page):
    """What is known stands in the form; no condition looks at scores, so none is chosen beforehand."""
    page.goto(CYCLE)
    seen(page)
    act(page, "开始填报")
    assert page.get_by_text("乐清市（温州市）").first.is_visible()
    assert (page.get_by_label("联系人").input_value(), page.get_by_label("联系方式").input_value()) == ("陈知行", "13900000001")
    assert page.locator("[name=period]:checked").input_value() == ""


def write(page):
    """Another score is chosen; 801 characters are told while typing; a telephone number in the text is warned of."""
    page.locator("[name=period][value='1']").check()
    reason = page.get_by_label("推荐理由")
    reason.fill(text_of("rare characters", 801))
    assert page.get_by_text("已写 801 字，超出 1 字").first.is_visible()
    reason.fill("组织有力，联系13912345678。" + text_of("plain", 700))
    act(page, "保存草稿")
    assert page.get_by_text(WARNING).first.is_visible()
    hand_in(page)
    assert page.get_by_role("button", name="仍要报送").is_visible()
    seen(page)
    page.get_by_role("link", name=re.compile("返回")).first.click()
    page.get_by_label("推荐理由").fill(text_of("rare characters", 800))
    act(page, "保存草稿")
    assert page.get_by_text(WARNING).count() == 0


def attach(page):
    page.set_input_files("[name=file]", {"name": "佐证.pdf", "mimeType": "application/pdf", "buffer": PAPER})
    with page.expect_navigation():
        page.locator("form[action$='attachments/'] button[type=submit]").click()
    assert page.get_by_role("link", name="佐证.pdf").is_visible()


def recommend(page, row):
    for address in (f"{CYCLE}desk/compare/?category=kindergarten", row.get_absolute_url(), f"{CYCLE}desk/"):
        page.goto(address)
        seen(page)
    page.locator("main summary", has_text=re.compile("^推荐")).first.click()
    with page.expect_navigation():
        page.locator("main details[open] button[type=submit]").click()


@pytest.mark.parametrize("width", [1366, 390])
def test_a_school_files_and_its_city_recommends(people, open_page, sign_in, width):
    other = sign_in(open_page(width, 844), "s1")
    other.goto(CYCLE)
    assert other.get_by_text("现在填报可以保存草稿，条件符合后才能报送。").is_visible()

    school = sign_in(open_page(width, 844), "k1")
    begin(school)
    attach(school)
    write(school)
    hand_in(school)
    row = Nomination.objects.get()
    assert (row.state, row.period, row.score, row.attachments.count()) == ("submitted", 1, 8850, 1)

    recommend(sign_in(open_page(width, 844), "wenzhou"), row)
    row.refresh_from_db()
    assert row.state == "recommended"
