"""Files that support a recommendation: added and removed by the nominee while its form is open."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from awards.actions.notice_locks import locked_form
from awards.attachment_limits import KINDS, MOST, TOGETHER, kind_of
from awards.models import Attachment, Nomination
from awards.personal_numbers import masked
from awards.policies import answers as policies
from portal.audit.recording import record
from portal.kit.errors import Refused, WrongState
from programs.attaching import accepted


@transaction.atomic
def attach(*, nomination: Nomination, file, by) -> Attachment:
    """Keep ``file`` with the form; the same bytes again are the file there is, under the name they came with last.

    ``Refused`` for no file, an empty or too large one, another kind than its name says, or beyond what a form may carry.
    """
    policies.check_attach(by, nomination)
    if file is None or not file.size:
        raise Refused(_("请选择一个不为空的文件。"), fields={"file": _("请选择文件")})
    kind = kind_of(file.read(16))
    file.seek(0)
    values = accepted(file, KINDS, field="file")
    nomination = locked_form(nomination)
    policies.check_attach(by, nomination)
    kept = nomination.attachments.kept()
    if same := kept.filter(file_sha256=values["file_sha256"]).first():
        return _renamed(same, values["file_name"], by)
    _check_room(list(kept.values_list("size", flat=True)), file.size)
    try:
        with transaction.atomic():
            row = Attachment.objects.create(nomination=nomination, kind=kind, size=file.size, uploaded_by=by, **values)
    except IntegrityError:
        return _renamed(kept.get(file_sha256=values["file_sha256"]), values["file_name"], by)
    record(by, "nomination.attached", nomination, unit=nomination.unit, note=masked(row.file_name))
    return row


def _renamed(row: Attachment, name: str, by) -> Attachment:
    """The file there is, under the name it was uploaded with now."""
    if row.file_name == name:
        return row
    changes = {"file_name": (masked(row.file_name), masked(name))}
    Attachment.objects.filter(pk=row.pk).stamp(file_name=name)
    row.refresh_from_db()
    record(by, "nomination.attachment_renamed", row.nomination, unit=row.nomination.unit, changes=changes)
    return row


@transaction.atomic
def remove(*, attachment: Attachment, by) -> Attachment:
    """Take a file off the form; the row and the bytes stay on record, nobody is given them any more."""
    nomination = locked_form(attachment.nomination)
    policies.check_attach(by, nomination)
    if not Attachment.objects.kept().filter(pk=attachment.pk).stamp(state=Attachment.State.REMOVED):
        raise WrongState(_("这份材料已经移除。"))
    attachment.refresh_from_db()
    record(by, "nomination.detached", nomination, unit=nomination.unit, note=masked(attachment.file_name))
    return attachment


@transaction.atomic
def read(*, attachment: Attachment, by) -> None:
    """Note who took a file out."""
    nomination = attachment.nomination
    record(by, "nomination.attachment_read", nomination, unit=nomination.unit, data={"attachment": attachment.pk})


def _check_room(sizes: list[int], more: int) -> None:
    if len(sizes) >= MOST:
        raise Refused(_("一份推荐表最多附 %d 个文件。") % MOST, fields={"file": _("已满 %d 个") % MOST})
    if sum(sizes) + more > TOGETHER:
        raise Refused(_("佐证材料合计不超过 %d MB。") % (TOGETHER >> 20), fields={"file": _("请压缩后再上传")})
