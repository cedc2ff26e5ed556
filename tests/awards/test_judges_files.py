"""What a judge opens of a nomination he scores: files on the form and scans its findings rest on; nobody else by this way."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from awards.actions import attaching, eligibility, judging, nominations, panels, recusing
from awards.models import Ballot, JudgingPanel, Nomination
from portal.accounts.models import Post
from portal.audit.models import Event
from programs.actions.evidence import keep_scan
from programs.models import MediaReport
from tests import factories
from tests.awards.factories import recommended

PDF = b"%PDF-1.7\n" + b"0" * 64
CLAUSE = "二(一)1区县(3)"


def file(name):
    return SimpleUploadedFile(name, PDF + name.encode())


@pytest.fixture
def taken_in(cycle, counties, bureaus, county_unit, wenzhou_bureau, province_office):
    """Yueqing's form with a file, its clause attested and its report scanned, and a neighbour's with a file."""
    first, second = counties[:2]
    eligibility.attest(
        category=county_unit, unit=first, clause=CLAUSE, met=True, reason="齐全", file=file("方案.pdf"), by=wenzhou_bureau
    )
    keep_scan(report=MediaReport.objects.get(unit=first), file=file("报道.pdf"), by=wenzhou_bureau)
    for unit in (first, second):
        row = nominations.draft(category=county_unit, unit=unit, by=bureaus[unit.pk])
        attaching.attach(nomination=row, file=file(f"佐证{unit.code}号13900000001.pdf"), by=bureaus[unit.pk])
    rows = [recommended(county_unit, unit, bureaus[unit.pk], wenzhou_bureau) for unit in (first, second)]
    judging.accept_all(cycle=cycle, ids=[row.pk for row in rows], by=province_office)
    return rows


@pytest.fixture
def scoring(panel, province_office):
    panels.start(panel=panel, by=province_office)
    return JudgingPanel.objects.get(pk=panel.pk)


def ballot_of(user, row) -> Ballot:
    return Ballot.objects.get(judge__user=user, nomination=row)


def links(client, ballot) -> list[str]:
    return [one.url for one in client.get(reverse("awards:ballot", args=[ballot.pk])).context["files"]]


@pytest.fixture
def ballot(scoring, experts, taken_in):
    return ballot_of(experts[0], taken_in[0])


def test_a_judge_opens_every_file_the_form_rests_on_and_each_reading_is_on_record(client, ballot, experts):
    client.force_login(experts[0])
    page = client.get(reverse("awards:ballot", args=[ballot.pk]))

    shown = page.context["files"]
    assert [(one.word, one.name) for one in shown] == [
        ("佐证材料", "佐证330382号1*********1.pdf"),
        ("人工认定的依据", "方案.pdf"),
        ("媒体报道扫描件", "报道.pdf"),
    ]
    for one in shown:
        assert f'href="{one.url}"' in page.content.decode()
        answer = client.get(one.url)
        assert b"".join(answer.streaming_content).startswith(PDF)
        assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("no-store", "nosniff")
        assert answer["Content-Disposition"].startswith("attachment")
    taken = Event.objects.filter(actor=experts[0]).order_by("pk").values_list("verb", flat=True)
    assert [verb for verb in taken if "read" in verb] == ["nomination.attachment_read", "clause.file_read", "evidence.scan_read"]


def test_he_reads_them_after_the_scoring_as_he_reads_his_ballot(client, ballot, experts):
    JudgingPanel.objects.update(state="closed")
    client.force_login(experts[0])

    assert [b"".join(client.get(url).streaming_content)[:9] for url in links(client, ballot)] == [PDF[:9]] * 3


def test_nobody_else_gets_them_by_his_ballot(client, ballot, scoring, experts, taken_in, zhejiang, province_office, wenzhou_bureau):
    client.force_login(experts[0])
    addresses = links(client, ballot)
    unseated = factories.user("other", zhejiang, "expert")

    for user in (experts[1], unseated, province_office, wenzhou_bureau):
        client.force_login(user)
        assert {client.get(url).status_code for url in addresses} == {404}
    client.force_login(unseated)
    attachment = taken_in[0].attachments.get()
    assert client.get(attachment.get_absolute_url()).status_code == 404


def test_a_ballot_opens_the_files_of_its_own_nomination_alone(client, ballot, experts, taken_in):
    client.force_login(experts[0])
    foreign = taken_in[1].attachments.get()

    for kind, pk in (("attachments", foreign.pk), ("media", MediaReport.objects.get(unit=taken_in[1].unit).pk), ("drafts", 1)):
        assert client.get(reverse("awards:ballot-file", args=[ballot.pk, kind, pk])).status_code == 404


def test_before_the_scoring_a_seat_opens_nothing(client, panel, experts, taken_in):
    client.force_login(experts[0])

    assert not Ballot.objects.exists()
    assert client.get(taken_in[0].attachments.get().get_absolute_url()).status_code == 404


def test_who_keeps_out_is_given_nothing_any_more(client, ballot, experts, taken_in):
    client.force_login(experts[0])
    addresses = links(client, ballot)
    recusing.recuse(judge=ballot.judge, nomination=taken_in[0], reason="有利害关系", by=experts[0])

    assert {client.get(url).status_code for url in addresses} == {404}


def test_who_was_let_off_the_panel_is_given_nothing_any_more(client, ballot, experts, province_office):
    client.force_login(experts[0])
    addresses = links(client, ballot)
    panels.unseat(judge=ballot.judge, reason="调离", by=province_office)

    assert {client.get(url).status_code for url in addresses} == {404}


def test_a_post_in_the_city_taken_up_since_closes_them(client, ballot, experts, wenzhou):
    client.force_login(experts[0])
    addresses = links(client, ballot)
    Post.objects.create(user=experts[0], unit=wenzhou, role="expert")

    assert links(client, ballot) == []
    assert {client.get(url).status_code for url in addresses} == {404}


def test_a_form_that_lies_with_its_unit_again_shows_its_files_to_no_judge(client, ballot, experts, taken_in):
    client.force_login(experts[0])
    addresses = links(client, ballot)
    Nomination.objects.filter(pk=taken_in[0].pk).update(state="returned")

    assert {client.get(url).status_code for url in addresses} == {404}


def test_the_page_of_a_ballot_asks_the_same_however_many_files(
    client, ballot, experts, taken_in, bureaus, django_assert_num_queries
):
    client.force_login(experts[0])
    address = reverse("awards:ballot", args=[ballot.pk])
    client.get(address)
    with django_assert_num_queries(QUERIES):
        client.get(address)
    row = taken_in[0]
    for number in range(3):
        values = {"file": "x", "file_name": f"{number}.pdf", "file_sha256": str(number), "kind": "pdf", "size": 1}
        row.attachments.create(uploaded_by=bureaus[row.unit_id], **values)
    with django_assert_num_queries(QUERIES):
        assert client.get(address).content.decode().count("/files/attachments/") == 4


QUERIES = 12
