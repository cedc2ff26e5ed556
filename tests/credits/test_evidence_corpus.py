"""Rows 76 to 83 of the corpus: files of evidence that must be refused, held or cleaned."""

import io
import time

import pikepdf
import pytest
from django.urls import reverse
from PIL import Image

from credits.actions import evidence
from credits.evidence import storing
from credits.evidence.looking import look
from credits.models import EvidenceFile
from credits.models.evidence import new_key
from portal.accounts.models import Message
from tests.corpus import materials
from tests.credits import declared

NEVER = {
    "svg-script": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "svg-entity": b"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg>&x;</svg>",
    "html": b"<!DOCTYPE html><html><script>alert(1)</script></html>",
    "shtml": b'<!--#exec cmd="ls" --><html></html>',
    "hta": b"<hta:application id=x>",
    "lnk": b"\x4c\x00\x00\x00\x01\x14\x02\x00" + bytes(60),
    "exe": b"MZ" + bytes(200),
    "text": "随便写点".encode(),
    "zip": materials.packed({"lesson.txt": b"x"}),
    "picture-cut": materials.picture()[:300],
    "film-cut": materials.film()[:-10],
    "pdf-password": materials.pdf(password="secret"),
    "pdf-loop": materials.looping_pdf(),
    "pdf-10000-pages": materials.pdf(pages=10_000),
    "docx-macro": materials.office(macro=True),
    "docx-template": materials.office(template=True),
    "docx-zip-slip": materials.office(slip=True),
    "docx-entity": materials.office(body='<!DOCTYPE w [<!ENTITY x "y">]><w/>'),
}


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory):
    """What the looking program says of each bad file: (its sentence, seconds)."""
    from credits.evidence.refusals import MaterialRefused

    folder, told = tmp_path_factory.mktemp("bad"), {}
    for name, data in NEVER.items():
        path, start = folder / name, time.monotonic()
        path.write_bytes(data)
        with (folder / "out").open("w+b") as out:
            try:
                look("check", path, out=out)
            except MaterialRefused as refusal:
                told[name] = (refusal.code, time.monotonic() - start)
    return told


@pytest.mark.parametrize("name", NEVER)
def test_a_bad_file_is_refused_by_its_bytes(name, looked_at):
    code, _seconds = looked_at[name]

    expected = {"docx-macro": "macros", "docx-template": "fetches", "docx-zip-slip": "zip_slip", "docx-entity": "unsafe_xml"}
    expected |= {"pdf-password": "encrypted", "pdf-10000-pages": "too_many_pages"}
    expected |= dict.fromkeys(("picture-cut", "film-cut", "pdf-loop"), "damaged")
    assert code == expected.get(name, "wrong_type")


def test_a_loop_in_a_pdf_ends_within_ten_seconds_of_processor_time(looked_at):
    assert looked_at["pdf-loop"][1] < 60


def test_a_refused_file_leaves_no_bytes_and_tells_the_teacher(hand, draft):
    file = hand(NEVER["html"])

    assert (file.state, file.finding) == ("refused", "不收这种文件（内容是 HTML / XML，不看后缀）。")
    assert not storing.incoming(file.storage_key).exists()
    assert not storing.kept(file.storage_key).exists()
    assert Message.objects.filter(user=draft.teacher.user, text__contains="课堂.jpg").count() == 1


def test_a_picture_comes_out_without_place_and_camera(hand):
    data = materials.picture(place=True)
    assert b"SERIAL-4711" in data

    file = hand(data)

    clean = declared.kept(file)
    assert (file.state, file.kind, file.told["removed"]) == ("clean", "jpg", ["metadata"])
    assert b"SERIAL-4711" not in clean
    assert not Image.open(io.BytesIO(clean)).getexif()
    assert not storing.incoming(file.storage_key).exists()


def test_the_original_is_kept_only_where_the_installation_says_so(hand, settings):
    settings.EVIDENCE_KEEP_ORIGINALS = True
    data = materials.picture(place=True)

    file = hand(data)

    assert storing.original(file.original_key).read_bytes() == data
    assert b"SERIAL-4711" not in declared.kept(file)


def test_a_pdf_comes_out_without_anything_that_acts(hand):
    file = hand(materials.pdf(script=True, launch=True, attachment=True, xfa=True), "教案.pdf")

    clean = declared.kept(file)
    document = pikepdf.open(io.BytesIO(clean))
    assert file.state == "clean"
    assert {"actions", "attachments", "xfa", "launch"} <= set(file.told["removed"])
    assert "/OpenAction" not in document.Root
    assert not document.attachments
    assert all(b"CANARY" not in bytes(str(thing), "utf-8") for thing in document.objects)


def test_links_to_the_outside_come_off_a_pdf(hand):
    file = hand(materials.pdf(link=True))

    assert file.told["removed"] == ["links"]
    assert b"example.org" not in declared.kept(file)


@pytest.mark.parametrize(("added", "says"), [(b"", "whole"), (b"\n9 0 obj\n<< /Changed true >>\nendobj\n", "changed")])
def test_a_signed_pdf_says_whether_something_came_after_the_signature(hand, added, says):
    assert hand(materials.signed_pdf(added=added)).told["signature"] == says


def test_a_film_keeps_its_length_and_loses_its_place(hand):
    data = materials.film(seconds=725, place=True)

    file = hand(data, "课堂实录.mp4")

    clean = declared.kept(file)
    assert (file.kind, file.told["seconds"], file.length_text) == ("mp4", 725, "12:05")
    assert len(clean) == len(data)
    assert b"udta" in data
    assert b"udta" not in clean


def test_a_film_longer_than_the_item_takes_is_refused(hand, abilities):
    abilities["A1"].items.update(minutes=12)

    assert hand(materials.film(seconds=725)).finding == "录像长 13 分钟，超过 12 分钟。"


def test_a_kind_the_item_does_not_take_is_refused_whatever_its_name(hand, abilities):
    abilities["A1"].items.update(kinds=["image"])

    assert hand(materials.pdf(), "图片.jpg").finding == "这一项不收 PDF 文档，可交 JPEG 图片、PNG 图片。"


@pytest.mark.parametrize(
    "data",
    [materials.EICAR, materials.office(more={"word/x": materials.EICAR}), materials.packed({"x.com": materials.EICAR})],
    ids=["bare", "inside-docx", "inside-zip"],
)
def test_the_scanners_test_file_is_set_aside_and_its_sender_told(hand, data, draft, client):
    file = hand(data)

    assert (file.state, file.finding) == ("refused", "病毒扫描发现问题（EICAR），文件已隔离。")
    assert not storing.kept(file.storage_key).exists()
    assert Message.objects.filter(user=draft.teacher.user, text__contains="课堂.jpg").count() == 1
    client.force_login(draft.teacher.user)
    assert client.get(reverse("credits:evidence-file", args=[file.pk])).status_code == 404


def test_without_a_scanner_a_file_stays_held_and_is_looked_at_again_later(hand, settings):
    settings.EVIDENCE_SCANNER = "credits.evidence.scanning.clamd"
    settings.EVIDENCE_CLAMD = "unix:/nowhere/clamd"
    file = hand(materials.pdf())
    assert (file.state, file.finding) == ("held", "病毒扫描暂时不可用，扫描通过前不开放查看。")

    settings.EVIDENCE_SCANNER = "credits.evidence.scanning.marks"
    assert evidence.sweep()["asked"] == 0
    EvidenceFile.objects.update(checked_at="2020-01-01T00:00:00+08:00")
    assert evidence.sweep()["asked"] == 1
    declared.run_checks()
    file.refresh_from_db()
    assert file.state == "clean"


def test_a_file_whose_check_dies_time_and_again_is_not_released(hand, settings):
    settings.EVIDENCE_SCANNER = ""
    file = hand(materials.pdf())

    evidence.check_failed(file=file)

    file.refresh_from_db()
    assert (file.state, file.finding) == ("refused", "检查程序无法处理这个文件，请另存后再传。")


def test_no_scanner_at_all_holds_too(hand, settings):
    settings.EVIDENCE_SCANNER = ""

    assert hand(materials.pdf()).state == "held"


def test_a_clamav_daemon_is_asked_by_its_protocol(tmp_path, settings):
    import socket
    import threading

    from credits.evidence import scanning

    address, heard = str(tmp_path / "clamd"), []
    server = socket.socket(socket.AF_UNIX)
    server.bind(address)
    server.listen()

    def answer():
        for said in (b"stream: Eicar-Test-Signature FOUND\0", b"stream: OK\0"):
            line, _where = server.accept()
            with line:
                data = b""
                while not data.endswith(b"\0\0\0\0"):
                    data += line.recv(65536)
                heard.append(data)
                line.sendall(said)

    thread = threading.Thread(target=answer)
    thread.start()
    settings.EVIDENCE_SCANNER, settings.EVIDENCE_CLAMD = "credits.evidence.scanning.clamd", f"unix:{address}"
    path = tmp_path / "x"
    path.write_bytes(b"abc")

    assert [scanning.scan(path), scanning.scan(path)] == ["Eicar-Test-Signature", ""]
    thread.join()
    server.close()
    assert heard[0] == b"zINSTREAM\0\0\0\0\x03abc\0\0\0\0"


def test_keys_tell_nothing_and_lie_outside_what_is_served(settings):
    key = new_key()

    assert len(key) == 32
    assert str(settings.STATIC_ROOT) not in str(storing.kept(key))
    assert not settings.MEDIA_URL or settings.MEDIA_URL == "/"
