"""The award line in a browser, walked by each of its people; every page on the way is looked at by axe."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from awards.actions import eligibility
from awards.models import AwardCycle, Nomination
from portal.accounts.models import User
from tests import factories
from tests.awards.factories import recommended

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REASON = "组织有力，应用深入，辐射广泛，保障到位。"


@pytest.fixture
def people(counties, bureaus, wenzhou, zhejiang, cycle):
    """Everybody the line needs, and verdicts of this morning."""
    factories.user("wenzhou", wenzhou, "bureau", name="林海棠")
    factories.user("province", zhejiang, "office", name="沈一鸣")
    factories.user("province2", zhejiang, "bureau_leader", name="方致远")
    eligibility.score_cycle(cycle=cycle, by=None)


def seen(page):
    """Look at the page as somebody who cannot see well would."""
    faults = [(fault["id"], fault["nodes"][0]["html"]) for fault in Axe().run(page).response["violations"]]
    assert (page.url, faults) == (page.url, [])
    return page


def unscripted(open_page, sign_in, name, width=1366):
    """Somebody signed in whose browser runs no scripts."""
    return sign_in(open_page(width, 844, javascript=False), name)


def act(page, name):
    """Press the button whose name begins so; where the server asks back, as it does without scripts, say yes."""
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile(f"^{name}")).first.click()
    if page.get_by_text("不做改动，返回").count():
        with page.expect_navigation():
            page.locator("main form button[type=submit]").first.click()


def test_the_line_is_walked_from_draft_to_announcement_without_scripts(people, open_page, sign_in):
    county = unscripted(open_page, sign_in, "bureau330382")
    county.goto("/awards/zj-2023/")
    act(county, "开始填报.*区县级先进单位")
    county.get_by_label("联系人").fill("陈知行")
    county.get_by_label("联系方式").fill("0577-62520000")
    county.locator("[name=period][value='2']").check()
    county.get_by_label("推荐理由").fill(REASON)
    act(county, "报送温州市")
    nomination = Nomination.objects.get()
    assert (nomination.state, nomination.reason, nomination.score) == ("submitted", REASON, 9140)

    city = unscripted(open_page, sign_in, "wenzhou")
    city.goto("/awards/zj-2023/desk/")
    city.locator("main summary", has_text=re.compile("^推荐")).first.click()
    with city.expect_navigation():
        city.locator("main details[open] button[type=submit]").click()
    nomination.refresh_from_db()
    assert nomination.state == "recommended"

    office = unscripted(open_page, sign_in, "province")
    office.goto("/awards/zj-2023/province/")
    act(office, "受理.*乐清市教育局")
    office.goto("/awards/zj-2023/province/")
    office.get_by_label("选择乐清市教育局").check()
    act(office, "评定为入选")
    office.goto("/awards/zj-2023/announce/")
    office.get_by_label("仍要公布").check()
    act(office, "提出公布")
    assert AwardCycle.objects.get().state == "open"

    leader = unscripted(open_page, sign_in, "province2")
    leader.goto("/awards/zj-2023/announce/")
    leader.get_by_label("仍要公布").check()
    act(leader, "核对无误，确认公布")
    nomination.refresh_from_db()
    assert (nomination.state, AwardCycle.objects.get().state) == ("announced", "announced")
    leader.goto("/awards/zj-2023/results/")
    assert leader.get_by_text("乐清市教育局").first.is_visible()


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize(
    ("name", "addresses"),
    [
        ("bureau330382", ["/awards/", "/awards/zj-2023/", "/awards/zj-2023/eligibility/county_unit/330382/"]),
        ("wenzhou", ["/awards/zj-2023/desk/", "/awards/zj-2023/eligibility/", "/uploads/", "/uploads/new/scores/", "/policy/"]),
        (
            "province",
            ["/awards/zj-2023/quotas/", "/awards/zj-2023/province/", "/notices/", "/units/", "/evaluations/", "/documents/"],
        ),
    ],
    ids=["county", "city", "province"],
)
def test_axe_finds_nothing_and_no_page_is_wider_than_its_window(people, open_page, sign_in, width, name, addresses):
    page = sign_in(open_page(width, 844), name)

    for address in addresses:
        page.goto(address)
        seen(page)
        assert (address, page.evaluate("document.documentElement.scrollWidth > innerWidth")) == (address, False)


def test_a_draft_saves_itself_and_counts_as_the_server_does(people, open_page, sign_in):
    page = sign_in(open_page(), "bureau330382")
    page.goto("/awards/zj-2023/")
    act(page, "开始填报.*区县级先进单位")
    page.get_by_label("推荐理由").fill("好\n好 𠮷")
    page.locator("[data-autosave-line]", has_text="已自动保存").wait_for(timeout=15000)

    assert Nomination.objects.get().reason == "好\n好 𠮷"
    assert page.get_by_text("3 / 800").first.is_visible()
    seen(page)


def test_what_lacks_is_listed_instead_of_asking(people, open_page, sign_in):
    page = sign_in(open_page(), "bureau330382")
    page.goto("/awards/zj-2023/")
    act(page, "开始填报.*区县级先进单位")

    page.get_by_role("button", name=re.compile("^报送温州市")).click()

    page.get_by_text("草稿已保存，还没有报送").wait_for(timeout=15000)
    assert page.locator("dialog").count() == 0
    page.get_by_label("推荐理由").fill(REASON)
    page.get_by_role("button", name=re.compile("^报送温州市")).click()
    assert page.locator("dialog").get_by_text("报送后不能直接修改；截止前可撤回重填。").is_visible()
    seen(page)


@pytest.mark.parametrize("width", [1366, 390])
def test_axe_finds_nothing_where_recommendations_are_taken_back_and_published(
    people, counties, bureaus, county_unit, cycle, open_page, sign_in, width
):
    city = User.objects.get(username="wenzhou")
    row = recommended(county_unit, counties[0], bureaus[counties[0].pk], city)
    cycle.runs.update(as_of=timezone.now() - timedelta(hours=1))
    counties[1].evaluations.stamp(score=9500)
    wenzhou, office = sign_in(open_page(width, 844), "wenzhou"), sign_in(open_page(width, 844), "province")

    for page, addresses in (
        (wenzhou, ["/awards/zj-2023/desk/", row.get_absolute_url()]),
        (office, ["/awards/zj-2023/", "/awards/zj-2023/province/", "/awards/zj-2023/announce/"]),
    ):
        for address in addresses:
            page.goto(address)
            for box in page.locator("main details.confirm summary").all()[:1]:
                box.click()
            seen(page)
            assert (address, page.evaluate("document.documentElement.scrollWidth > innerWidth")) == (address, False)
