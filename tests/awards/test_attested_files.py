"""The scan a decision on a clause rests on (浙工程办函〔2023〕7号 二(一)1区县(3)), and that of a press report, at the finding."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from awards.actions import eligibility
from awards.facts_desk.fairness import parts_of
from awards.models import Attestation
from portal.audit.models import Event
from portal.kit.errors import Refused
from programs.actions.evidence import keep_scan
from programs.models import MediaReport

pytestmark = pytest.mark.django_db
CLAUSE = "二(一)1区县(3)"
PDF = b"%PDF-1.7 the plan, signed and sealed"


def file(name="实施方案.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def county(cycle, counties):
    """The first county, in the category it is judged in."""
    return cycle.categories.select_related("cycle").get(key="county_unit"), counties[0]


@pytest.fixture
def attested(county, wenzhou_bureau):
    category, unit = county
    eligibility.attest(
        category=category, unit=unit, clause=CLAUSE, met=True, reason="方案、记录齐全。", file=file(), by=wenzhou_bureau
    )
    return Attestation.objects.get()


def page_of(cycle, unit):
    return reverse("awards:nominee", args=[cycle.code, "county_unit", unit.code])


def attest(client, cycle, unit, **given):
    address = reverse("awards:attest", args=[cycle.code, "county_unit", unit.code])
    return client.post(address, {"clause": CLAUSE, "met": "yes", "reason": "方案齐全", **given})


def test_a_decision_is_made_with_its_scan_on_the_page_and_the_finding_names_it(client, cycle, counties, wenzhou_bureau):
    client.force_login(wenzhou_bureau)

    attest(client, cycle, counties[0], file=file())

    row = Attestation.objects.get()
    page = client.get(page_of(cycle, counties[0])).content.decode()
    assert "方案齐全（附佐证材料：实施方案.pdf）" in page
    assert page.count(f'href="{row.file_url}"') == 2  # beside the finding and beside the decision
    answer = client.get(row.file_url)
    assert b"".join(answer.streaming_content) == PDF
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
    assert "实施方案" not in row.file.name
    assert list(Event.objects.about(row).order_by("pk").values_list("verb", flat=True)) == ["clause.attested", "clause.file_read"]


def test_a_decision_without_a_scan_stays_possible(client, cycle, counties, wenzhou_bureau):
    client.force_login(wenzhou_bureau)

    attest(client, cycle, counties[0])

    page = client.get(page_of(cycle, counties[0])).content.decode()
    assert (Attestation.objects.get().file_url, "附佐证材料" in page, "下载佐证材料" in page) == ("", False, False)


def test_a_later_decision_keeps_the_scan_of_the_earlier_in_sight(client, cycle, county, attested, wenzhou_bureau):
    category, unit = county
    eligibility.attest(category=category, unit=unit, clause=CLAUSE, met=False, reason="复核后不符。", by=wenzhou_bureau)
    client.force_login(wenzhou_bureau)

    page = client.get(page_of(cycle, unit)).content.decode()

    assert page.count(f'href="{attested.file_url}"') == 1
    assert b"".join(client.get(attested.file_url).streaming_content) == PDF


@pytest.mark.parametrize(
    ("name", "content"),
    [("方案.pdf", b"<html>"), ("方案.docx", b"PK\x03\x04 word"), ("方案.pdf", b"")],
    ids=["a page called a pdf", "an office file", "empty"],
)
def test_what_is_no_scan_is_refused_with_what_was_typed_kept(client, cycle, counties, wenzhou_bureau, name, content):
    client.force_login(wenzhou_bureau)

    answer = attest(client, cycle, counties[0], file=file(name, content))

    assert (answer.status_code, Attestation.objects.exists()) == (422, False)
    assert "方案齐全" in answer.content.decode()


def test_a_refused_file_leaves_the_decision_in_force_untouched(county, attested, wenzhou_bureau):
    category, unit = county

    with pytest.raises(Refused):
        eligibility.attest(
            category=category, unit=unit, clause=CLAUSE, met=False, reason="复核", file=file(content=b"x"), by=wenzhou_bureau
        )

    attested.refresh_from_db()
    assert (attested.latest, Attestation.objects.count()) == (True, 1)


def test_the_county_reads_it_and_another_city_does_not(client, cycle, attested, yueqing_bureau, xihu_bureau):
    rest = f"/api/v1/cycles/{cycle.code}/attestations/"

    client.force_login(yueqing_bureau)
    assert b"".join(client.get(attested.file_url).streaming_content) == PDF
    [row] = client.get(rest).json()["results"]
    assert (row["clause"], row["met"], row["file_name"], row["file_sha256"]) == (
        CLAUSE,
        True,
        "实施方案.pdf",
        attested.file_sha256,
    )
    assert b"".join(client.get(f"{rest}{attested.pk}/file/").streaming_content) == PDF

    client.force_login(xihu_bureau)
    assert client.get(attested.file_url).status_code == 404
    assert client.get(rest).json()["results"] == []
    assert client.get(f"{rest}{attested.pk}/file/").status_code == 404


def test_it_cannot_be_had_under_another_nominee(client, cycle, counties, attested, province_office):
    client.force_login(province_office)

    elsewhere = reverse("awards:attested-file", args=[cycle.code, "county_unit", counties[1].code, attested.pk])

    assert client.get(elsewhere).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_reading_decisions_asks_the_same_however_many(
    client, cycle, counties, wenzhou_bureau, count, django_assert_max_num_queries
):
    category = cycle.categories.select_related("cycle").get(key="county_unit")
    for unit in counties[:count]:
        eligibility.attest(category=category, unit=unit, clause=CLAUSE, met=True, reason="齐全", by=wenzhou_bureau)
    client.force_login(wenzhou_bureau)

    with django_assert_max_num_queries(12):
        answer = client.get(f"/api/v1/cycles/{cycle.code}/attestations/")

    assert len(answer.json()["results"]) == count


def test_the_fairness_package_holds_the_hashes_of_both_kinds_of_scan(cycle, county, attested, wenzhou_bureau, province_office):
    report = MediaReport.objects.get(unit=county[1])
    keep_scan(report=report, file=file("截图13900000001.png", b"\x89PNG\r\n\x1a\n picture"), by=wenzhou_bureau)
    eligibility.score_cycle(cycle=cycle, by=province_office)
    parts = parts_of(cycle)

    [decision] = parts["04-attestations"]()
    told = {row["id"]: row for row in parts["16-media-scans"]()}

    assert (decision["file_name"], decision["file_sha256"]) == ("实施方案.pdf", attested.file_sha256)
    report.refresh_from_db()
    assert (told[report.pk]["scan_sha256"], "13900000001" in told[report.pk]["scan_name"]) == (report.scan_sha256, False)
    assert len(told) == MediaReport.objects.count()


def test_the_scan_of_a_report_is_got_beside_the_finding_by_those_who_see_the_report(
    client, cycle, counties, wenzhou_bureau, yueqing_bureau
):
    report = MediaReport.objects.get(unit=counties[0])
    link = reverse("programs:media-scan", args=[report.pk])
    client.force_login(yueqing_bureau)
    assert f'href="{link}"' not in client.get(page_of(cycle, counties[0])).content.decode()

    keep_scan(report=report, file=file(), by=wenzhou_bureau)

    page = client.get(page_of(cycle, counties[0])).content.decode()
    assert f'href="{link}"' in page
    assert "（附扫描件）" in page
