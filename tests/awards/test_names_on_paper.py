"""Public notices and announced lists as issued PDFs, and what everybody may read of them."""

import pypdfium2
import pytest
from django.urls import reverse

from awards.actions import listing, publishing
from awards.documents.names import notice_paper
from awards.models import AwardCycle, Nomination, NoticeName, Release
from portal.documents.models import Document
from portal.kit.errors import Denied, Refused, WrongState
from tests import factories


@pytest.fixture
def announced(cycle, decided, province_office, zhejiang):
    leader = factories.user("province2", zhejiang, "bureau_leader")
    publishing.announce(cycle=cycle, by=province_office)
    publishing.announce(cycle=AwardCycle.objects.get(pk=cycle.pk), by=leader)
    return AwardCycle.objects.select_related("unit", "notice").get(pk=cycle.pk)


def text_of(pdf: bytes) -> str:
    """Everything a PDF says, without the breaks of its lines."""
    return "".join("".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)).split())


def test_a_notice_that_began_is_issued_once_for_one_content(running, province_office, settings):
    settings.DOCUMENT_PROCESSES = 1
    first = listing.issue_notice(notice=running, by=province_office)
    again = listing.issue_notice(notice=running, by=province_office)

    assert (first.pk, first.number) == (again.pk, "zj-2023-GS-0001")
    NoticeName.objects.filter(notice=running, position=1).update(state="removed")
    third = listing.issue_notice(notice=running, by=province_office)
    first.refresh_from_db()
    assert (third.number, first.state) == ("zj-2023-GS-0002", "superseded")


def test_a_draft_is_read_as_a_proof_only(client, notice, province_office):
    with pytest.raises(WrongState):
        listing.issue_notice(notice=notice, by=province_office)
    client.force_login(province_office)

    proof = client.get(notice.get_absolute_url(), {"file": "pdf"})

    assert proof.content.startswith(b"%PDF")
    assert "校对稿" in text_of(proof.content)
    assert not Document.objects.exists()


def test_only_its_office_issues_a_notice(running, wenzhou_bureau):
    with pytest.raises(Denied):
        listing.issue_notice(notice=running, by=wenzhou_bureau)


def test_the_public_gets_the_issued_pdf_as_long_as_it_says_what_stands(client, running, province_office):
    assert client.get(running.public_url, {"file": "pdf"}).status_code == 404
    client.force_login(province_office)
    answer = client.post(reverse("awards:notice-act", args=["zj-2023", running.pk, "issue"]), follow=True)
    client.logout()

    file = client.get(running.public_url, {"file": "pdf"})

    assert "已生成zj-2023-GS-0001" in answer.content.decode()
    said = text_of(file.content)
    assert all(part in said for part in (running.title, "乐清市教育局", "公示时间", "0571-88880000", "GS-0001"))
    NoticeName.objects.filter(notice=running, position=1).update(state="removed")
    assert client.get(running.public_url, {"file": "pdf"}).status_code == 404


def test_a_form_of_names_is_drawn_again_from_its_data(running):
    paper = notice_paper(running)

    assert type(paper).from_data(paper.data()) == paper
    assert [(name, len(rows), told) for name, rows, told in paper.groups] == [(running.names.first().category_name, 2, False)]


def test_results_are_public_once_announced_and_not_before(client, cycle, decided):
    assert client.get(cycle.announced_url).status_code == 404
    assert "zj-2023" not in client.get(reverse("awards:announced-list")).content.decode()


def test_everybody_reads_the_announced_names_and_nothing_else_of_anybody(client, announced, decided):
    page = client.get(announced.announced_url)
    word = client.get(announced.announced_url, {"file": "docx"})

    shown = page.content.decode()
    assert (page.status_code, word.status_code) == (200, 200)
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert all(row.subject in shown for row in decided[:2])
    assert decided[2].subject not in shown
    assert decided[0].phone
    assert not any(told in shown for row in decided for told in (row.phone, row.contact) if told)
    assert announced.announced_url in client.get(reverse("awards:announced-list")).content.decode()


def test_the_office_puts_the_list_on_paper_and_everybody_gets_it(client, announced, province_office, wenzhou_bureau):
    with pytest.raises(Denied):
        listing.issue_announced(cycle=announced, by=wenzhou_bureau)
    assert client.get(announced.announced_url, {"file": "pdf"}).status_code == 404
    client.force_login(province_office)
    done = client.post(reverse("awards:results-paper", args=["zj-2023"]), follow=True).content.decode()
    client.logout()

    said = text_of(client.get(announced.announced_url, {"file": "pdf"}).content)

    assert "zj-2023-GB-0001" in done
    assert all(part in said for part in ("乐清市教育局", "浙江省中小学教师", "GB-0001"))


def test_nothing_is_put_on_paper_before_it_is_announced(client, cycle, decided, province_office):
    with pytest.raises(WrongState):
        listing.issue_announced(cycle=cycle, by=province_office)


def test_names_with_personal_data_are_not_announced(cycle, decided, province_office):
    Nomination.objects.filter(pk=decided[1].pk).update(manager_workplace="某局 13800138000")

    with pytest.raises(Refused) as refusal:
        publishing.announce(cycle=cycle, by=province_office)

    assert refusal.value.code == "personal_data"
    assert "13800138000" not in str(refusal.value)
    assert not Release.objects.exists()
