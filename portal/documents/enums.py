from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DocumentState(TextChoices):
    INTENT = "intent", _("生成中")
    ISSUED = "issued", _("有效")
    SUPERSEDED = "superseded", _("已被新版取代")
    REVOKED = "revoked", _("已作废")
    FAILED = "failed", _("未生成")


S = DocumentState
MOVES = {
    S.INTENT: {S.ISSUED, S.FAILED},
    S.ISSUED: {S.SUPERSEDED, S.REVOKED},
    S.SUPERSEDED: {S.REVOKED},
    S.REVOKED: set(),
    S.FAILED: set(),
}
TONES = {S.INTENT: "info", S.ISSUED: "success", S.SUPERSEDED: "secondary", S.REVOKED: "danger", S.FAILED: "danger"}
REVOCABLE = frozenset({S.ISSUED, S.SUPERSEDED})
ARCHIVED = frozenset({S.ISSUED, S.SUPERSEDED, S.REVOKED})
MAX_ATTEMPTS = 3


def sources(state: DocumentState) -> list[DocumentState]:
    """The states from which a document may move to ``state``."""
    return [source for source, targets in MOVES.items() if state in targets]


class CopyState(TextChoices):
    READ = "read", _("待确认")
    KEPT = "kept", _("已收到")
    REPLACED = "replaced", _("已被重传取代")
    WITHDRAWN = "withdrawn", _("已撤回")


class CodeRead(TextChoices):
    MATCHES = "matches", _("二维码与本文书一致")
    NONE = "none", _("没有读到二维码，请人工核对编号")


COPY_MOVES = {
    CopyState.READ: {CopyState.KEPT, CopyState.WITHDRAWN},
    CopyState.KEPT: {CopyState.REPLACED, CopyState.WITHDRAWN},
    CopyState.REPLACED: set(),
    CopyState.WITHDRAWN: set(),
}
COPY_TONES = {CopyState.READ: "warning", CopyState.KEPT: "success", CopyState.REPLACED: "secondary", CopyState.WITHDRAWN: "danger"}


class IncomingState(TextChoices):
    """How far a file is that came in together with others."""

    ARRIVED = "arrived", _("待读取")
    OPENED = "opened", _("已拆分")
    MATCHED = "matched", _("已配对")
    WAITING = "waiting", _("待选择文书")
    REFUSED = "refused", _("不能收")
    DROPPED = "dropped", _("不用")


Coming = IncomingState
INCOMING_MOVES = {
    Coming.ARRIVED: {Coming.OPENED, Coming.MATCHED, Coming.WAITING, Coming.REFUSED},
    Coming.OPENED: set(),
    Coming.MATCHED: set(),
    Coming.WAITING: {Coming.MATCHED, Coming.DROPPED},
    Coming.REFUSED: set(),
    Coming.DROPPED: set(),
}
INCOMING_TONES = {
    Coming.ARRIVED: "info",
    Coming.OPENED: "secondary",
    Coming.MATCHED: "success",
    Coming.WAITING: "warning",
    Coming.REFUSED: "danger",
    Coming.DROPPED: "secondary",
}


class SealingState(TextChoices):
    NOT_SEALED = "not_sealed", _("未加盖")
    SEALED = "sealed", _("已加盖")
    FAILED = "failed", _("未完成")


SEALING_TONES = {SealingState.NOT_SEALED: "warning", SealingState.SEALED: "success", SealingState.FAILED: "danger"}
