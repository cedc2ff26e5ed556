"""The page of a drawn result: what it rests on stands beside the verdict; and where the teacher is led when it is suspended."""

from decimal import Decimal

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from credits.actions import accepting, batching, checking, consequences
from credits.models import CreditEntry, Declaration
from portal.accounts.models import Message
from portal.sheets.models import Upload
from tests import factories
from tests.corpus import materials
from tests.credits import declared as drafts
from tests.credits import ledger
from tests.credits.results import declared, drawn, handed_in, staff


@pytest.fixture
def expert(sixian):
    return factories.user("expert", sixian, "expert", name="县级专家")


def checked(results, *, school, county, program, clerk, bureau, expert):
    """The results accepted, sent up, all drawn and given to the expert."""
    for result in results:
        accepting.accept(result=result, by=clerk)
    batch = batching.send_up(unit=school, program=program, by=clerk)
    check = drawn(county, program, [batch], bureau, ratio=Decimal(1))
    checking.hand_out(check=check, experts=[expert], by=bureau)
    return check.items.order_by("pk")


@pytest.fixture
def sent(first, sixian, program, clerk, bureau, expert):
    people = {"school": first, "county": sixian, "program": program, "clerk": clerk, "bureau": bureau, "expert": expert}
    return lambda *results: checked(results, **people)


def test_what_was_handed_in_stands_beside_the_verdict(client, first, program, abilities, expert, sent):
    [teacher] = staff(first, 1)
    row = declared(teacher, program, abilities["C6"])
    file = handed_in(row, "a" * 64)
    [item] = sent(row)
    client.force_login(expert)

    page = client.get(item.get_absolute_url()).content.decode()

    beside = page.partition('class="beside"')[2]
    assert reverse("credits:evidence-part", args=[file.pk, "page", 1]) in beside.partition('class="verdict"')[0]
    assert reverse("credits:item-act", args=[item.pk, "pass"]) in beside.partition('class="verdict"')[2]
    assert "preview.js" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_however_much_was_handed_in(client, first, program, abilities, expert, sent, count):
    [teacher] = staff(first, 1)
    user = drafts.account(teacher)
    row = declared(teacher, program, abilities["C6"], state="draft", grade=None, submitted_at=None, graded_at=None)
    for number in range(count):
        one = drafts.item(abilities["C6"], f"C6-{number}")
        drafts.handed(row, one, materials.pdf(text=str(number)), by=user)
    Declaration.objects.filter(pk=row.pk).update(state="graded", grade="passed", submitted_at=Now(), graded_at=Now())
    row.refresh_from_db()
    [item] = sent(row)
    client.force_login(expert)
    client.get(item.get_absolute_url())

    with CaptureQueriesContext(connection) as asked:
        client.get(item.get_absolute_url())

    assert len(asked) == 15


def by_sheet(first, program, abilities, clerk):
    [teacher] = staff(first, 1)
    entry = ledger.credit(teacher, program, abilities["C6"])
    upload = Upload.objects.create(sheet="credits", unit=first, created_by=clerk, name="考核结果.xlsx", size=1)
    CreditEntry.objects.filter(pk=entry.pk).update(upload=upload)
    entry.refresh_from_db()
    return entry, upload


def test_a_result_by_sheet_says_that_it_has_no_material_and_whence_it_came(
    client, first, program, abilities, clerk, bureau, expert, sent
):
    entry, upload = by_sheet(first, program, abilities, clerk)
    [item] = sent(entry)

    client.force_login(expert)
    page = client.get(item.get_absolute_url()).content.decode()
    assert "没有申报材料" in page
    assert "考核结果.xlsx" in page
    assert clerk.name in page.partition("上传人")[2].partition("</dd>")[0]
    assert upload.get_absolute_url() not in page

    client.force_login(bureau)
    assert upload.get_absolute_url() in client.get(item.get_absolute_url()).content.decode()


def test_what_is_told_of_a_suspension_leads_to_the_record_or_the_ledger(first, program, abilities, clerk, bureau, sent):
    entry, _upload = by_sheet(first, program, abilities, clerk)
    [other] = staff(first, 1, start=2)
    row = declared(other, program, abilities["C6"])
    for number, teacher in enumerate((entry.teacher, other)):
        drafts.account(teacher, f"t{number}")

    for item in sent(entry, row):
        consequences.suspend(line=item.line, reason="待核实", by=bureau)

    told = dict(Message.objects.filter(text__contains="待核实").values_list("user__username", "url"))
    assert told == {"t0": reverse("credits:my"), "t1": row.get_absolute_url()}
