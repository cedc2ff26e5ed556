"""Several scans handed in at once: taken apart, each found its document, the others left to a person."""

import io
import zipfile

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.documents.models import Document, IncomingScan, SealedCopy
from portal.documents.sealing import incoming, pieces
from portal.jobs.models import Job
from portal.jobs.running import run_job
from portal.kit.errors import Denied, Refused, WrongState
from tests.documents.factories import issued
from tests.documents.test_sealed_copies import blank, scanned

pytestmark = pytest.mark.django_db
S = IncomingScan.State


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def one_pdf(*parts: bytes) -> bytes:
    """The pages of several PDFs in one, as a scanner with a feeder gives them back."""
    out = io.BytesIO()
    with pikepdf.new() as whole:
        for part in parts:
            with pikepdf.open(io.BytesIO(part)) as one:
                whole.pages.extend(one.pages)
        whole.save(out)
    return out.getvalue()


def packed(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for name, content in members.items():
            book.writestr(name.replace("_", "."), content)
    return out.getvalue()


def brought(unit, by, *files) -> Job:
    job = run_job(incoming.bring(files=list(files), unit=unit, by=by).pk)
    assert (job.state, job.error) == ("done", "")
    return job


def told() -> list[tuple]:
    return [
        (row.name, row.state, row.copy.document.number if row.copy else "")
        for row in IncomingScan.objects.shown().select_related("copy__document").order_by("position", "pk")
    ]


@pytest.mark.parametrize(
    ("codes", "pages", "runs"),
    [
        ([["a"], ["b"], ["c"]], {"a": 1, "b": 1, "c": 1}, [(0, 0), (1, 1), (2, 2)]),
        ([["a"], ["a"], ["b"]], {"a": 2, "b": 1}, [(0, 1), (2, 2)]),
        ([["a"], [], ["b"]], {"a": 2, "b": 1}, [(0, 1), (2, 2)]),
        ([["a"], [], ["b"]], {"a": 1, "b": 1}, [(0, 0), (1, 1), (2, 2)]),
        ([[], ["a"]], {"a": 1}, [(0, 0), (1, 1)]),
        ([[], []], {}, [(0, 1)]),
        ([["a"], ["a"], ["a"]], {"a": 1}, [(0, 2)]),
    ],
    ids=["three papers", "two pages", "smudged second page", "a stranger between", "a stranger first", "no code", "three copies"],
)
def test_where_one_paper_ends_and_the_next_begins(codes, pages, runs):
    assert pieces.runs_of(codes, pages) == runs


def test_each_file_is_told_by_itself(yueqing, xihu, yueqing_bureau):
    first, second = issued(yueqing, name="甲"), issued(yueqing, name="乙", series="zj-2024")
    foreign = issued(xihu, name="丙")

    job = brought(
        yueqing,
        yueqing_bureau,
        upload("甲.pdf", scanned(first)),
        upload("压缩.zip", packed(yi_png=scanned(second, "png"), read_txt=b"not a scan")),
        upload("空白.png", blank()),
        upload("别家.pdf", scanned(foreign)),
    )

    assert told() == [
        ("甲.pdf", S.MATCHED, first.number),
        ("yi.png", S.MATCHED, second.number),
        ("read.txt", S.REFUSED, ""),
        ("空白.png", S.WAITING, ""),
        ("别家.pdf", S.REFUSED, ""),
    ]
    assert job.result["told"] == "盖章件扫描读完：2 份已配对，1 份待选择文书，2 份不能收。"
    assert foreign.number not in str(job.result)
    assert set(SealedCopy.objects.values_list("document__number", "state")) == {(first.number, "read"), (second.number, "read")}


def test_one_pdf_of_several_papers_is_taken_apart(yueqing, yueqing_bureau):
    papers = [issued(yueqing, name=name, series=f"zj-{name}") for name in "123"]

    brought(yueqing, yueqing_bureau, upload("全部.pdf", one_pdf(*map(scanned, papers))))

    assert told() == [(f"全部 第{n}-{n}页.pdf", S.MATCHED, paper.number) for n, paper in enumerate(papers, start=1)]
    assert [copy.pages for copy in SealedCopy.objects.all()] == [1, 1, 1]


def test_a_paper_that_was_replaced_is_refused_and_says_why(yueqing, yueqing_bureau):
    old = issued(yueqing, name="甲")
    issued(yueqing, name="乙")

    brought(yueqing, yueqing_bureau, upload("旧.pdf", scanned(old)))

    row = IncomingScan.objects.get()
    assert (row.state, row.told) == (S.REFUSED, f"{old.number}已被新版取代，盖章件应是现行有效的那一份。")


def test_a_job_that_broke_down_goes_on_where_it_was(yueqing, yueqing_bureau):
    document = issued(yueqing)
    job = incoming.bring(files=[upload("甲.pdf", scanned(document)), upload("空白.png", blank())], unit=yueqing, by=yueqing_bureau)
    incoming._read(IncomingScan.objects.get(position=1), yueqing_bureau)

    run_job(job.pk)

    assert [state for _name, state, _number in told()] == [S.MATCHED, S.WAITING]
    assert SealedCopy.objects.count() == 1


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        (list, "请选择扫描件"),
        (lambda: [upload(f"{n}.png", b"x") for n in range(61)], "一次最多 60 个文件"),
    ],
    ids=["none", "too many"],
)
def test_what_is_no_upload_is_refused_before_anything_is_kept(yueqing, yueqing_bureau, files, sentence):
    with pytest.raises(Refused, match=sentence):
        incoming.bring(files=files(), unit=yueqing, by=yueqing_bureau)

    assert not IncomingScan.objects.exists()
    assert not Job.objects.exists()


def test_somebody_elses_unit_is_handed_nothing(yueqing, xihu_bureau):
    with pytest.raises(Denied):
        incoming.bring(files=[upload("a.png", blank())], unit=yueqing, by=xihu_bureau)


def test_a_zip_in_a_zip_and_an_empty_one_are_told(yueqing, yueqing_bureau):
    brought(yueqing, yueqing_bureau, upload("外.zip", packed(nei_zip=packed(a_png=blank()))), upload("空.zip", packed()))

    assert [state for _name, state, _number in told()] == [S.REFUSED, S.REFUSED]


def test_a_person_places_what_had_no_code_once(yueqing, yueqing_bureau):
    document = issued(yueqing)
    brought(yueqing, yueqing_bureau, upload("空白.png", blank()))
    scan = IncomingScan.objects.get()

    copy = incoming.place(scan=scan, document=document, by=yueqing_bureau)

    assert (copy.code_read, scan.state, scan.copy) == ("none", S.MATCHED, copy)
    with pytest.raises(WrongState, match="已配对，不用再选择"):
        incoming.drop(scan=scan, reason="传错", by=yueqing_bureau)


def test_what_is_nobodys_is_dropped_with_a_reason(yueqing, yueqing_bureau):
    brought(yueqing, yueqing_bureau, upload("空白.png", blank()))
    scan = IncomingScan.objects.get()

    with pytest.raises(Refused, match="请写明原因"):
        incoming.drop(scan=scan, reason=" ", by=yueqing_bureau)
    assert incoming.drop(scan=scan, reason="白纸", by=yueqing_bureau).state == S.DROPPED


def test_the_page_takes_many_places_one_and_confirms_together(client, yueqing, yueqing_bureau):
    first, second = issued(yueqing, name="甲"), issued(yueqing, name="乙", series="zj-2024")
    client.force_login(yueqing_bureau)
    address = reverse("documents:scans")

    client.post(address, {"files": [upload("甲.pdf", scanned(first)), upload("空白.png", blank())]})
    job = run_job(Job.objects.get().pk)
    page = client.get(job.result["links"][0]["url"]).content.decode()
    assert "1 份没有读到二维码" in page
    assert f'<option value="{second.number}">' in page

    waiting = IncomingScan.objects.get(state=S.WAITING)
    wrong = client.post(reverse("documents:scan-place", args=[waiting.pk]), {"number": "zj-0"}, follow=True)
    assert "没有编号为“zj-0”的文书" in wrong.content.decode()
    client.post(reverse("documents:scan-place", args=[waiting.pk]), {"number": second.number})
    rows = {"row": list(IncomingScan.objects.values_list("pk", flat=True))}
    refused = client.post(reverse("documents:scans-confirm"), rows | {"copies": "3"}, follow=True).content.decode()
    assert "没有盖章的不能作为盖章件收下" in refused
    done = client.post(reverse("documents:scans-confirm"), rows | {"stamped": "on", "copies": "3"}, follow=True).content.decode()

    assert "已确认收到 2 份盖章件" in done
    assert set(SealedCopy.objects.values_list("state", "copies")) == {("kept", 3)}


def test_over_rest_many_are_handed_in_and_placed_on_their_version(client, yueqing, yueqing_bureau):
    document = issued(yueqing)
    client.force_login(yueqing_bureau)
    address = reverse("sealed-scan-list")

    told = client.post(address, {"unit": "330382", "files": [upload("甲.pdf", blank("PDF")), upload("空白.png", blank())]})
    assert told.status_code == 202
    run_job(told.json()["job"])
    rows = client.get(address, {"job": told.json()["job"], "state": "waiting"}).json()["results"]
    assert [row["name"] for row in rows] == ["甲.pdf", "空白.png"]
    first, second = (reverse("sealed-scan-detail", args=[row["id"]]) for row in rows)
    version = {"headers": {"If-Match": client.get(first).headers["ETag"]}, "content_type": "application/json"}

    assert client.post(f"{first}place/", {"document": document.number}, content_type="application/json").status_code == 428
    placed = client.post(f"{first}place/", {"document": document.number}, **version)
    assert (placed.status_code, placed.json()["state"], placed.json()["document"]) == (200, "matched", document.number)
    assert client.post(f"{first}drop/", {"reason": "传错"}, **version).status_code == 412
    version["headers"] = {"If-Match": client.get(second).headers["ETag"]}
    assert client.post(f"{second}drop/", {"reason": "白纸"}, **version).json()["state"] == "dropped"
    assert client.get(f"{second}file/").content == blank()


def test_over_rest_a_scan_that_came_with_many_is_read_with_its_version_and_confirmed(client, yueqing, yueqing_bureau, xihu_bureau):
    document = issued(yueqing)
    client.force_login(yueqing_bureau)
    told = client.post(reverse("sealed-scan-list"), {"unit": "330382", "files": [upload("甲.pdf", scanned(document))]})
    run_job(told.json()["job"])
    (row,) = client.get(reverse("sealed-scan-list"), {"job": told.json()["job"]}).json()["results"]
    place = [row["document"], row["copy"]]

    read = client.get(reverse("document-sealed-copy", args=place))

    assert (read.status_code, read.json()["id"], read.json()["state"]) == (200, row["copy"], "read")
    version = {"headers": {"If-Match": read.headers["ETag"]}, "content_type": "application/json"}
    confirm = reverse("document-confirm-copy", args=place)
    done = client.post(confirm, {"stamped": True, "copies": 3}, **version)
    assert (done.status_code, done.json()["state"]) == (200, "kept")
    assert client.get(reverse("document-sealed-copy", args=place)).headers["ETag"] == done.headers["ETag"]
    assert client.post(confirm, {"stamped": True, "copies": 3}, **version).status_code == 412
    client.force_login(xihu_bureau)
    assert client.get(reverse("document-sealed-copy", args=place)).status_code == 404


def test_over_rest_a_copy_is_found_under_its_own_document_alone(client, yueqing, yueqing_bureau):
    document, other = issued(yueqing), issued(yueqing, name="乙", series="zj-2024")
    client.force_login(yueqing_bureau)
    made = client.post(reverse("document-sealed-copies", args=[document.number]), {"file": upload("a.png", blank())})

    for key in (made.json()["id"], 2**70):
        assert client.get(reverse("document-sealed-copy", args=[other.number, key])).status_code == 404


def test_over_rest_a_wrong_scan_is_withdrawn_and_a_seal_is_asked_for(client, yueqing, yueqing_bureau):
    document = issued(yueqing)
    client.force_login(yueqing_bureau)
    made = client.post(reverse("document-sealed-copies", args=[document.number]), {"file": upload("a.png", blank())})
    address = reverse("document-withdraw-copy", args=[document.number, made.json()["id"]])
    asked = {"data": {"reason": "传错了"}, "content_type": "application/json"}

    assert client.get(reverse("document-copy-file", args=[document.number, made.json()["id"]])).content == blank()
    assert client.post(address, **asked).status_code == 428
    gone = client.post(address, **asked, headers={"If-Match": made.headers["ETag"]})
    assert (gone.status_code, gone.json()["state"]) == (200, "withdrawn")
    sealing = client.post(reverse("document-seal", args=[document.number]), headers={"Idempotency-Key": "s1"})
    assert (sealing.status_code, sealing.json()["state"], sealing.json()["genuine"]) == (201, "not_sealed", False)
    told = client.get(reverse("document-seal", args=[document.number])).json()
    assert [row["state"] for row in told["results"]] == ["not_sealed"]


def test_over_rest_a_documents_scans_come_in_pages_newest_first(client, yueqing, yueqing_bureau):
    document = issued(yueqing)
    client.force_login(yueqing_bureau)
    address = reverse("document-sealed-copies", args=[document.number])
    scans = blank(), scanned(document, "png")
    early, late = (client.post(address, {"file": upload("a.png", content)}).json() for content in scans)

    first = client.get(address, {"limit": 1}).json()
    second = client.get(first["next"]).json()
    since = client.get(address, {"updated_since": late["updated_at"]}).json()

    told = [[row["id"] for row in page["results"]] for page in (first, second, since)]
    assert told == [[late["id"]], [early["id"]], [late["id"]]]
    assert second["next"] is None


def test_the_page_costs_the_same_however_many(client, yueqing, yueqing_bureau, django_assert_num_queries):
    client.force_login(yueqing_bureau)
    client.get(reverse("documents:scans"))
    for number in range(2):
        document = issued(yueqing, name=f"{number}", series=f"zj-{number}")
        brought(yueqing, yueqing_bureau, upload(f"{number}.pdf", scanned(document)), upload("空白.png", blank()))
        with django_assert_num_queries(8):
            assert client.get(reverse("documents:scans")).status_code == 200
    assert Document.objects.count() == 2


def test_of_two_who_place_one_scan_the_later_is_refused_and_leaves_nothing(yueqing, yueqing_bureau):
    first, second = issued(yueqing, name="甲"), issued(yueqing, name="乙", series="zj-2024")
    brought(yueqing, yueqing_bureau, upload("空白.png", blank()))
    mine, theirs = IncomingScan.objects.get(), IncomingScan.objects.get()  # both pages were opened while it waited
    incoming.place(scan=mine, document=first, by=yueqing_bureau)

    with pytest.raises(WrongState, match=r"已配对|刚被他人办理"):
        incoming.place(scan=theirs, document=second, by=yueqing_bureau)

    assert list(SealedCopy.objects.values_list("document__number", flat=True)) == [first.number]
