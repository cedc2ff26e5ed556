"""The pages of hours, credits and completion in a real browser: wide and narrow, with JavaScript and without."""

import os
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from credits.actions.abilities import load_abilities, read_abilities
from credits.actions.completion import score
from credits.models import MicroAbility, Selection
from programs.models import Engagement
from tests import factories
from tests.credits import ledger
from tests.schools import people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

END = date(2022, 12, 31)
LONG = "泗县虹桥镇第一中学教育集团实验小学（东校区）"


def faults_of(page):
    return [(fault["id"], fault["nodes"][0]["html"]) for fault in Axe().run(page).response["violations"]]


def wider_than_the_window(page):
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.fixture
def world(sixian, program):
    """A county of five schools with teachers at every stage of their way."""
    load_abilities(rows=read_abilities(), by=None)
    points = {ability.code: ability for ability in MicroAbility.objects.all()}
    academy = factories.unit("JG001", "安徽省中小学教师继续教育培训学院", "institution", sixian.parent.parent)
    Engagement.objects.create(institution=academy, unit=sixian, starts_on=date(2022, 1, 1))
    schools = [people.school(f"341324900{n}", LONG if n == 0 else f"泗县第{n}小学", sixian) for n in range(5)]
    staff = []
    for number in range(30):
        teacher = people.teacher(schools[number % 5], f"教师{number}", number, category="support" if number == 10 else "teacher")
        staff.append(teacher)
        given = {"institution": academy, "source": "institution"} if number % 2 else {}
        ledger.hours(teacher, program, "online", 3000 if number % 5 else 2950, course="提升工程2.0网络研修", **given)
        ledger.hours(teacher, program, "practice", 1000 * (number % 4), course="实践", passed=number % 7 > 0)
        Selection.objects.create(teacher=teacher, unit=teacher.unit, program=program, ability=points["A1"])
        for code in ("C6", "C7") if number % 3 else ("A1",):
            ledger.credit(teacher, program, points[code], "passed")
    ledger.hours(staff[0], program, "practice", 700, course="重复录入", state="void")
    ledger.assessment(staff[0], program)
    score(program=program, unit=sixian, as_of=date(2021, 12, 31), by=None)
    score(program=program, unit=sixian, as_of=END, by=None)
    score(program=program, unit=sixian.parent.parent, as_of=END, by=None)
    factories.user("sixian", sixian, "bureau", name="周经办")
    factories.user("clerk", schools[0], "school_admin", name="陈管理")
    factories.user("trainer", academy, "institution", name="吴老师")
    factories.user("anhui", sixian.parent.parent, "office", name="省工程办")
    staff[0].user = factories.user("lin", schools[0], "teacher", name="教师0")
    staff[0].save()
    return {"school": schools[0], "staff": staff, "row": staff[0].hours.first()}


def look(page, name, address, person, width):
    answer = page.goto(address)
    assert (name, answer.status) == (name, 200)
    if folder := os.environ.get("SHOTS"):
        page.wait_for_timeout(300)
        page.screenshot(path=f"{folder}/{person}-{width}-{name}.png", full_page=True)
    assert (name, faults_of(page), wider_than_the_window(page)) == (name, [], False)


PAGES = {
    "completion": reverse("credits:completion"),
    "people": reverse("credits:people") + "?status=incomplete",
    "nobody": reverse("credits:people") + "?q=没有",
    "hours": reverse("credits:hours-list"),
    "selections": reverse("credits:selection-list"),
    "credits": reverse("credits:credit-list"),
    "assessments": reverse("credits:assessment-list"),
    "empty": reverse("credits:hours-list") + "?year=1999",
    "engagements": reverse("programs:engagement-list"),
    "home": "/",
}
MORE = {
    "sixian": {"engage": reverse("programs:engagement-new")},
    "lin": {"my": reverse("credits:my")},
    "clerk": {"school": reverse("credits:completion") + "?unit=3413249000"},
    "anhui": {"county": reverse("credits:completion") + "?unit=341324"},
}


@pytest.mark.parametrize(
    ("person", "width"),
    [("sixian", 1366), ("sixian", 390), ("clerk", 390), ("trainer", 1366), ("lin", 390), ("lin", 1366), ("anhui", 1366)],
)
def test_axe_finds_nothing_and_nothing_is_too_wide(open_page, sign_in, world, width, person):
    page = sign_in(open_page(width, 844), person)

    for name, address in (PAGES | MORE.get(person, {})).items():
        look(page, name, address, person, width)


@pytest.mark.parametrize(("person", "address"), [("sixian", PAGES["people"]), ("clerk", MORE["clerk"]["school"])])
def test_the_people_of_a_run_fit_an_office_screen(open_page, sign_in, world, person, address):
    page = sign_in(open_page(1366), person)

    page.goto(address)

    table = page.locator("section[aria-labelledby=people] .table-responsive")
    assert table.locator("tbody tr").count() > 3
    assert table.evaluate("box => [box.scrollWidth - box.clientWidth, box.classList.contains('scrolls')]") == [0, False]


@pytest.mark.parametrize("javascript", [True, False])
def test_one_goes_from_the_province_down_to_a_person_and_takes_a_row_back(open_page, sign_in, world, javascript):
    page = sign_in(open_page(1366, javascript=javascript), "anhui")

    page.goto(PAGES["completion"])
    for name in ("宿州市", "泗县", LONG):
        with page.expect_navigation():
            page.get_by_role("row").get_by_role("link", name=name, exact=True).click()
    with page.expect_navigation():
        page.get_by_role("row").get_by_role("link", name="教师0", exact=True).click()
    page.locator(f"a[href='{reverse('credits:void', args=['hours', world['row'].pk])}']").click()
    page.get_by_label("原因").fill("重复")
    page.get_by_role("button", name="作废").click()
    page.wait_for_url("**/hours/")

    world["row"].refresh_from_db()
    assert "已作废，不再计入" in page.content()
    assert world["staff"][0].hours.filter(state="void").count() == 2


def test_recalculating_is_asked_for_on_the_page(open_page, sign_in, world):
    page = sign_in(open_page(1366), "sixian")

    page.goto(PAGES["completion"])
    page.locator("summary", has_text="重新计算").click()
    page.locator("#id_as_of").fill("2022-06-30")
    page.get_by_role("button", name="计算", exact=True).click()
    page.wait_for_url("**/jobs/*/")

    assert "计算完成情况" in page.content()
