"""What is done with issued notices: their files, and their end."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.kit.errors import Refused
from programs.attaching import PAPERS, accepted
from programs.enums.notices import NoticeState, RowState
from programs.models import Notice, NoticeAttachment
from programs.policies.notices import check_load_notice


@transaction.atomic
def attach(*, notice: Notice, file, annex: int = 0, by) -> NoticeAttachment:
    """Keep a file that came with a notice; those who see the notice may fetch it."""
    check_load_notice(by, notice.issuer)
    kept = accepted(file, PAPERS, field="file")
    if notice.files.current().filter(sha256=kept["file_sha256"]).exists():
        raise Refused(_("这个文件已经附在%s上了。") % notice.number, fields={"file": _("内容相同的文件已经有了。")})
    row = NoticeAttachment.objects.create(
        notice=notice,
        annex=annex,
        file=kept["file"],
        name=kept["file_name"],
        sha256=kept["file_sha256"],
        size=file.size,
        added_by=by,
    )
    record(by, "notice.file_added", row, unit=notice.issuer, data={"notice": notice.number, "sha256": row.sha256})
    return row


@transaction.atomic
def detach(*, attachment: NoticeAttachment, by) -> None:
    """Take a file off a notice; it is kept as void."""
    check_load_notice(by, attachment.notice.issuer)
    NoticeAttachment.objects.current().filter(pk=attachment.pk).stamp(state=RowState.VOID)
    record(by, "notice.file_removed", attachment, unit=attachment.notice.issuer)


@transaction.atomic
def repeal(*, notice: Notice, ended_on: date, reason: str, by) -> Notice:
    """废止: from now on the notice sets nothing; what was done under it stays."""
    check_load_notice(by, notice.issuer)
    notice.move_to(NoticeState.REPEALED, ended_on=ended_on, end_reason=reason)
    record(by, "notice.repealed", notice, unit=notice.issuer, changes={"state": ("current", "repealed")}, note=reason)
    return notice


@transaction.atomic
def reinstate(*, notice: Notice, reason: str, by) -> Notice:
    """Take a repeal back; a replaced notice comes back when its successor no longer names it."""
    check_load_notice(by, notice.issuer)
    if notice.state != NoticeState.REPEALED:
        raise Refused(_("%s 没有废止，不用恢复。") % notice.number)
    notice.move_to(NoticeState.CURRENT, ended_on=None, end_reason="")
    record(by, "notice.reinstated", notice, unit=notice.issuer, changes={"state": ("repealed", "current")}, note=reason)
    return notice
