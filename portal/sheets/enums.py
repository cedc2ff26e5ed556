from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UploadState(TextChoices):
    READING = "reading", _("正在读取")
    PREVIEW = "preview", _("尚未保存")
    CONFIRMING = "confirming", _("正在保存")
    DONE = "done", _("已保存")
    REFUSED = "refused", _("未能读取")
    UNDONE = "undone", _("已撤销")


S = UploadState
MOVES = {
    S.READING: {S.PREVIEW, S.REFUSED},
    S.PREVIEW: {S.CONFIRMING, S.READING},
    S.CONFIRMING: {S.DONE, S.PREVIEW},
    S.DONE: {S.UNDONE},
    S.REFUSED: {S.READING},
    S.UNDONE: set(),
}
TURN = {
    S.READING: "portal",
    S.PREVIEW: "uploader",
    S.CONFIRMING: "portal",
    S.DONE: "nobody",
    S.REFUSED: "uploader",
    S.UNDONE: "nobody",
}
TONES = {
    S.READING: "info",
    S.PREVIEW: "warning",
    S.CONFIRMING: "info",
    S.DONE: "success",
    S.REFUSED: "danger",
    S.UNDONE: "secondary",
}
UNDER_WAY = frozenset({S.READING, S.CONFIRMING})


class Severity(TextChoices):
    FILE = "file", _("文件")
    ROW = "row", _("退回")
    WARNING = "warning", _("提醒")
    NORMALISED = "normalised", _("已规范")


SEVERITY_TONES = {Severity.FILE: "danger", Severity.ROW: "danger", Severity.WARNING: "warning", Severity.NORMALISED: "info"}


class RowState(TextChoices):
    """States of the rows layouts write."""

    CURRENT = "current", _("有效")
    VOID = "void", _("作废")
