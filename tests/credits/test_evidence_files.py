"""Rows 84 to 87 of the corpus and U8: receiving in pieces, quotas, giving out, the same bytes elsewhere."""

import pytest
from django.urls import reverse

from credits.actions import declaring, evidence
from credits.evidence import serving
from credits.facts.evidence import same_files
from credits.models import Evidence, EvidenceFile, EvidenceUpload
from portal.audit.models import Event
from portal.kit.errors import Refused, Spent, Stale
from tests import factories
from tests.corpus import materials
from tests.credits import declared
from tests.schools import people


def announced(client, declaration, size, name="课堂.mp4", item="A1-1"):
    address = reverse("credits:declaration-files", args=[declaration.code])
    return client.post(address, {"item": item, "name": name, "size": size}, headers={"Accept": "application/json"})


def piece(client, place, offset, data):
    return client.patch(place, data, content_type="application/offset+octet-stream", headers={"Upload-Offset": str(offset)})


def sent(client, declaration, data, name="课堂.mp4", step=3000):
    place = announced(client, declaration, len(data), name).json()["address"]
    for offset in range(0, len(data), step):
        told = piece(client, place, offset, data[offset : offset + step]).json()
    declared.run_checks()
    return EvidenceFile.objects.get(pk=told["file"])


def bytes_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_file_arrives_in_pieces_and_goes_on_where_it_was_cut(signed_in, draft):
    data = materials.film(place=True)
    place = announced(signed_in, draft, len(data)).json()["address"]
    piece(signed_in, place, 0, data[: len(data) // 2])

    again = announced(signed_in, draft, len(data)).json()
    assert (again["address"], again["offset"]) == (place, len(data) // 2)
    assert signed_in.head(place).headers["Upload-Offset"] == str(len(data) // 2)
    told = piece(signed_in, place, again["offset"], data[again["offset"] :]).json()

    declared.run_checks()
    file = EvidenceFile.objects.get(pk=told["file"])
    assert (told["done"], file.state, file.size) == (True, "clean", len(data))


def test_a_piece_at_the_wrong_place_is_told_the_right_one(signed_in, draft):
    data = materials.film()
    place = announced(signed_in, draft, len(data)).json()["address"]
    piece(signed_in, place, 0, data[:100])

    wrong = piece(signed_in, place, 50, data[50:100])

    assert (wrong.status_code, wrong.json()["fields"]) == (412, {"offset": 100})
    assert EvidenceUpload.objects.get().received == 100


def test_the_last_piece_sent_twice_makes_one_file(signed_in, draft):
    data = materials.film()
    place = announced(signed_in, draft, len(data)).json()["address"]
    piece(signed_in, place, 0, data)

    assert piece(signed_in, place, len(data), b"").json()["file"] == EvidenceFile.objects.get().pk


def test_the_same_bytes_twice_in_one_declaration_are_one_record(signed_in, draft, item):
    first = sent(signed_in, draft, materials.film())
    second = declared.handed(draft, item, materials.film(), "又一次.mp4")

    assert first == second
    assert EvidenceFile.objects.count() == 1


def test_what_is_announced_too_large_is_refused_before_a_byte_comes(signed_in, draft):
    answer = announced(signed_in, draft, 10 * 1024**3)

    assert (answer.status_code, answer.json()["detail"]) == (413, "“学情分析方案”的文件不能超过 1024 MB。")
    assert not EvidenceUpload.objects.exists()


def test_more_than_was_announced_is_refused(signed_in, draft):
    place = announced(signed_in, draft, 10).json()["address"]

    assert piece(signed_in, place, 0, b"x" * 11).status_code == 413


def test_a_declared_body_of_ten_gigabytes_is_refused_unread(signed_in, draft):
    address = reverse("credits:declaration-save", args=[draft.code])

    answer = signed_in.post(address, {"reflection": "x"}, CONTENT_LENGTH=str(10 * 1024**3))

    assert (answer.status_code, answer.content) == (413, b"")


def test_a_body_without_a_length_is_refused(signed_in, draft):
    place = announced(signed_in, draft, 10).json()["address"]

    answer = signed_in.generic("PATCH", place, b"", headers={"Transfer-Encoding": "chunked"}, CONTENT_LENGTH="")

    assert answer.status_code == 411


def test_a_piece_that_breaks_off_is_none(rf):
    import io

    from credits.views.evidence import _body

    request = rf.patch("/", b"")
    request._stream = io.BytesIO(b"x" * 40)

    assert _body(request, 100) is None


@pytest.mark.parametrize("parts", [1_001, 10_001])
def test_a_form_of_too_many_fields_is_400(signed_in, draft, parts):
    address = reverse("credits:declaration-save", args=[draft.code])

    assert signed_in.post(address, {f"text-{number}": "x" for number in range(parts)}).status_code == 400


def test_a_field_whose_name_is_ten_megabytes_is_400(signed_in, draft):
    address = reverse("credits:declaration-save", args=[draft.code])

    assert signed_in.post(address, {"x" * 10 * 1024**2: "x"}).status_code == 400


def test_the_files_of_a_declaration_stay_within_its_quota(draft, item, lin, settings):
    settings.EVIDENCE_QUOTA_MB = 1
    evidence.announce(declaration=draft, item=item, name="a.mp4", size=900_000, by=lin.user)

    with pytest.raises(Spent, match="合计不超过 1 MB"):
        evidence.announce(declaration=draft, item=item, name="b.mp4", size=200_000, by=lin.user)


def test_an_item_that_takes_text_only_takes_no_file(draft, item, lin):
    type(item).objects.update(kinds=["text"])
    item.refresh_from_db()

    with pytest.raises(Refused, match="不收文件"):
        evidence.announce(declaration=draft, item=item, name="a.pdf", size=10, by=lin.user)


def test_nobody_else_goes_on_with_an_upload(signed_in, draft, client, clerk):
    place = announced(signed_in, draft, 10).json()["address"]
    client.force_login(clerk)

    assert client.get(place).status_code == 404


def test_uploads_nobody_went_on_with_are_given_up(draft, item, lin):
    from credits.evidence import storing

    upload = evidence.announce(declaration=draft, item=item, name="a.mp4", size=10, by=lin.user)
    evidence.take_piece(upload=upload, offset=0, data=b"12345", by=lin.user)
    EvidenceUpload.objects.update(updated_at="2020-01-01T00:00:00+08:00")

    assert evidence.sweep()["given_up"] == 1
    assert not storing.incoming(upload.key).exists()
    with pytest.raises(Stale):
        evidence.take_piece(upload=upload, offset=5, data=b"67890", by=lin.user)


def test_a_file_opens_by_a_short_lived_address_and_carries_a_mark(signed_in, draft, item):
    file = declared.handed(draft, item, materials.picture())

    link = signed_in.get(reverse("credits:evidence-file", args=[file.pk])).url
    answer = signed_in.get(link)

    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["Cache-Control"] == "private, no-store"
    shown = bytes_of(answer)
    assert shown.startswith(b"\xff\xd8\xff")
    assert shown != declared.kept(file)


def test_a_pdf_is_marked_on_every_page_and_does_nothing(signed_in, draft, item):
    import io

    import pikepdf

    file = declared.handed(draft, item, materials.pdf(pages=3, script=True))

    answer = signed_in.get(signed_in.get(reverse("credits:evidence-file", args=[file.pk])).url)

    document = pikepdf.open(io.BytesIO(bytes_of(answer)))
    assert [len(page.get_images()) for page in document.pages] == [1, 1, 1]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_an_office_file_is_a_download_on_record(signed_in, draft, item, lin):
    file = declared.handed(draft, item, materials.office(), "方案.docx")

    answer = signed_in.get(signed_in.get(reverse("credits:evidence-file", args=[file.pk])).url)

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert bytes_of(answer) == declared.kept(file)
    assert Event.objects.filter(verb="evidence.downloaded", actor=lin.user, object_id=str(file.pk)).count() == 1


@pytest.mark.parametrize(
    ("asked", "status", "told", "length"),
    [
        (None, 200, None, 4268),
        ("bytes=0-99", 206, "bytes 0-99/4268", 100),
        ("bytes=4200-", 206, "bytes 4200-4267/4268", 68),
        ("bytes=-10", 206, "bytes 4258-4267/4268", 10),
        ("bytes=4000-99999", 206, "bytes 4000-4267/4268", 268),
        ("bytes=4268-", 416, "bytes */4268", 0),
        ("bytes=0-1,5-6", 416, "bytes */4268", 0),
        ("bytes=5-1", 416, "bytes */4268", 0),
        ("bytes=-0", 416, "bytes */4268", 0),
        ("items=0-1", 416, "bytes */4268", 0),
    ],
)
def test_a_film_is_given_out_by_single_ranges(signed_in, draft, item, asked, status, told, length):
    data = materials.film()
    data += materials.box(b"free", bytes(4268 - len(data) - 8))
    file = declared.handed(draft, item, data, "课堂.mp4")
    link = signed_in.get(reverse("credits:evidence-file", args=[file.pk])).url

    answer = signed_in.get(link, headers={"Range": asked} if asked else {})

    assert (answer.status_code, answer.headers.get("Content-Range"), len(bytes_of(answer))) == (status, told, length)
    assert answer.headers["Content-Type"] == "video/mp4"


def test_a_link_answers_nobody_but_the_one_it_was_made_for(signed_in, draft, item, clerk, client, settings):
    from django.test import Client

    file = declared.handed(draft, item, materials.pdf())
    link = signed_in.get(reverse("credits:evidence-file", args=[file.pk])).url
    assert bytes_of(signed_in.get(link)).startswith(b"%PDF")

    other, anonymous, again = Client(), Client(), Client()
    other.force_login(clerk)
    again.force_login(draft.teacher.user)
    answers = [one.get(link) for one in (other, anonymous, again)]
    answers.append(signed_in.get(link[:-2] + "x/"))
    settings.EVIDENCE_LINK_SECONDS = -1
    answers.append(signed_in.get(link))
    settings.EVIDENCE_LINK_SECONDS = 600
    signed_in.post(reverse("account_logout"))
    answers.append(signed_in.get(link))

    assert [(answer.status_code, answer.content) for answer in answers] == [(404, b"")] * 6


def test_a_removed_held_or_refused_file_is_not_there(signed_in, draft, item, lin, settings):
    file = declared.handed(draft, item, materials.pdf())
    link = signed_in.get(reverse("credits:evidence-file", args=[file.pk])).url
    evidence.remove(file=file, by=lin.user)
    assert declared.handed(draft, item, materials.pdf(text="new"), file.name).is_clean  # replaced: the old address stays dead
    refused = declared.handed(draft, item, b"<html>")
    settings.EVIDENCE_SCANNER = ""
    held = declared.handed(draft, item, materials.picture())

    assert (signed_in.get(link).status_code, signed_in.get(link).content) == (404, b"")
    for other in (file, refused, held):
        assert signed_in.get(reverse("credits:evidence-file", args=[other.pk])).status_code == 404


def test_a_foreign_region_finds_neither_page_nor_file(client, draft, item, abroad):
    file = declared.handed(draft, item, materials.pdf())
    client.force_login(abroad)

    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(reverse("credits:evidence-file", args=[file.pk])).status_code == 404


@pytest.fixture
def twice(draft, item, abilities, program, lin, second, bureau):
    """The same PDF handed in by a teacher of each school."""
    other = people.teacher(second, "陈默", 2)
    declared.account(other, "chen")
    copy = declared.started(other, abilities["A1"], program)
    for declaration in (draft, copy):
        declared.handed(declaration, item, materials.pdf(text="same"))
        declaring.hand_in(declaration=declaration, by=declaration.teacher.user)
    return Evidence.objects.get(declaration=draft), Evidence.objects.get(declaration=copy)


def test_the_county_sees_where_the_same_file_was_handed_in(twice, bureau):
    (same,) = same_files(twice[0], bureau)

    assert ([file.evidence for file in same.seen], same.unseen) == ([twice[1]], 0)


def test_a_school_hears_that_there_is_another_and_nothing_of_where(twice, clerk, client):
    (same,) = same_files(twice[0], clerk)
    assert (same.seen, same.unseen_text) == ([], "另有 1 份相同文件不在您的查看范围。")

    client.force_login(clerk)
    page = client.get(twice[0].declaration.get_absolute_url()).content.decode()
    assert "另有 1 份相同文件不在您的查看范围。" in page
    assert "第二小学" not in page
    assert "陈默" not in page


def test_whoever_hands_a_file_in_is_not_told_that_others_have_it(twice, client):
    teacher = twice[1].declaration.teacher.user
    client.force_login(teacher)

    assert same_files(twice[1], teacher) == []
    assert "相同" not in client.get(twice[1].declaration.get_absolute_url()).content.decode()


def test_a_file_of_another_province_is_no_notice(twice, bureau):
    from credits.models import Declaration

    elsewhere = factories.unit("410100", "郑州市", "city", factories.unit("410000", "河南省", "province"))
    Declaration.objects.filter(pk=twice[1].declaration_id).update(unit=elsewhere)

    assert same_files(twice[0], bureau) == []


def test_a_draft_elsewhere_is_no_notice(twice, bureau):
    from credits.models import Declaration

    Declaration.objects.filter(pk=twice[1].declaration_id).update(submitted_at=None, state="draft")

    assert same_files(twice[0], bureau) == []


def test_the_digest_is_keyed(draft, item):
    import hashlib

    file = declared.handed(draft, item, materials.pdf())

    assert file.digest != hashlib.sha256(materials.pdf()).hexdigest()
    assert len(file.digest) == 64


def test_the_mark_names_the_viewer_and_the_time(clerk):
    assert serving.mark_text(clerk).startswith("clerk 泗县第一小学 20")
