"""Several scans at once: many files, a ZIP, or one PDF of several papers; each finds its document by its QR code."""

import secrets
from pathlib import Path

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.documents import archive, policies
from portal.documents.enums import IncomingState
from portal.documents.models import Document, IncomingScan, SealedCopy
from portal.documents.sealing import copies, pieces, scans
from portal.jobs.actions import request_job
from portal.jobs.models import Job
from portal.kit.errors import DomainError, Refused, WrongState
from portal.kit.reasons import reason_of

PLACE = "incoming"
MOST_FILES = 60
LARGEST_TOGETHER = 200 << 20
REASON_LIMIT = 200
S = IncomingState
ZIP = b"PK\x03\x04"


def bring(*, files, unit, by) -> Job:
    """Store the files and ask for a job that reads each and finds its document; the scans are kept whatever comes of them.

    ``files`` are uploads with a name; ``Refused`` for none, too many, or too much together.
    """
    policies.check_issue(by, unit)
    _check_amount(files)
    with transaction.atomic():
        title = _("读取盖章件扫描（%(count)d 个文件）") % {"count": len(files)}
        job = request_job(kind="documents.scans", params={}, unit=unit, by=by, title=title)
        for position, file in enumerate(files, start=1):
            _store(job, unit, by, position, Path(file.name).name[-200:], file.read())
    return job


def _check_amount(files) -> None:
    sentence = ""
    if not files:
        sentence = _("请选择扫描件。")
    elif len(files) > MOST_FILES:
        sentence = _("一次最多 %(most)d 个文件，请分批上传，或打成一个压缩包。") % {"most": MOST_FILES}
    elif sum(file.size for file in files) > LARGEST_TOGETHER:
        sentence = _("合计超过 %(most)d MB，请分批上传。") % {"most": LARGEST_TOGETHER >> 20}
    if sentence:
        raise Refused(sentence, fields={"files": sentence})


def _store(job: Job, unit, by, position: int, name: str, content: bytes, **more) -> IncomingScan:
    file = f"{PLACE}/{job.pk}-{secrets.token_hex(8)}"
    archive.put(file, content)
    digest = archive.digest_of(content)
    values = {"unit": unit, "received_by": by, "position": position, "name": name, "file": file, "file_sha256": digest}
    return IncomingScan.objects.create(job=job, **values, **more)


def read_all(*, job) -> None:
    """Read what has arrived, file by file, each in a step of its own; run again after a breakdown, it goes on."""
    rows = IncomingScan.objects.filter(job=job.job)
    while row := rows.filter(state=S.ARRIVED).order_by("position", "pk").first():
        _read(row, job.by)
        job.progress(rows.exclude(state=S.ARRIVED).count(), rows.count())
    shown = list(rows.shown().select_related("copy__document").order_by("position", "pk"))
    link = {"label": _("逐个查看"), "url": f"{reverse('documents:scans')}?job={job.job.pk}"}
    counts = {state: sum(row.state == state for row in shown) for state in (S.MATCHED, S.WAITING, S.REFUSED)}
    told = _("盖章件扫描读完：%(matched)d 份已配对，%(waiting)d 份待选择文书，%(refused)d 份不能收。") % counts
    with transaction.atomic():
        job.finish({"told": told, "lines": [f"{row.name}：{row.told}" for row in shown[:200]], "links": [link], **counts})


def _read(row: IncomingScan, by) -> None:
    """One file: taken apart, held against its document, or left for a person."""
    content = copies.content_of(row)
    try:
        if content.startswith(ZIP):
            _open(row, scans.unpack(content))
            return
        scan = scans.look(content)
        runs = pieces.runs_of(copies.codes_of(scan), _pages(scan, by))
        if len(runs) > 1:
            _open(row, _apart(row, content, runs))
        else:
            _match(row, content, scan, by)
    except DomainError as refusal:
        _leave(row, S.REFUSED, refusal.sentence())


def _pages(scan: scans.Scan, by) -> dict[str, int]:
    """How many pages each document has whose code stands on the scan."""
    codes = {code for page in copies.codes_of(scan) for code in page}
    return dict(_documents(by).filter(code__in=codes).values_list("code", "pages"))


def _documents(by):
    return Document.objects.all() if by is None else Document.objects.visible_to(by)


def _apart(row: IncomingScan, content: bytes, runs) -> list[tuple[str, bytes]]:
    stem = row.name.removesuffix(".pdf")
    names = [_("%(name)s 第%(first)d-%(last)d页.pdf") % {"name": stem, "first": a + 1, "last": b + 1} for a, b in runs]
    return list(zip(names, scans.split(content, runs), strict=True))


@transaction.atomic
def _open(row: IncomingScan, parts: list[tuple[str, bytes]]) -> None:
    """A file of several scans stands by its parts, which are read in their turn."""
    if not parts:
        _leave(row, S.REFUSED, _("压缩包里没有文件。"))
        return
    told = _("拆成 %(count)d 份") % {"count": len(parts)}
    if IncomingScan.objects.filter(pk=row.pk).move(S.OPENED, told=told):
        for name, content in parts:
            _part(row, name, content)


def _part(row: IncomingScan, name: str, content: bytes) -> None:
    """A part of a file; a ZIP inside a ZIP is not opened."""
    told = _("压缩包里的压缩包不再打开，请直接上传里面的扫描件。")
    nested = {"state": S.REFUSED, "told": told} if content.startswith(ZIP) else {}
    _store(row.job, row.unit, row.received_by, row.position, name[-200:], content, **nested)


def _match(row: IncomingScan, content: bytes, scan: scans.Scan, by) -> None:
    """Hand the scan in for the document whose code it bears; without a code it waits for a person."""
    read = {"kind": scan.kind, "pages": scan.pages}
    codes = [code for page in copies.codes_of(scan) for code in page]
    if not codes:
        _leave(row, S.WAITING, _("没有读到二维码，请选择是哪一份文书。"), **read)
        return
    document = _documents(by).filter(code__in=codes).select_related("unit").first()
    if document is None:
        _leave(row, S.REFUSED, _("二维码不是您单位文书的。"), **read)
        return
    with transaction.atomic():
        _matched(row, copies.take(document=document, content=content, scan=scan, by=by), **read)


def _matched(row: IncomingScan, copy: SealedCopy, **read) -> None:
    number = copy.document.number
    told = _("%(number)s %(subject)s") % {"number": number, "subject": copy.document.subject_text}
    if not IncomingScan.objects.filter(pk=row.pk).move(S.MATCHED, copy=copy, told=told[:300], **read):
        raise WrongState(_("“%(name)s”刚被他人办理，请刷新后再看。") % {"name": row.name})


def _leave(row: IncomingScan, state: IncomingState, told: str, **read) -> None:
    if not IncomingScan.objects.filter(pk=row.pk).move(state, told=told[:300], **read):
        raise WrongState(_("“%(name)s”刚被他人办理，请刷新后再看。") % {"name": row.name})


def place(*, scan: IncomingScan, document: Document, by) -> SealedCopy:
    """A person says whose sealed copy a scan without a readable code is; it is held against that document like any other.

    Of two who do so at once the later is refused and leaves nothing behind.
    """
    policies.check_issue(by, scan.unit)
    _check_waits(scan)
    content = copies.content_of(scan)
    looked = scans.look(content)
    with transaction.atomic():
        _check_waits(IncomingScan.objects.select_for_update().get(pk=scan.pk))
        copy = copies.take(document=document, content=content, scan=looked, by=by)
        _matched(scan, copy)
        record(by, "document.scan_placed", document, note=scan.name)
    scan.refresh_from_db()
    return copy


@transaction.atomic
def drop(*, scan: IncomingScan, reason: str, by) -> IncomingScan:
    """Leave a scan that is nobody's sealed copy; the file stays on record."""
    policies.check_issue(by, scan.unit)
    _check_waits(scan)
    why = reason_of(reason, limit=REASON_LIMIT)
    _leave(scan, S.DROPPED, why)
    scan.refresh_from_db()
    record(by, "document.scan_dropped", scan, unit=scan.unit, note=why)
    return scan


def confirm_together(*, scans, by, **ticked) -> tuple[int, list[str]]:
    """Confirm the copies of matched scans with the same ticks: how many were taken, and the sentence of each refusal.

    Each is confirmed by itself, so that one that is refused does not hold up the others.
    """
    done, refused = 0, []
    for scan in scans:
        try:
            copies.confirm(copy=scan.copy, by=by, **ticked)
            done += 1
        except DomainError as refusal:
            refused.append(f"{scan.copy.document.number}：{refusal.sentence()}")
    return done, refused


def _check_waits(scan: IncomingScan) -> None:
    if scan.state != S.WAITING:
        raise WrongState(_("“%(name)s”%(state)s，不用再选择。") % {"name": scan.name, "state": scan.get_state_display()})
