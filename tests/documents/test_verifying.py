import random
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from portal.documents import actions, archive, issuing, limits, verifying
from portal.documents.issuing import Issue
from portal.documents.models import Document, new_code
from tests.documents.factories import Slip, issued

pytestmark = pytest.mark.django_db


def page_of(client, code) -> tuple[int, str]:
    """Status and page of a check, without what differs on every page."""
    response = client.get(reverse("documents:verify", args=[code]))
    return response.status_code, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


def upload(content: bytes):
    return SimpleUploadedFile("form.pdf", content, content_type="application/pdf")


def test_the_page_vouches_for_number_unit_title_year_state_and_hash_and_names_nobody(client, yueqing):
    document = issued(yueqing, name="欧阳明")

    status, page = page_of(client, document.code)

    assert status == 200
    for shown in (document.number, "乐清市", "测试单", str(timezone.localdate().year), "有效", document.file_sha256[:16]):
        assert shown in page
    assert "欧阳明" not in page
    assert document.file_sha256 not in page


def test_wrong_expired_revoked_and_unfinished_are_answered_alike(client, yueqing, xihu):
    revoked, expired = issued(yueqing, name="甲"), issued(xihu, name="乙")
    actions.revoke(document=revoked, reason="姓名有误", by=None)
    Document.objects.filter(pk=expired.pk).stamp(expires_on=timezone.localdate() - timezone.timedelta(days=1))
    (intent,) = issuing.intend([Issue(Slip("丙"), "a", yueqing, yueqing)], None)

    answers = {page_of(client, code) for code in (new_code(), "x", revoked.code, expired.code, intent.code)}

    ((status, page),) = answers
    assert status == 404
    assert "无此记录" in page


def test_a_superseded_document_is_still_ours_and_says_so(client, yueqing):
    first = issued(yueqing, name="甲")
    issued(yueqing, name="乙")

    status, page = page_of(client, first.code)

    assert status == 200
    assert "已被新版取代" in page


def test_the_answer_is_kept_nowhere(client, yueqing):
    response = client.get(reverse("documents:verify", args=[issued(yueqing).code]))

    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "same-origin"  # "no-referrer" would also hide the origin of the upload form


def test_an_address_may_guess_ten_times_a_minute(client, monkeypatch, yueqing):
    monkeypatch.setattr(limits.time, "time", lambda: 1_700_000_000.0)
    addresses = [reverse("documents:verify", args=["x"])] * 10

    assert {client.get(address).status_code for address in addresses} == {404}
    refused = client.get(addresses[0])
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert client.get(reverse("documents:verify", args=[issued(yueqing).code])).status_code == 429
    assert client.get(reverse("documents:verify-start")).status_code == 200
    assert client.get(addresses[0], REMOTE_ADDR="10.0.0.9").status_code == 404


def test_good_answers_and_the_empty_form_are_not_counted(client, monkeypatch, yueqing):
    monkeypatch.setattr(limits.time, "time", lambda: 1_700_000_000.0)
    address = reverse("documents:verify", args=[issued(yueqing).code])

    assert {client.get(address).status_code for _ in range(15)} == {200}
    assert {client.get(reverse("documents:verify-start")).status_code for _ in range(15)} == {200}
    assert {client.get(reverse("documents:verify", args=["x"])).status_code for _ in range(10)} == {404}


def test_the_archived_file_is_recognised(client, yueqing):
    document = issued(yueqing)

    response = client.post(reverse("documents:verify", args=[document.code]), {"file": upload(archive.read(document))})

    assert "上传的文件与存档一致" in response.content.decode()


def test_a_changed_file_is_told(client, yueqing):
    document = issued(yueqing)

    response = client.post(reverse("documents:verify", args=[document.code]), {"file": upload(archive.read(document) + b"\n")})

    assert "与存档不一致" in response.content.decode()


def test_an_upload_to_an_unknown_code_is_answered_like_no_upload(client, yueqing):
    content = archive.read(issued(yueqing))

    response = client.post(reverse("documents:verify", args=[new_code()]), {"file": upload(content)})

    assert response.status_code == 404
    assert "无此记录" in response.content.decode()
    assert "存档一致" not in response.content.decode()


def changes(content: bytes, count: int, seed: int):
    """``count`` files that differ from ``content`` in one random way each: byte, cut, insertion, incremental update."""
    rng = random.Random(seed)
    for number in range(count):
        at = rng.randrange(len(content))
        yield (
            content[:at] + bytes([content[at] ^ rng.randrange(1, 256)]) + content[at + 1 :],
            content[:at],
            content[:at] + rng.randbytes(rng.randrange(1, 40)) + content[at:],
            content + b"\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%d" % number,
        )[number % 4]


def test_two_hundred_random_changes_are_all_found(yueqing):
    document = issued(yueqing)
    content = archive.read(document)

    assert verifying.is_archived_file(document, upload(content))
    found = [verifying.is_archived_file(document, upload(changed)) for changed in changes(content, 200, seed=2023)]
    assert found == [False] * 200


def test_the_start_page_leads_to_the_code(client, yueqing):
    code = issued(yueqing).code

    assert client.get(reverse("documents:verify-start"), {"code": code}).url == reverse("documents:verify", args=[code])
    assert "查验码是 22 位" in client.get(reverse("documents:verify-start"), {"code": "短"}).content.decode()


def test_codes_hold_128_bits():
    assert {len(new_code()) for _ in range(50)} == {22}


def test_what_is_no_pdf_is_called_that_and_not_changed(client, yueqing):
    document = issued(yueqing)

    for content in (b"PK\x03\x04" + b"0" * 40, b"<script>alert(1)</script>"):
        page = client.post(reverse("documents:verify", args=[document.code]), {"file": upload(content)}).content.decode()
        assert "这不是 PDF 文件" in page
        assert "与存档不一致" not in page
