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
