from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CallState(TextChoices):
    """How far a public call for training institutions has come; bids are open to nobody before it closes."""

    OPEN = "open", _("征集中")
    DECIDED = "decided", _("已公布结果")
    VOID = "void", _("已作废")


class BidState(TextChoices):
    """What became of an institution's bid."""

    HANDED_IN = "handed_in", _("已应征")
    WITHDRAWN = "withdrawn", _("已撤回")
    CHOSEN = "chosen", _("入选")
    PASSED_OVER = "passed_over", _("未入选")


CALL_MOVES = {
    CallState.OPEN: {CallState.DECIDED, CallState.VOID},
    CallState.DECIDED: set(),
    CallState.VOID: set(),
}
BID_MOVES = {
    BidState.HANDED_IN: {BidState.WITHDRAWN, BidState.CHOSEN, BidState.PASSED_OVER},
    BidState.WITHDRAWN: {BidState.HANDED_IN},
    BidState.CHOSEN: set(),
    BidState.PASSED_OVER: set(),
}
CALL_TONES = {CallState.OPEN: "info", CallState.DECIDED: "success", CallState.VOID: "secondary"}
BID_TONES = {
    BidState.HANDED_IN: "info",
    BidState.WITHDRAWN: "secondary",
    BidState.CHOSEN: "success",
    BidState.PASSED_OVER: "secondary",
}
