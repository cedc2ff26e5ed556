"""How far a declared point has come, what may follow, and whose turn it is; the states of what is handed in with it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DeclarationState(TextChoices):
    """How far a declaration (申报) has come."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("已申报")
    REVIEWING = "reviewing", _("评审中")
    GRADED = "graded", _("已评定")
    ACCEPTED = "accepted", _("学校已验收")
    BATCHED = "batched", _("已报县级")
    RECOGNISED = "recognised", _("已认定")
    RETURNED = "returned", _("退回修改")
    FAILED = "failed", _("不合格")
    SUSPENDED = "suspended", _("暂停认定")
    WITHDRAWN = "withdrawn", _("已撤回")


S = DeclarationState
MOVES = {
    S.DRAFT: {S.SUBMITTED, S.WITHDRAWN},
    S.SUBMITTED: {S.REVIEWING, S.RETURNED, S.WITHDRAWN},
    S.REVIEWING: {S.GRADED, S.RETURNED, S.WITHDRAWN},
    S.GRADED: {S.ACCEPTED, S.RETURNED, S.FAILED},
    S.ACCEPTED: {S.BATCHED, S.RETURNED, S.SUSPENDED},
    S.BATCHED: {S.RECOGNISED, S.ACCEPTED, S.SUSPENDED},
    S.RECOGNISED: {S.SUSPENDED},
    S.RETURNED: {S.SUBMITTED},
    S.SUSPENDED: {S.ACCEPTED, S.BATCHED, S.RECOGNISED, S.FAILED},
    S.FAILED: set(),
    S.WITHDRAWN: set(),
}
EDITABLE = frozenset({S.DRAFT, S.RETURNED})
ENDED = frozenset({S.FAILED, S.WITHDRAWN})
LIVE = frozenset(S) - ENDED
JUDGED = frozenset({S.GRADED, S.ACCEPTED, S.BATCHED, S.RECOGNISED, S.SUSPENDED, S.FAILED})
REVIEWABLE = frozenset({S.SUBMITTED, S.REVIEWING})
READ = JUDGED | {S.RETURNED}


class DeclarationTurn(TextChoices):
    """Who has to act next."""

    TEACHER = "teacher", _("教师")
    SCHOOL = "school", _("学校")
    PANEL = "panel", _("评审组")
    COUNTY = "county", _("县级主管部门")
    NOBODY = "nobody", _("无")


TURN = {
    S.DRAFT: DeclarationTurn.TEACHER,
    S.RETURNED: DeclarationTurn.TEACHER,
    S.SUBMITTED: DeclarationTurn.SCHOOL,
    S.REVIEWING: DeclarationTurn.PANEL,
    S.GRADED: DeclarationTurn.SCHOOL,
    S.ACCEPTED: DeclarationTurn.SCHOOL,
    S.BATCHED: DeclarationTurn.COUNTY,
    S.SUSPENDED: DeclarationTurn.COUNTY,
    S.RECOGNISED: DeclarationTurn.NOBODY,
    S.FAILED: DeclarationTurn.NOBODY,
    S.WITHDRAWN: DeclarationTurn.NOBODY,
}
TONES = {
    S.DRAFT: "secondary",
    S.SUBMITTED: "info",
    S.REVIEWING: "info",
    S.GRADED: "info",
    S.ACCEPTED: "success",
    S.BATCHED: "success",
    S.RECOGNISED: "success",
    S.RETURNED: "warning",
    S.FAILED: "danger",
    S.SUSPENDED: "danger",
    S.WITHDRAWN: "secondary",
}


class EvidenceState(TextChoices):
    """Whether a piece of evidence belongs to its declaration; a wrong one is voided, never deleted."""

    CURRENT = "current", _("有效")
    VOID = "void", _("已删除")


class FileState(TextChoices):
    """How far a file has come: it is given out only once it has been checked and cleaned."""

    HELD = "held", _("待检")
    CLEAN = "clean", _("已通过检查")
    REFUSED = "refused", _("未通过检查")
    VOID = "void", _("已删除")


FILE_MOVES = {
    FileState.HELD: {FileState.CLEAN, FileState.REFUSED, FileState.VOID},
    FileState.CLEAN: {FileState.VOID},
    FileState.REFUSED: {FileState.VOID},
    FileState.VOID: set(),
}
FILE_TONES = {FileState.HELD: "warning", FileState.CLEAN: "success", FileState.REFUSED: "danger", FileState.VOID: "secondary"}


class FileKind(TextChoices):
    """What a file is, told by its bytes and never by its name."""

    PDF = "pdf", _("PDF 文档")
    JPG = "jpg", _("JPEG 图片")
    PNG = "png", _("PNG 图片")
    DOCX = "docx", _("Word 文档")
    XLSX = "xlsx", _("Excel 工作簿")
    PPTX = "pptx", _("演示文稿")
    MP4 = "mp4", _("MP4 视频")


class EvidenceUploadState(TextChoices):
    """A file on its way in pieces."""

    OPEN = "open", _("上传中")
    DONE = "done", _("已收齐")
    VOID = "void", _("已放弃")
