"""The desk of a reader in a real browser: by keyboard alone, without JavaScript, narrow and wide, and nothing for axe to find."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from credits.actions import assigning, certifying
from credits.enums.declarations import DeclarationState
from credits.models import Certificate, Declaration, PanelReview, Phrase
from portal.jobs.running import run_job
from tests.credits import ledger
from tests.credits.reviewing import ADVICE, declared, item, panel, policy, reader
from tests.schools import people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def given(first, sixian, abilities, program, clerk, bureau):
    """Two records for one expert, a certificate, and one that is due."""
    policy(sixian, certificate_after="each")
    item(abilities["A1"], 1, excellent=["目的明确", "方法恰当"], passed=["目的明确"])
    item(abilities["A1"], 2, name="教学反思", passed=["有反思"])
    own = panel(first, program)
    expert = reader(own, "expert", sixian, "expert")
    teachers = [people.teacher(first, f"买买提·吐尔逊{n}", n) for n in (1, 2)]
    for teacher in teachers:
        declared(teacher, abilities["A1"], program, text="课前用问卷了解学情。" * 60)
    assigning.share_out(panel=own, by=None)
    ledger.credit(teachers[0], program, abilities["B2"])
    run_job(certifying.request_certificates(unit=first, program=program, by=bureau).pk)
    ledger.credit(teachers[1], program, abilities["B2"])
    Phrase.objects.create(user=expert, text="注意面向全体学生。")
    return {"panel": own, "teacher": teachers[0]}


def test_a_record_is_read_by_keyboard_alone(open_page, sign_in, given):
    page = sign_in(open_page(), "expert")
    page.goto(reverse("credits:review-next"))

    for key in ("k", "t", "1", "j", "t", "2", "a"):
        page.keyboard.press(key)
    page.keyboard.type(ADVICE)
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")

    graded = Declaration.objects.get(state=DeclarationState.GRADED)
    assert graded.grade == "passed"
    assert page.url.endswith(PanelReview.objects.waiting().get().get_absolute_url())


def test_a_record_is_read_without_javascript(open_page, sign_in, given):
    page = sign_in(open_page(javascript=False), "expert")
    page.goto(reverse("credits:review-next"))
    page.click("button[value^='insert:']")
    assert page.input_value("#advice") == "注意面向全体学生。"

    for key in ("A1-1", "A1-2"):
        page.check(f"input[name='grade-{key}'][value=failed]")
    page.click("button[value=finish]")

    assert Declaration.objects.filter(state=DeclarationState.RETURNED).count() == 1


def test_nothing_is_wrong_with_the_pages(open_page, sign_in, given):
    certificate = Certificate.objects.get()
    pages = {
        "expert": ["review-list", "phrases", PanelReview.objects.first().get_absolute_url()],
        "clerk": ["panel-list", given["panel"].get_absolute_url(), reverse("credits:dossier", args=[given["teacher"].code])],
        "sixian": ["certificate-list", certificate.get_absolute_url()],
    }
    for who, addresses in pages.items():
        page = sign_in(open_page(width=390), who)
        for address in addresses:
            page.goto(address if address.startswith("/") else reverse(f"credits:{address}"))
            assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), address
            faults = [(fault["id"], fault["nodes"][0]["html"]) for fault in Axe().run(page).response["violations"]]
            assert faults == [], address
