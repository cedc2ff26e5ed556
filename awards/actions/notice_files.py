"""Files that go out with a public notice: added and taken off while it is a draft, each through the gate."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from awards.actions.gating import refuse_for
from awards.actions.notice_locks import locked_notice
from awards.models import NoticeFile, PublicNotice
from awards.personal_numbers import masked
from awards.policies import publicity as policies
from awards.publicity.files import leaks_in
from portal.audit.recording import record
from portal.kit.errors import Refused, WrongState
from programs.attaching import accepted

KINDS = {b"%PDF-": "pdf", b"PK\x03\x04": "zip"}
ACCEPT = ".pdf,.docx,.xlsx"
MOST = 5


@transaction.atomic
def attach(*, notice: PublicNotice, file, looked_through: bool = False, by) -> NoticeFile:
    """Hang a PDF, Word file or workbook on a notice; the same bytes again are the file there is.

    ``looked_through`` vouches for pictures and scanned pages, in which no program finds a number.
    """
    policies.check_keep(by, notice, PublicNotice.State.DRAFT)
    if file is None or not file.size:
        raise Refused(_("请选择一个不为空的文件。"), fields={"file": _("请选择文件")})
    values = accepted(file, KINDS, field="file")
    notice = locked_notice(notice)
    policies.check_keep(by, notice, PublicNotice.State.DRAFT)
    kept = notice.files.kept()
    if same := kept.filter(file_sha256=values["file_sha256"]).first():
        return same
    if kept.count() >= MOST:
        raise Refused(_("一次公示最多附 %d 个文件。") % MOST, fields={"file": _("已满 %d 个") % MOST})
    unread = _passed(values["file_name"], file, looked_through=looked_through)
    try:
        with transaction.atomic():
            row = NoticeFile.objects.create(
                notice=notice, size=file.size, unread=unread, looked_through=looked_through, uploaded_by=by, **values
            )
    except IntegrityError:
        return kept.get(file_sha256=values["file_sha256"])
    record(by, "publicity.attached", notice, unit=notice.unit, note=masked(row.file_name), data={"unread": unread})
    return row


def _passed(name: str, file, *, looked_through: bool) -> int:
    """Hold a file against the gate; how many of its pages and pictures only a person can read."""
    file.seek(0)
    found, unread = leaks_in(name, file.read())
    file.seek(0)
    refuse_for(found, _("附件里有个人信息，没有保存，请改正后再传：%s"))
    if unread and not looked_through:
        told = _("附件里有 %d 处图片或扫描页，程序读不出文字，请人工看过、确认没有个人信息后勾选再传。") % unread
        raise Refused(told, code="look_through", fields={"looked_through": _("请勾选")})
    return unread


@transaction.atomic
def remove(*, file: NoticeFile, by) -> NoticeFile:
    """Take a file off a notice that has not begun; row and bytes stay on record."""
    policies.check_keep(by, locked_notice(file.notice), PublicNotice.State.DRAFT)
    if not NoticeFile.objects.kept().filter(pk=file.pk).stamp(state=NoticeFile.State.REMOVED):
        raise WrongState(_("这个附件已经移除。"))
    file.refresh_from_db()
    record(by, "publicity.detached", file.notice, unit=file.notice.unit, note=masked(file.file_name))
    return file
