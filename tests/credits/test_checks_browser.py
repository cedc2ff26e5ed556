"""Acceptance, batches and checks in a real browser: nothing for axe, nothing wider than a phone, works without JavaScript."""

import os
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from credits.actions import accepting, batching, checking, consequences
from credits.models import Evidence, EvidenceItem
from tests import factories
from tests.browser import faults_of
from tests.credits.results import declared, drawn, sent_up, staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SOON = timezone.localdate() + timedelta(days=7)


@pytest.fixture
def pages(sixian, first, second, program, abilities, bureau, clerk):
    """A school half through its people, a batch with a suspended result, a check with a finding, one that waits for its draw."""
    for place, teacher in enumerate(staff(first, 4)):
        declared(teacher, program, abilities["C6"], ["excellent", "passed", "failed", "passed"][place])
    batch = sent_up(first, program, abilities["C7"], bureau, count=8, start=10, grades=("excellent", "passed"))
    other = sent_up(second, program, abilities["C7"], bureau, count=3, start=30, grades=("excellent",))
    check = drawn(sixian, program, [batch, other], bureau, ratio=Decimal("0.3"))
    expert = factories.user("expert", sixian, "expert", name="县级专家")
    checking.hand_out(check=check, experts=[expert], by=bureau)
    one, two, *_rest = check.items.order_by("pk")
    checking.find(item=one, category="missing", text="缺课堂实录，教案与申报的能力点不符", due_on=SOON, by=bureau)
    checking.pass_item(item=two, by=expert)
    consequences.suspend(line=batch.lines.first(), reason="材料与他人雷同，待核实", by=bureau)
    frozen = checking.freeze(unit=sixian, program=program, name="12月复查", batches=[batch], by=bureau, ratio=Decimal("0.1"))
    return {
        "acceptance": ("clerk", f"{reverse('credits:acceptance')}?unit={first.code}"),
        "refuse": ("clerk", reverse("credits:acceptance-refuse", args=["declaration", declared_of(first).pk])),
        "batches": ("sixian", reverse("credits:batch-list")),
        "batch": ("sixian", batch.get_absolute_url()),
        "checks": ("sixian", reverse("credits:check-list")),
        "new": ("sixian", reverse("credits:check-new")),
        "check": ("sixian", check.get_absolute_url()),
        "found": ("sixian", one.get_absolute_url()),
        "waiting": ("expert", check.items.waiting().order_by("pk").first().get_absolute_url()),
        "frozen": ("sixian", reverse("credits:redraw", args=[frozen.code])),
        "redraw": ("sixian", reverse("credits:redraw", args=[check.code])),
    }


def declared_of(school):
    return school.declarations.filter(state="graded").first()


def test_pages_are_clean_and_fit_a_phone(pages, open_page, sign_in):
    wide, narrow = {}, {}
    for name, (who, address) in pages.items():
        for width, kept in ((1366, wide), (390, narrow)):
            page = kept.get(who) or sign_in(open_page(width, 768), who)
            kept[who] = page
            page.goto(address)
            if folder := os.environ.get("SHOTS"):
                page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
            assert (name, faults_of(page)) == (name, []) or width == 390
            assert (name, page.evaluate("document.documentElement.scrollWidth") <= width) == (name, True)


def test_material_stands_beside_the_verdict_and_above_it_on_a_phone(first, sixian, program, abilities, bureau, open_page, sign_in):
    [teacher] = staff(first, 1)
    row = declared(teacher, program, abilities["C6"])
    item = EvidenceItem.objects.create(ability=abilities["C6"], key="C6-1", name="教学设计", kinds=["text"])
    Evidence.objects.create(declaration=row, item=item, key=item.key, text="一节课的设计。" * 400)
    accepting.accept(result=row, by=bureau)
    check = drawn(sixian, program, [batching.send_up(unit=first, program=program, by=bureau)], bureau, ratio=Decimal(1))
    tops = {}
    for width in (1366, 390):
        page = sign_in(open_page(width, 768), "sixian")
        page.goto(check.items.get().get_absolute_url())
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=f"{folder}/material-{width}.png", full_page=True)
        assert faults_of(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        tops[width] = [page.locator(part).bounding_box()["y"] for part in (".beside > .evidence", ".beside > .verdict")]

    assert tops[1366][0] == tops[1366][1]
    assert tops[390][0] < tops[390][1]
