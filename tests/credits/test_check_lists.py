"""Lists as files with the filters of their pages, and findings: the list of what is to be mended, and its reminders."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from credits.actions import checking
from credits.actions.check_alerts import remind_findings
from credits.models import Certificate, CheckFinding, PanelReview
from credits.tasks import remind_findings as task
from portal.accounts.models import Message
from portal.audit.models import Event
from tests import factories
from tests.credits import ledger
from tests.credits.results import declared, drawn, sent_up, staff
from tests.credits.reviewing import panel

TODAY = timezone.localdate


@pytest.fixture
def batch(first, program, abilities, clerk):
    return sent_up(first, program, abilities["C6"], clerk, count=5, grades=("excellent", "passed"))


@pytest.fixture
def finding(sixian, program, batch, bureau):
    check = drawn(sixian, program, [batch], bureau, ratio=Decimal("0.2"))
    day = TODAY() + timedelta(days=10)
    return checking.find(item=check.items.first(), category="missing", text="缺课堂实录", due_on=day, by=bureau)


def csv(client, name, **query) -> list[str]:
    response = client.get(reverse(f"credits:{name}"), {"export": "csv", **query})
    return b"".join(response.streaming_content).decode("utf-8-sig").splitlines()


def due(finding, day) -> None:
    CheckFinding.objects.filter(pk=finding.pk).update(due_on=day)


def test_batches_go_out_with_the_filter_of_the_page(client, batch, bureau, abroad):
    client.force_login(bureau)
    head, row = csv(client, "batch-list", state="submitted")

    assert head.startswith("批次编号,学校标识码,学校名称,批次")
    assert row.startswith(f"{batch.code},3413249001,泗县第一小学,1,泗县,5,5,3,2,50,")
    assert len(csv(client, "batch-list", state="recognised")) == 1
    assert '<td class="cell-text">泗县第一小学' in client.get(reverse("credits:batch-list")).content.decode()
    client.force_login(abroad)
    assert len(csv(client, "batch-list")) == 1


def test_certificates_go_out_with_the_filter_of_the_page(client, sixian, first, program, abilities, bureau, abroad):
    for state, teacher in zip(("valid", "suspended"), staff(first, 2), strict=True):
        about = {"teacher": teacher, "unit": first, "program": program, "ability": abilities["C6"], "issuer": sixian}
        entry = {"entry": ledger.credit(teacher, program, abilities["C6"])}
        own = {"grade": "passed", "issued_on": date(2023, 6, 1), "state": state, "number": f"341324-{state}"}
        Certificate.objects.create(**about, **entry, **own, reason="核实" if state == "suspended" else "")
    client.force_login(bureau)

    assert [row.split(",")[0] for row in csv(client, "certificate-list", state="valid")] == ["证书编号", "341324-valid"]
    assert "教师2" in csv(client, "certificate-list", q="341324-susp")[1]
    client.force_login(abroad)
    assert len(csv(client, "certificate-list")) == 1


def test_a_blind_readers_file_names_nobody(client, first, program, abilities):
    user = factories.user("reader", first, "expert")
    about = {"panel": panel(first, program), "reviewer": user, "attempt": 1}
    for teacher, blind in zip(staff(first, 2), (True, False), strict=True):
        record = declared(teacher, program, abilities["C6"], state="reviewing", grade=None)
        PanelReview.objects.create(declaration=record, blind=blind, **about)
    client.force_login(user)

    rows = csv(client, "review-list")

    assert [row.split(",")[3:5] for row in rows[1:]] == [["匿名", ""], ["教师2", "泗县第一小学"]]
    assert len(csv(client, "review-list", state="done")) == 1


def test_the_list_of_findings_shows_who_is_late(client, finding, clerk, bureau, abroad):
    due(finding, TODAY() - timedelta(days=1))
    for user, seen in ((clerk, True), (bureau, True), (abroad, False)):
        client.force_login(user)
        page = client.get(reverse("credits:finding-list"), {"late": "late"}).content.decode()
        assert ("缺课堂实录" in page, "逾期</" in page or "逾期\n" in page) == (seen, seen), user
        assert len(csv(client, "finding-list")) == 1 + seen


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_asks_the_same_however_many(client, sixian, program, batch, bureau, count, django_assert_max_num_queries):
    check = drawn(sixian, program, [batch], bureau, ratio=Decimal("0.8"))
    for item in check.items.order_by("pk")[:count]:
        checking.find(item=item, category="missing", text="缺材料", due_on=TODAY(), by=bureau)
    client.force_login(bureau)
    client.get(reverse("credits:finding-list"))

    with django_assert_max_num_queries(14):
        page = client.get(reverse("credits:finding-list"))

    assert len(page.context["page"].rows) == count


@pytest.mark.parametrize(("days", "reminded"), [(10, 0), (4, 0), (3, 1), (0, 1), (-1, 1), (-30, 1)])
def test_a_school_hears_of_what_is_due_within_three_days_or_late(finding, clerk, days, reminded):
    due(finding, TODAY() + timedelta(days=days))
    Message.objects.all().delete()

    assert task() == reminded

    told = list(Message.objects.filter(user=clerk).values_list("text", flat=True))
    assert len(told) == reminded
    assert all(("已过整改期限" in text) == (days < 0) for text in told)


def test_reminders_come_once_a_week_and_end_with_the_mending(finding, clerk, bureau):
    due(finding, TODAY() - timedelta(days=1))
    assert [remind_findings(), remind_findings()] == [1, 0]

    Event.objects.filter(verb="finding.reminded").update(at=timezone.now() - timedelta(days=8))
    assert remind_findings() == 1
    Event.objects.filter(verb="finding.reminded").update(at=timezone.now() - timedelta(days=8))
    checking.mend(finding=finding, done="已补", by=clerk)
    assert remind_findings() == 0
    assert Event.objects.filter(verb="finding.reminded").count() == 2


def test_the_office_sees_on_its_first_page_who_is_late(client, finding, bureau):
    due(finding, TODAY() - timedelta(days=1))
    client.force_login(bureau)

    assert "1 个抽查问题逾期未整改" in client.get("/").content.decode()
