"""Preparing a selection in a browser, on a desk and on a phone; axe looks at every page."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from awards.actions import cycle_drafts as actions
from awards.previewing import dry_run
from tests import factories
from tests.awards.conftest import NOTICE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = ("", "part/calendar/2/", "part/assumptions/1/", "category/county_unit/", "category/county_unit/0.0.1/")
PAGES += ("preview/", "file/", "issue/", "publicity/", "quotas/quotas/1/", "quotas/add/?kind=composition")


@pytest.mark.parametrize("width", [1366, 390])
def test_every_page_of_a_draft_is_whole_and_fits(counties, cycle, zhejiang, open_page, sign_in, width):
    factories.user("province", zhejiang, "office")
    text = NOTICE.read_text(encoding="utf-8")
    draft = actions.begin(notice=cycle.notice, unit=zhejiang, code="zj-2024", name="再评一次", text=text, by=None)
    assert dry_run(draft).outcomes
    page = sign_in(open_page(width), "province")

    for address in ("/awards/drafts/", "/awards/drafts/new/", *(f"{draft.get_absolute_url()}{one}" for one in PAGES)):
        page.goto(address)
        faults = [(fault["id"], fault["nodes"][0]["html"]) for fault in Axe().run(page).response["violations"]]
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert (address, faults, wide) == (address, [], False)
