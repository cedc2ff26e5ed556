from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AwardKind(TextChoices):
    """What a cycle honours."""

    ADVANCED_UNIT = "advanced_unit", _("先进单位")
    OUTSTANDING_MANAGER = "outstanding_manager", _("优秀管理者")


class CycleState(TextChoices):
    OPEN = "open", _("进行中")
    ANNOUNCED = "announced", _("已公布")


class CycleDraftState(TextChoices):
    """How far a selection that is being prepared has come."""

    DRAFT = "draft", _("草稿")
    ISSUED = "issued", _("已启动")
    DROPPED = "dropped", _("已放弃")


CYCLE_DRAFT_TONES = {CycleDraftState.DRAFT: "warning", CycleDraftState.ISSUED: "success", CycleDraftState.DROPPED: "secondary"}


class FindingState(TextChoices):
    """How a nominee stands to one condition."""

    MET = "met", _("符合")
    NOT_MET = "not_met", _("不符合")
    NEEDS_PERSON = "needs_person", _("待人工认定")


class NominationState(TextChoices):
    """How far a recommendation has come."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("已报设区市")
    RETURNED = "returned", _("已退回")
    RECOMMENDED = "recommended", _("已推荐")
    ACCEPTED = "accepted", _("省级已受理")
    DECIDED = "decided", _("入选")
    ON_NOTICE = "on_notice", _("公示中")
    CLEARED = "cleared", _("公示无异议")
    ANNOUNCED = "announced", _("已公布")
    RESERVED = "reserved", _("省级候补")
    DECLINED = "declined", _("不入选")
    WITHDRAWN = "withdrawn", _("已撤回")


S = NominationState
MOVES = {
    S.DRAFT: {S.SUBMITTED, S.RECOMMENDED, S.WITHDRAWN},
    S.SUBMITTED: {S.RECOMMENDED, S.RETURNED, S.WITHDRAWN},
    S.RETURNED: {S.SUBMITTED, S.RECOMMENDED, S.WITHDRAWN},
    S.RECOMMENDED: {S.ACCEPTED, S.SUBMITTED, S.RETURNED, S.WITHDRAWN},
    # What the province has taken in goes back only for an objection upheld on its city's notice.
    S.ACCEPTED: {S.DECIDED, S.RESERVED, S.DECLINED, S.RETURNED},
    S.DECIDED: {S.ACCEPTED, S.ANNOUNCED, S.ON_NOTICE, S.RETURNED},
    S.RESERVED: {S.ACCEPTED, S.DECIDED, S.DECLINED, S.RETURNED},
    S.ON_NOTICE: {S.DECIDED, S.CLEARED, S.DECLINED, S.RETURNED},
    S.CLEARED: {S.ANNOUNCED, S.RETURNED},
    S.ANNOUNCED: set(),
    S.DECLINED: {S.ACCEPTED, S.RETURNED},
    S.WITHDRAWN: set(),
}
EDITABLE = frozenset({S.DRAFT, S.RETURNED})
ON_THE_WAY = EDITABLE | {S.SUBMITTED}
# A place is spent by recommending: what the province declines has used it, and may be taken up again.
HOLDING = frozenset({S.RECOMMENDED, S.ACCEPTED, S.DECIDED, S.ON_NOTICE, S.CLEARED, S.ANNOUNCED, S.RESERVED, S.DECLINED})
HANDED_IN = HOLDING | {S.SUBMITTED}
TAKEN_IN = HOLDING - {S.RECOMMENDED}
# Whose grade counts and is shown: what leaves these gives it back.
GRADED = frozenset({S.ACCEPTED, S.DECIDED, S.ON_NOTICE, S.CLEARED, S.ANNOUNCED})
# What only the office knows until the results are out; a name on public notice is known to everybody.
EMBARGOED = frozenset({S.DECIDED, S.RESERVED, S.DECLINED})
LIVE = frozenset(S) - {S.WITHDRAWN}


class Turn(TextChoices):
    """Who has to act next."""

    NOMINEE = "nominee", _("申报单位")
    CITY = "city", _("设区市")
    PROVINCE = "province", _("省工程办")
    NOBODY = "nobody", _("无")


TURN = {
    S.DRAFT: Turn.NOMINEE,
    S.RETURNED: Turn.NOMINEE,
    S.SUBMITTED: Turn.CITY,
    S.RECOMMENDED: Turn.PROVINCE,
    S.ACCEPTED: Turn.PROVINCE,
    S.DECIDED: Turn.PROVINCE,
    S.ON_NOTICE: Turn.PROVINCE,
    S.CLEARED: Turn.PROVINCE,
    S.ANNOUNCED: Turn.NOBODY,
    S.RESERVED: Turn.PROVINCE,
    S.DECLINED: Turn.NOBODY,
    S.WITHDRAWN: Turn.NOBODY,
}
TONES = {
    S.DRAFT: "secondary",
    S.SUBMITTED: "info",
    S.RETURNED: "danger",
    S.RECOMMENDED: "success",
    S.ACCEPTED: "success",
    S.DECIDED: "success",
    S.ON_NOTICE: "info",
    S.CLEARED: "success",
    S.ANNOUNCED: "success",
    S.RESERVED: "info",
    S.DECLINED: "secondary",
    S.WITHDRAWN: "secondary",
}


class PaperStanding(TextChoices):
    """How far a paper has come that is to be sealed and brought back."""

    UNPRINTED = "unprinted", _("未生成")
    CHANGED = "changed", _("内容已改，须重新生成、盖章")
    AWAITED = "awaited", _("待盖章上传")
    READ = "read", _("待确认")
    SHORT = "short", _("已收到，纸质不足三份")
    KEPT = "kept", _("已收到")


PAPER_TONES = {
    PaperStanding.UNPRINTED: "secondary",
    PaperStanding.CHANGED: "danger",
    PaperStanding.AWAITED: "warning",
    PaperStanding.READ: "info",
    PaperStanding.SHORT: "warning",
    PaperStanding.KEPT: "success",
}


class ReleaseState(TextChoices):
    """A publication one person asks for and another carries out."""

    ASKED = "asked", _("待第二人确认")
    DONE = "done", _("已公布")
    REFUSED = "refused", _("已撤销")


class ReserveState(TextChoices):
    """A form that stands by for a place."""

    WAITING = "waiting", _("备选")
    CALLED = "called", _("已递补")
    DROPPED = "dropped", _("已移出")
