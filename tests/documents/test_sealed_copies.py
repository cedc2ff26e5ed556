"""Scans of sealed copies: read at arm's length, held against their document, ticked, and kept."""

import io
import subprocess
import time

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pypdfium2 import PdfDocument

from portal.documents import archive, reading
from portal.documents.models import Document, SealedCopy
from portal.documents.sealing import comparing, copies
from portal.kit.errors import Denied, Refused, WrongState
from tests.documents.factories import Slip, issued

pytestmark = pytest.mark.django_db
S = SealedCopy.State
DAY = time.gmtime(0)


def scanned(document, kind="pdf", dots=130) -> bytes:
    """The archived file as a scanner gives it back: pixels only, as a PDF or a picture."""
    page = PdfDocument(archive.read(document))[0].render(scale=dots / 72).to_pil().convert("RGB")
    out, day = io.BytesIO(), {"creationDate": DAY, "modDate": DAY} if kind == "pdf" else {}
    page.save(out, {"pdf": "PDF", "jpg": "JPEG", "png": "PNG"}[kind], quality=70, **day)
    return out.getvalue()


def blank(kind="PNG", pages=1) -> bytes:
    out = io.BytesIO()
    paper = Image.new("RGB", (620, 877), "white")
    paper.save(out, kind, **({"save_all": True, "append_images": [paper] * (pages - 1)} if kind == "PDF" else {}))
    return out.getvalue()


def kept(document, by=None, **ticked):
    copy = copies.hand_in(document=document, content=scanned(document), by=by)
    return copies.confirm(copy=copy, by=by, **({"stamped": True, "signed": True, "copies": 3} | ticked))


@pytest.mark.parametrize("kind", ["pdf", "jpg", "png"])
def test_the_code_on_a_scan_is_read_and_held_against_the_document(kind, yueqing, yueqing_bureau):
    document = issued(yueqing)

    copy = copies.hand_in(document=document, content=scanned(document, kind), by=yueqing_bureau)

    assert (copy.state, copy.kind, copy.pages, copy.code_read) == (S.READ, kind, 1, "matches")
    assert copies.content_of(copy) == scanned(document, kind)


def test_a_scan_turned_upside_down_is_read_too(yueqing):
    document = issued(yueqing)
    picture = Image.open(io.BytesIO(scanned(document, "png"))).rotate(180)
    out = io.BytesIO()
    picture.save(out, "PNG")

    assert copies.hand_in(document=document, content=out.getvalue(), by=None).code_read == "matches"


def test_the_scan_of_another_document_is_refused_and_named_only_to_those_who_may_see_it(yueqing, xihu, yueqing_bureau):
    mine, other, foreign = issued(yueqing, name="甲"), issued(yueqing, name="乙", series="zj-2024"), issued(xihu, name="丙")

    with pytest.raises(Refused, match=f"{other.number}的，不是{mine.number}的"):
        copies.hand_in(document=mine, content=scanned(other), by=yueqing_bureau)
    with pytest.raises(Refused, match="另一份文书") as refusal:
        copies.hand_in(document=mine, content=scanned(foreign), by=yueqing_bureau)

    assert foreign.number not in str(refusal.value)
    assert not SealedCopy.objects.exists()


def test_a_scan_without_a_code_waits_for_a_persons_look(yueqing):
    copy = copies.hand_in(document=issued(yueqing), content=blank(), by=None)

    assert (copy.state, copy.code_read) == (S.READ, "none")


def test_a_scan_with_fewer_pages_than_printed_is_refused(yueqing):
    document = issued(yueqing)
    Document.objects.filter(pk=document.pk).update(pages=2)
    document.refresh_from_db()

    with pytest.raises(Refused, match="只有 1 页，zj-2023-slip-0001共 2 页"):
        copies.hand_in(document=document, content=blank(), by=None)
    assert copies.hand_in(document=document, content=blank("PDF", pages=2), by=None).pages == 2


D, N = pikepdf.Dictionary, pikepdf.Name
SCRIPT = {"S": N.JavaScript, "JS": "app.alert(1)"}


def opening(act) -> bytes:
    """A scan that does ``act(page)`` when it is opened."""
    return _scan(lambda document, page: setattr(document.Root, "OpenAction", act(page.obj)))


def linking(**act) -> bytes:
    """A scan whose page carries a link that does ``act``, all in one object with the page."""
    note = D(Type=N.Annot, Subtype=N.Link, Rect=[0, 0, 9, 9], A=D(**act))
    return _scan(lambda document, page: setattr(page.obj, "Annots", pikepdf.Array([note])))


def _scan(change) -> bytes:
    with pikepdf.new() as document:
        change(document, document.add_blank_page())
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()


def acting() -> bytes:
    return opening(lambda _page: D(**SCRIPT))


VIEWS = {
    "a place": lambda page: pikepdf.Array([page, N.XYZ, 0, 842, 0]),
    "a named place": lambda _page: pikepdf.String("start"),
    "an old named place": lambda _page: N.start,
    "going to a place": lambda page: D(S=N.GoTo, D=pikepdf.Array([page, N.Fit])),
}
ACTS = {
    "script": lambda _page: D(**SCRIPT),
    "program": lambda _page: D(S=N.Launch, F="calc.exe"),
    "address": lambda _page: D(S=N.URI, URI="http://example.org/"),
    "sending": lambda _page: D(S=N.SubmitForm, F="http://example.org/"),
    "another file": lambda _page: D(S=N.GoToR, F="other.pdf", D=pikepdf.Array([0, N.Fit])),
    "printing": lambda _page: D(S=N.Named, N=N.Print),
    "a place, then a script": lambda page: D(S=N.GoTo, D=pikepdf.Array([page, N.Fit]), Next=D(**SCRIPT)),
    "a place, then an address": lambda page: D(S=N.GoTo, D=pikepdf.Array([page, N.Fit]), Next=D(S=N.URI, URI="http://a/")),
    "nothing known": lambda _page: D(D=1),
    "a number": lambda _page: 1,
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_scan_that_says_where_it_opens_is_taken(name, yueqing):
    copy = copies.hand_in(document=issued(yueqing), content=opening(VIEWS[name]), by=None)

    assert (copy.state, copy.pages) == (S.READ, 1)


@pytest.mark.parametrize("name", ACTS)
def test_a_scan_that_does_more_when_it_is_opened_is_refused(name, yueqing):
    with pytest.raises(Refused, match="脚本、附件或动作"):
        copies.hand_in(document=issued(yueqing), content=opening(ACTS[name]), by=None)


def test_a_script_within_a_page_is_found_as_well(yueqing):
    with pytest.raises(Refused, match="脚本、附件或动作"):
        copies.hand_in(document=issued(yueqing), content=linking(**SCRIPT), by=None)

    within = linking(S=N.GoTo, D=pikepdf.String("start"))  # canary: the same page with a harmless link
    assert copies.hand_in(document=Document.objects.get(), content=within, by=None).state == S.READ


def locked() -> bytes:
    with pikepdf.new() as document:
        document.add_blank_page()
        out = io.BytesIO()
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
        return out.getvalue()


def pages(count: int) -> bytes:
    with pikepdf.new() as document:
        for _number in range(count):
            document.add_blank_page()
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


def scans_kept() -> set:
    return set((archive.folder() / copies.PLACE).glob("*"))


BAD = {
    "empty": (lambda: b"", "空的"),
    "workbook": (lambda: b"PK\x03\x04....", "只收 PDF、JPG 或 PNG"),
    "program": (lambda: b"MZ" + b"\0" * 100, "只收 PDF、JPG 或 PNG"),
    "half a picture": (lambda: blank()[:200], "已损坏"),
    "no pdf": (lambda: b"%PDF-1.7 nothing", "已损坏"),
    "scripted": (acting, "脚本、附件或动作"),
    "locked": (locked, "密码"),
    "too many pages": (lambda: pages(61), "61 页，最多 60 页"),
    "pixel bomb": (bomb, "8000 万像素"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_scan_is_refused_in_one_sentence_and_nothing_is_kept(name, yueqing):
    make, sentence = BAD[name]
    document, before = issued(yueqing), scans_kept()

    with pytest.raises(Refused, match=sentence):
        copies.hand_in(document=document, content=make(), by=None)

    assert not SealedCopy.objects.exists()
    assert scans_kept() == before


def test_a_scan_that_runs_in_circles_is_ended_and_told(yueqing, monkeypatch):
    monkeypatch.setattr(reading, "PATIENCE_SECONDS", 0.01)

    with pytest.raises(Refused, match="用时过长"):
        copies.hand_in(document=issued(yueqing), content=blank(), by=None)


def test_the_reading_program_may_write_no_file_and_start_no_program(tmp_path):
    """Canary: what is forbidden there works outside."""
    told = "import sys; sys.path.insert(0, sys.argv[1]); from workbook.limits import confine; confine(writes=False); "
    path, place = str(reading.PROGRAM.parents[1] / "sheets" / "child"), str(tmp_path / "x")
    script = "open(sys.argv[2], 'w')"

    def ends(text):
        return subprocess.run(["python3", "-c", text, path, place], capture_output=True, check=False).returncode

    assert ends("import sys; " + script) == 0
    assert ends(told + script) != 0


def test_a_confirmed_copy_counts_and_a_later_one_replaces_it(yueqing, yueqing_bureau):
    document = issued(yueqing)
    first = kept(document, yueqing_bureau)

    second = copies.confirm(
        copy=copies.hand_in(document=document, content=scanned(document, "png"), by=yueqing_bureau),
        stamped=True,
        signed=False,
        copies=1,
        by=yueqing_bureau,
    )

    first.refresh_from_db()
    assert (first.state, second.state, second.copies) == (S.REPLACED, S.KEPT, 1)


def test_the_same_file_again_is_the_same_row(yueqing):
    document = issued(yueqing)

    copy = kept(document)

    assert copies.hand_in(document=document, content=scanned(document), by=None) == copy


@pytest.mark.parametrize(
    ("ticked", "sentence"), [({"stamped": False}, "没有盖章"), ({"copies": None}, "份数"), ({"copies": 0}, "份数")]
)
def test_a_copy_is_kept_only_with_its_stamp_and_its_number(ticked, sentence, yueqing):
    with pytest.raises(Refused, match=sentence):
        kept(issued(yueqing), **ticked)

    assert SealedCopy.objects.get().state == S.READ


def test_a_paper_whose_content_changed_since_is_not_taken_and_the_fields_are_named(yueqing, monkeypatch):
    document = issued(yueqing, name="甲")
    now = {"form": Slip("乙")}
    monkeypatch.setitem(comparing._tellers, "slip", lambda _document: now["form"])

    with pytest.raises(WrongState, match="zj-2023-slip-0001打印以后改过姓名"):
        kept(document)
    (changed,) = comparing.changes_of(document)
    assert (changed.label, changed.printed, changed.now) == ("姓名", "甲", "乙")

    now["form"] = Slip("甲")  # canary: with the record as printed it is taken
    assert kept(document).state == S.KEPT


def test_no_copy_of_a_document_that_does_not_stand(yueqing):
    old = issued(yueqing, name="甲")
    issued(yueqing, name="乙")
    old.refresh_from_db()

    with pytest.raises(WrongState, match="已被新版取代"):
        copies.hand_in(document=old, content=scanned(old), by=None)


def test_a_withdrawn_copy_says_why_and_is_final(yueqing):
    copy = kept(issued(yueqing))

    with pytest.raises(Refused, match="请写明原因"):
        copies.withdraw(copy=copy, reason=" ", by=None)
    copies.withdraw(copy=copy, reason="传错了文件", by=None)

    copy.refresh_from_db()
    assert (copy.state, copy.reason) == (S.WITHDRAWN, "传错了文件")
    with pytest.raises(WrongState, match="不能撤回"):
        copies.withdraw(copy=copy, reason="再撤", by=None)


def test_somebody_else_hands_nothing_in(yueqing, xihu_bureau):
    document = issued(yueqing)

    with pytest.raises(Denied):
        copies.hand_in(document=document, content=scanned(document), by=xihu_bureau)


def test_a_damaged_scan_is_never_handed_out(yueqing):
    copy = kept(issued(yueqing))
    (archive.folder() / copy.file).write_bytes(b"something else")

    with pytest.raises(WrongState, match="缺失或已损坏"):
        copies.content_of(copy)


def test_the_page_takes_a_scan_and_its_ticks(client, yueqing, yueqing_bureau):
    document = issued(yueqing)
    client.force_login(yueqing_bureau)
    address = reverse("documents:sealed", args=[document.number])

    page = client.post(address, {"file": SimpleUploadedFile("扫描.pdf", scanned(document))}, follow=True).content.decode()
    assert "二维码与本文书一致" in page
    copy = SealedCopy.objects.get()
    page = client.post(
        reverse("documents:sealed-confirm", args=[document.number, copy.pk]), {"stamped": "on", "copies": "3"}, follow=True
    ).content.decode()

    assert "的盖章件已收到" in page
    copy.refresh_from_db()
    assert (copy.state, copy.stamped, copy.signed, copy.copies) == (S.KEPT, True, False, 3)
    file = client.get(reverse("documents:sealed-file", args=[document.number, copy.pk]))
    assert file.content == scanned(document)
    assert file.headers["Content-Disposition"].startswith("attachment")


def test_over_rest_a_scan_is_handed_in_and_confirmed_on_its_version(client, yueqing, yueqing_bureau):
    document = issued(yueqing)
    client.force_login(yueqing_bureau)
    address = reverse("document-sealed-copies", args=[document.number])

    told = client.post(address, {"file": SimpleUploadedFile("a.png", scanned(document, "png"))})
    assert (told.status_code, told.json()["code_read"], told.json()["state"]) == (201, "matches", "read")
    confirm = reverse("document-confirm-copy", args=[document.number, told.json()["id"]])
    ticked = {"data": {"stamped": True, "copies": 3}, "content_type": "application/json"}

    assert client.post(confirm, **ticked).status_code == 428
    done = client.post(confirm, **ticked, headers={"If-Match": told.headers["ETag"]})
    assert (done.status_code, done.json()["state"], done.json()["copies"]) == (200, "kept", 3)
    assert [row["state"] for row in client.get(address).json()["results"]] == ["kept"]
