from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FilingState(TextChoices):
    """How far a unit's return has come."""

    DUE = "due", _("未报")
    COLLATING = "collating", _("待汇总单位转报")
    SUBMITTED = "submitted", _("已报")
    RETURNED = "returned", _("已退回")
    ACCEPTED = "accepted", _("已通过")
    FILED = "filed", _("已备案")
    EXEMPT = "exempt", _("免报")
    COVERED = "covered", _("已由片区统一报送")


S = FilingState
MOVES = {
    S.DUE: {S.COLLATING, S.SUBMITTED, S.EXEMPT, S.COVERED},
    S.COLLATING: {S.COLLATING, S.SUBMITTED, S.RETURNED, S.DUE},
    S.SUBMITTED: {S.COLLATING, S.SUBMITTED, S.RETURNED, S.ACCEPTED, S.DUE},
    S.RETURNED: {S.COLLATING, S.SUBMITTED, S.EXEMPT, S.COVERED},
    S.ACCEPTED: {S.COLLATING, S.SUBMITTED, S.RETURNED, S.FILED},
    S.FILED: {S.COLLATING, S.SUBMITTED},
    S.EXEMPT: {S.DUE},
    S.COVERED: {S.DUE},
}
MISSING = frozenset({S.DUE, S.RETURNED})
HANDED_IN = frozenset({S.COLLATING, S.SUBMITTED, S.ACCEPTED, S.FILED})
COUNTED = HANDED_IN | {S.COVERED}  # of their own, or of the lead school of their 片区
SETTLED = frozenset({S.ACCEPTED, S.FILED})
NOT_ASKED = frozenset({S.EXEMPT, S.COVERED})  # nothing is expected of the unit itself


class Turn(TextChoices):
    """Who has to act next."""

    UNIT = "unit", _("填报单位")
    COLLATOR = "collator", _("汇总单位")
    RECEIVER = "receiver", _("接收单位")
    NOBODY = "nobody", _("无")


TURN = {
    S.DUE: Turn.UNIT,
    S.COLLATING: Turn.COLLATOR,
    S.SUBMITTED: Turn.RECEIVER,
    S.RETURNED: Turn.UNIT,
    S.ACCEPTED: Turn.RECEIVER,
    S.FILED: Turn.NOBODY,
    S.EXEMPT: Turn.NOBODY,
    S.COVERED: Turn.NOBODY,
}
TONES = {
    S.DUE: "warning",
    S.COLLATING: "info",
    S.SUBMITTED: "info",
    S.RETURNED: "danger",
    S.ACCEPTED: "success",
    S.FILED: "success",
    S.EXEMPT: "secondary",
    S.COVERED: "success",
}


class VersionState(TextChoices):
    """What became of one hand-in; the newest that is submitted or accepted is the one that counts."""

    DRAFT = "draft", _("尚未报送")
    SUBMITTED = "submitted", _("已报")
    ACCEPTED = "accepted", _("已通过")
    RETURNED = "returned", _("已退回")
    WITHDRAWN = "withdrawn", _("已撤回")
    REPLACED = "replaced", _("已被新版替换")
    DISCARDED = "discarded", _("未报送，已换")


COUNTING = frozenset({VersionState.SUBMITTED, VersionState.ACCEPTED})


class Source(TextChoices):
    """By which way a return came in; all but the first are entered by the office above (代录)."""

    ONLINE = "online", _("网上报送")
    CHAT = "chat", _("工作群")
    MAIL = "mail", _("邮件")
    PAPER = "paper", _("纸质")
    OTHER = "other", _("其他")
