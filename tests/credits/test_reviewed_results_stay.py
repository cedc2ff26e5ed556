"""A result a review led to is taken back by the acts of the review, so that its declaration and the ledger say the same."""

import pytest
from django.urls import reverse

from credits.actions import accepting, batching, certifying, consequences
from credits.actions.ledger import void
from credits.enums.declarations import DeclarationState as S
from credits.facts.certificates import due_entries
from credits.facts.checks import differences
from credits.models import Certificate, CreditEntry, Declaration, ResultLine
from portal.audit.models import Event
from portal.kit.errors import WrongState
from portal.sheets import actions as uploads
from tests.credits import ledger
from tests.credits.results import declared
from tests.credits.reviewing import policy
from tests.schools import people
from tests.sheets.flow import bring, keep


@pytest.fixture
def entry(first, program, abilities, clerk):
    """C6 of 林小雨: reviewed, accepted at the school, and counting."""
    row = declared(people.teacher(first, "林小雨", 1), program, abilities["C6"])
    accepting.accept(result=row, by=clerk)
    return CreditEntry.objects.select_related("declaration", "teacher__unit").get()


def states(entry) -> tuple[str, str]:
    return Declaration.objects.get(pk=entry.declaration_id).state, CreditEntry.objects.get(pk=entry.pk).state


def test_before_it_is_sent_up_the_school_is_shown_its_own_act(entry, bureau, clerk):
    with pytest.raises(WrongState, match="由学校在逐人验收中改为“验收不通过”"):
        void(row=entry, reason="登记有误", by=bureau)
    assert states(entry) == (S.ACCEPTED, "current")

    accepting.refuse(result=entry.declaration, reason="缺材料", by=clerk)

    assert states(entry) == (S.RETURNED, "void")
    assert differences() == []


def test_once_sent_up_it_is_the_countys(entry, first, program, bureau, clerk):
    batching.send_up(unit=first, program=program, by=clerk)
    entry.declaration.refresh_from_db()

    with pytest.raises(WrongState, match="由县级在上报的批次中暂停认定"):
        void(row=entry, reason="登记有误", by=clerk)
    line = ResultLine.objects.select_related("batch", "declaration", "teacher__user").get()
    consequences.suspend(line=line, reason="雷同", by=bureau)
    consequences.reject(line=line, reason="抄袭", by=bureau)

    assert states(entry) == (S.FAILED, "void")
    assert differences() == []


def test_a_refused_void_leaves_no_trace(entry, bureau):
    with pytest.raises(WrongState):
        void(row=entry, reason="登记有误", by=bureau)

    assert not Event.objects.filter(verb="ledger.voided").exists()


def test_what_came_by_sheet_is_voided_as_before(first, program, abilities, bureau):
    row = ledger.credit(people.teacher(first, "陈默", 2), program, abilities["A1"])

    void(row=row, reason="登记有误", by=bureau)

    assert CreditEntry.objects.get().state == "void"


# a sheet's result that stood before a review's


@pytest.fixture
def both(first, program, abilities, bureau, clerk):
    """C6 of 林小雨 by sheet, and reviewed with the same grade and accepted: the sheet's counts, since it was there first."""
    teacher = people.teacher(first, "林小雨", 1)
    head = ["行码", "能力点编号", "等级", "评审日期"]
    upload = keep(bring("credits", [head, [teacher.code, "C6", "合格", "2022-09-01"]], unit=first, by=bureau), by=bureau)
    row = declared(teacher, program, abilities["C6"])
    accepting.accept(result=row, by=clerk)
    assert CreditEntry.objects.get().declaration is None
    return upload, row


def counting(row) -> list:
    return list(CreditEntry.objects.current().values_list("declaration", "grade"))


def test_once_the_sheets_result_is_void_the_reviews_counts(both, bureau):
    _upload, row = both

    void(row=CreditEntry.objects.get(), reason="登记有误", by=bureau)

    assert counting(row) == [(row.pk, "passed")]
    assert Event.objects.get(verb="credit.written").actor == bureau
    assert differences() == []


def test_once_the_whole_sheet_is_undone_too(both, bureau):
    upload, row = both

    uploads.undo(upload=upload, by=bureau)

    assert counting(row) == [(row.pk, "passed")]
    assert differences() == []


@pytest.mark.parametrize(("certified", "now"), [("passed", "valid"), ("excellent", "revoked")])
def test_once_another_sheet_lowers_it_the_reviews_counts_and_the_certificate_says_no_more(
    first, program, abilities, sixian, bureau, clerk, certified, now
):
    """The row a sheet lowered gives way within the same act; that it was changed by the sheet must not be forgotten over it."""
    policy(sixian, certificate_after="each")
    teacher = people.teacher(first, "林小雨", 1)
    ledger.credit(teacher, program, abilities["C6"], certified)
    certifying._number(list(due_entries(first, program).select_related("teacher__unit", "ability")), program, first, bureau)
    row = declared(teacher, program, abilities["C6"])
    accepting.accept(result=row, by=clerk)
    head = ["行码", "能力点编号", "等级", "评审日期"]

    keep(bring("credits", [head, [teacher.code, "C6", "不合格", "2022-09-01"]], unit=first, by=bureau), by=bureau)

    assert counting(row) == [(row.pk, "passed")]
    assert Certificate.objects.get().state == now
    assert differences() == []


def test_once_the_school_does_not_take_the_sheets_result_too(both, clerk):
    _upload, row = both

    accepting.refuse(result=CreditEntry.objects.get(), reason="没有材料", by=clerk)

    assert counting(row) == [(row.pk, "passed")]


def test_a_review_the_school_did_not_take_does_not_count_instead(both, bureau, clerk):
    _upload, row = both
    accepting.refuse(result=row, reason="缺材料", by=clerk)

    void(row=CreditEntry.objects.get(), reason="登记有误", by=bureau)

    assert counting(row) == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_page_says_so_and_asks_for_nothing(client, entry, clerk, method):
    client.force_login(clerk)

    answer = getattr(client, method)(reverse("credits:void", args=["credits", entry.pk]), {"reason": "录错了"}, follow=True)

    assert "不能单独作废" in answer.content.decode()
    assert states(entry) == (S.ACCEPTED, "current")


def test_lists_offer_no_button_for_it_and_the_school_the_right_one(client, entry, clerk, first):
    client.force_login(clerk)
    address = reverse("credits:void", args=["credits", entry.pk])

    for page in (reverse("credits:credit-list"), reverse("credits:teacher", args=[entry.teacher.code])):
        told = client.get(page).content.decode()
        assert address not in told
        assert "按申报办理" in told
    acceptance = client.get(reverse("credits:acceptance"), {"unit": first.code}).content.decode()
    assert reverse("credits:acceptance-refuse", args=["declaration", entry.declaration_id]) in acceptance
