"""The scan or screenshot of a press report (浙工程办函〔2023〕7号 二(一)1区县(4)): brought by its offices, a download."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, WrongState
from programs.actions.evidence import keep_scan, void
from programs.files import LARGEST
from tests.programs import factories as evidence

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 20


def file(name="报道截图.png", content=PNG):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def report(yueqing):
    return evidence.media(yueqing)


def address(report, what="scan"):
    return reverse(f"programs:media-{what}", args=[report.pk])


def test_a_screenshot_is_uploaded_shown_in_the_list_and_given_out_as_it_came(client, report, yueqing_bureau):
    client.force_login(yueqing_bureau)
    link = f'href="{address(report)}"'
    assert link not in client.get(reverse("programs:media-list")).content.decode()

    client.post(address(report, "scan-new"), {"file": file()})

    assert link in client.get(reverse("programs:media-list")).content.decode()
    answer = client.get(address(report))
    assert b"".join(answer.streaming_content) == PNG
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    verbs = list(Event.objects.about(report).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["evidence.scanned", "evidence.scan_read"]


def test_the_stored_name_tells_nothing_and_a_later_scan_takes_its_place(report, yueqing_bureau):
    first = keep_scan(report=report, file=file(), by=yueqing_bureau)
    kept = (first.scan.name, first.scan_sha256, first.updated_at)

    second = keep_scan(report=report, file=file("报道.pdf", b"%PDF-1.7 other"), by=yueqing_bureau)
    second.refresh_from_db()

    assert "报道" not in kept[0] + second.scan.name
    assert (second.scan_name, second.scan_sha256 == kept[1]) == ("报道.pdf", False)
    assert second.updated_at >= kept[2]
    assert second.scan.storage.exists(kept[0])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("报道.png", b"<html><script>alert(1)</script>"),
        ("报道.html", PNG),
        ("报道.zip", b"PK\x03\x04 archive"),
        ("空.png", b""),
    ],
    ids=["a page called a picture", "a picture called a page", "an archive", "empty"],
)
def test_what_is_no_scan_is_refused_and_nothing_is_kept(client, report, yueqing_bureau, name, content):
    client.force_login(yueqing_bureau)

    answer = client.post(address(report, "scan-new"), {"file": file(name, content)})

    report.refresh_from_db()
    assert (answer.status_code, bool(report.scan)) == (422, False)


def test_a_file_too_large_is_refused_with_a_sentence(report, yueqing_bureau):
    large = file()
    large.size = LARGEST + 1

    with pytest.raises(Refused, match="文件超过"):
        keep_scan(report=report, file=large, by=yueqing_bureau)


def test_others_neither_bring_nor_get_it(client, report, yueqing_bureau, xihu_bureau):
    keep_scan(report=report, file=file(), by=yueqing_bureau)

    client.force_login(xihu_bureau)
    assert client.get(address(report)).status_code == 404
    assert client.post(address(report, "scan-new"), {"file": file()}).status_code == 404
    assert client.get(f"/api/v1/media/{report.pk}/file/").status_code == 404
    with pytest.raises(Denied):
        keep_scan(report=report, file=file(), by=xihu_bureau)


def test_a_void_report_takes_no_scan(client, report, yueqing_bureau):
    void(row=report, reason="重复", by=yueqing_bureau)
    client.force_login(yueqing_bureau)

    assert client.post(address(report, "scan-new"), {"file": file()}).status_code == 404
    with pytest.raises(WrongState):
        keep_scan(report=report, file=file(), by=yueqing_bureau)


def test_over_rest_it_is_brought_told_by_hash_and_read(client, report, yueqing_bureau):
    client.force_login(yueqing_bureau)
    rest = f"/api/v1/media/{report.pk}/"
    assert client.get(f"{rest}file/").status_code == 404

    told = client.post(f"{rest}scan/", {"file": file()})

    report.refresh_from_db()
    assert (told.status_code, told.json()["scan_name"], told.json()["scan_sha256"]) == (200, "报道截图.png", report.scan_sha256)
    assert b"".join(client.get(f"{rest}file/").streaming_content) == PNG
    assert client.post(f"{rest}scan/", {"file": file("报道.html")}).status_code == 422
