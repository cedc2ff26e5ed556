"""Reflections, what checks found and credits by point in a real browser: clean for axe, no wider than a phone, empty and filled."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from credits.actions import checking
from credits.actions.reflections import write
from credits.models import StageReflection
from programs.models import CalendarPhase
from tests import factories
from tests.browser import looked_at
from tests.credits import ledger
from tests.credits.declared import account
from tests.credits.results import drawn, sent_up, staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(sixian, first, program, abilities, bureau, clerk):
    """One stage begun that one of two teachers reflected on, credits of both, a finding of a check."""
    today = timezone.localdate()
    phase = CalendarPhase.objects.filter(notice__issuer=sixian).order_by("pk").first()
    CalendarPhase.objects.filter(pk=phase.pk).update(kind="phase", opens_on=today - timedelta(days=5), closes_on=today)
    phase.refresh_from_db()
    lin, chen = staff(first, 2)
    account(lin), account(chen, "chen")
    write(teacher=lin, phase=phase, text="用问卷了解学情。", by=lin.user)
    ledger.credit(lin, program, abilities["A1"], "excellent")
    ledger.credit(chen, program, abilities["C6"])
    check = drawn(sixian, program, [sent_up(first, program, abilities["C7"], bureau, start=9)], bureau, ratio=Decimal("0.5"))
    expert = factories.user("expert", sixian, "expert", name="县级专家")
    checking.hand_out(check=check, experts=[expert], by=bureau)
    found = {"category": "missing", "text": "缺课堂实录", "due_on": today + timedelta(days=7)}
    checking.find(item=check.items.order_by("pk").first(), by=bureau, **found)
    return {"lin": lin, "chen": chen, "phase": phase}


@pytest.mark.parametrize("width", [1366, 390])
def test_the_pages_are_clean_at_either_width(open_page, sign_in, world, width):
    lists = [reverse(f"credits:{name}") for name in ("reflection-list", "finding-list", "points")]
    empty = [f"{lists[0]}?q=没有", f"{lists[1]}?late=late", f"{lists[2]}?as_of=2000-01-01"]
    dossier = reverse("credits:dossier", args=[world["lin"].code])
    pages = {
        "sixian": [*lists, *empty, f"{lists[0]}?written=", reverse("credits:reflection", args=[world["lin"].code]), dossier],
        "clerk": lists,
        "chen": [reverse("credits:reflection", args=[world["chen"].code]), lists[2]],
    }
    for who, addresses in pages.items():
        looked_at(sign_in(open_page(width), who), addresses)


def test_a_teacher_writes_without_javascript(open_page, sign_in, world):
    page = sign_in(open_page(390, javascript=False), "chen")
    page.goto(reverse("credits:reflection-list"))

    page.locator("textarea").first.fill("访谈比问卷更有用。")
    page.get_by_role("button", name="保存").first.click()
    page.get_by_text("的反思已保存").first.wait_for()

    assert StageReflection.objects.get(teacher=world["chen"]).text == "访谈比问卷更有用。"
