"""What people do with scans of sealed copies: hand one in, confirm what it shows, take it back."""

import hashlib
import re
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.documents import archive, policies
from portal.documents.enums import CodeRead, CopyState
from portal.documents.models import Document, SealedCopy
from portal.documents.models.sealing import MOST_COPIES
from portal.documents.sealing import scans
from portal.documents.sealing.comparing import changes_of
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of

PLACE = "scans"
ADDRESS = re.compile(r"/verify/([A-Za-z0-9_-]{22})/?$")
REASON_LIMIT = 200


def hand_in(*, document: Document, content: bytes, by) -> SealedCopy:
    """Read a scan in the limited child process and keep it for confirming; the same file again is answered with its row.

    Raises ``Refused`` for what is no scan, bears the QR code of another document, or has fewer pages than were printed.
    """
    policies.check_issue(by, document.unit)
    _check_stands(document)
    return _known(document, content) or take(document=document, content=content, scan=scans.look(content), by=by)


def _known(document: Document, content: bytes) -> SealedCopy | None:
    """The row of the same file handed in before."""
    same = document.sealed_copies.filter(file_sha256=archive.digest_of(content))
    return same.filter(state__in=[CopyState.READ, CopyState.KEPT]).first()


def take(*, document: Document, content: bytes, scan: scans.Scan, by) -> SealedCopy:
    """The same for a scan that was looked at already."""
    policies.check_issue(by, document.unit)
    _check_stands(document)
    if known := _known(document, content):
        return known
    read = _code_of(document, scan, by)
    if scan.pages < document.pages:
        message = _("扫描件只有 %(scanned)d 页，%(number)s共 %(pages)d 页，请补齐后再传。")
        raise _refused(message % {"scanned": scan.pages, "number": document.number, "pages": document.pages}, "pages_missing")
    name = f"{PLACE}/{document.number}-{secrets.token_hex(8)}.{scan.kind}"
    archive.put(name, content)
    return _keep(document, by, file=name, file_sha256=archive.digest_of(content), kind=scan.kind, pages=scan.pages, code_read=read)


@transaction.atomic
def _keep(document, by, **read) -> SealedCopy:
    copy = SealedCopy.objects.create(document=document, received_by=by, **read)
    record(by, "document.copy_read", document, note=str(copy.get_code_read_display()))
    return copy


def _check_stands(document: Document) -> None:
    if document.state != Document.State.ISSUED:
        message = _("%(number)s%(state)s%(why)s，盖章件应是现行有效的那一份。")
        why = _("（%(reason)s）") % {"reason": document.reason} if document.reason else ""
        raise WrongState(message % {"number": document.number, "state": document.get_state_display(), "why": why})


def codes_of(scan: scans.Scan) -> list[list[str]]:
    """The codes of documents of this portal on each page."""
    return [[found[1] for text in page if (found := ADDRESS.search(text))] for page in scan.codes]


def _code_of(document: Document, scan: scans.Scan, by) -> CodeRead:
    """Whether the scan bears this document's code; ``Refused`` when it bears another's only."""
    codes = [code for page in codes_of(scan) for code in page]
    if document.code in codes:
        return CodeRead.MATCHES
    if not codes:
        return CodeRead.NONE
    others = Document.objects.all() if by is None else Document.objects.visible_to(by)
    other = others.filter(code__in=codes).first()
    whose = other.number if other else _("另一份文书")
    message = _("扫描件上的二维码是%(other)s的，不是%(number)s的。") % {"other": whose, "number": document.number}
    raise _refused(message, "another_document")


def _refused(sentence: str, code: str) -> Refused:
    return Refused(sentence, code=code, fields={"file": sentence})


@transaction.atomic
def confirm(*, copy: SealedCopy, stamped: bool, signed: bool, copies: int | None, by) -> SealedCopy:
    """Take a read scan as the sealed copy of its document; an earlier one is replaced.

    Refuses one without a stamp or number of paper copies, and a paper whose content has changed since, naming the fields.
    """
    document = Document.objects.select_for_update().get(pk=copy.document_id)
    policies.check_issue(by, document.unit)
    _check_stands(document)
    _check_unchanged(document)
    if not stamped:
        raise Refused(_("没有盖章的不能作为盖章件收下。"), fields={"stamped": _("请确认已盖章。")})
    if copies is None or not 1 <= copies <= MOST_COPIES:
        sentence = _("请填写纸质份数（1 至 %(most)d 份）。") % {"most": MOST_COPIES}
        raise Refused(sentence, fields={"copies": sentence})
    document.sealed_copies.filter(state=CopyState.KEPT).exclude(pk=copy.pk).move(CopyState.REPLACED)
    ticked = {"stamped": stamped, "signed": signed, "copies": copies}
    if not SealedCopy.objects.filter(pk=copy.pk).move(CopyState.KEPT, **ticked):
        raise WrongState(_("“%(state)s”的扫描件不能确认。") % {"state": copy.get_state_display()})
    copy.refresh_from_db()
    record(by, "document.copy_kept", document, note=_("纸质 %(copies)d 份") % {"copies": copies})
    return copy


def _check_unchanged(document: Document) -> None:
    if changed := changes_of(document):
        labels = "、".join(dict.fromkeys(one.label for one in changed))
        message = _("%(number)s打印以后改过%(labels)s，请重新生成、盖章后再传。") % {"number": document.number, "labels": labels}
        raise WrongState(message, code="content_changed")


@transaction.atomic
def withdraw(*, copy: SealedCopy, reason: str, by) -> SealedCopy:
    """Take a scan back that was handed in by mistake; the file stays."""
    policies.check_issue(by, copy.document.unit)
    why = reason_of(reason, limit=REASON_LIMIT)
    if not SealedCopy.objects.filter(pk=copy.pk).move(CopyState.WITHDRAWN, reason=why):
        raise WrongState(_("“%(state)s”的扫描件不能撤回。") % {"state": copy.get_state_display()})
    copy.refresh_from_db()
    record(by, "document.copy_withdrawn", copy.document, note=why)
    return copy


def content_of(row) -> bytes:
    """The file of a scan or of a service's answer; ``WrongState`` when it is not what was kept."""
    what, path = getattr(row, "document", row), archive.folder() / row.file
    content = path.read_bytes() if row.file and path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != row.file_sha256:
        message = _("%(number)s的扫描件缺失或已损坏，请联系系统管理员。") % {"number": what}
        raise WrongState(message, code="archive_damaged")
    return content
