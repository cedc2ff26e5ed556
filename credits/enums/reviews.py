"""How far a reading of a declaration and a certificate have come, and what may follow."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PanelState(TextChoices):
    """Whether a panel, a seat on it or a declared relation still stands."""

    CURRENT = "current", _("在用")
    ENDED = "ended", _("已结束")


class ReviewState(TextChoices):
    """How far one member's reading of a declaration has come."""

    ASSIGNED = "assigned", _("待评审")
    DONE = "done", _("已评审")
    RELEASED = "released", _("已收回")


REVIEW_MOVES = {
    ReviewState.ASSIGNED: {ReviewState.DONE, ReviewState.RELEASED},
    ReviewState.DONE: set(),
    ReviewState.RELEASED: set(),
}
REVIEW_TONES = {ReviewState.ASSIGNED: "info", ReviewState.DONE: "success", ReviewState.RELEASED: "secondary"}


class CertificateState(TextChoices):
    """Whether a certificate vouches for anything today."""

    VALID = "valid", _("有效")
    SUSPENDED = "suspended", _("暂停")
    REVOKED = "revoked", _("撤销")


C = CertificateState
CERTIFICATE_MOVES = {C.VALID: {C.SUSPENDED, C.REVOKED}, C.SUSPENDED: {C.VALID, C.REVOKED}, C.REVOKED: set()}
CERTIFICATE_TONES = {C.VALID: "success", C.SUSPENDED: "warning", C.REVOKED: "danger"}


def certificate_sources(state: CertificateState) -> list[CertificateState]:
    """The states from which a certificate may move to ``state``."""
    return [source for source, targets in CERTIFICATE_MOVES.items() if state in targets]
