from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Urgency(TextChoices):
    """How fast a notice asks to be handled (GB/T 9704 紧急程度)."""

    NONE = "", _("普通")
    URGENT = "urgent", _("加急")
    MOST_URGENT = "most_urgent", _("特急")


class Disclosure(TextChoices):
    """Whom a notice may be shown to."""

    NOT_STATED = "", _("未注明")
    PUBLIC = "public", _("公开发布")
    ON_REQUEST = "on_request", _("依申请公开")
    CLOSED = "closed", _("不予公开")


class TargetMeasure(TextChoices):
    """What a target counts; the denominators of the first two differ and are never mixed."""

    SHARE_OF_TEACHERS = "share_of_teachers", _("占教师总数的比例")
    SHARE_OF_SCHOOLS = "share_of_schools", _("占学校总数的比例")
    NUMBER = "number", _("数量")


class Counting(TextChoices):
    """Whether a figure stands alone, for its year or its own stretch, is the least of its stretch, or includes all before."""

    EACH_YEAR = "each_year", _("当年")
    EACH_STEP = "each_step", _("当期")
    AT_LEAST = "at_least", _("当期至少")
    CUMULATIVE = "cumulative", _("累计")


class PhaseKind(TextChoices):
    """An entry of a notice's calendar: a stretch of work, or a day by which something is due."""

    PHASE = "phase", _("阶段")
    DEADLINE = "deadline", _("截止")


class NoticeState(TextChoices):
    """Whether an issued notice still holds; its drafts are rows of their own."""

    CURRENT = "current", _("现行")
    REPLACED = "replaced", _("被替代")
    REPEALED = "repealed", _("已废止")


class DraftState(TextChoices):
    """How far a notice written in the portal has come."""

    DRAFT = "draft", _("草稿")
    ISSUED = "issued", _("已印发")
    DROPPED = "dropped", _("已放弃")


NOTICE_TONES = {NoticeState.CURRENT: "success", NoticeState.REPLACED: "secondary", NoticeState.REPEALED: "secondary"}
DRAFT_TONES = {DraftState.DRAFT: "warning", DraftState.ISSUED: "success", DraftState.DROPPED: "secondary"}
NOTICE_MOVES = {
    NoticeState.CURRENT: {NoticeState.REPLACED, NoticeState.REPEALED},
    NoticeState.REPLACED: {NoticeState.CURRENT},
    NoticeState.REPEALED: {NoticeState.CURRENT},
}


class RowState(TextChoices):
    """Whether a row of a notice is still in its newest version."""

    CURRENT = "current", _("有效")
    VOID = "void", _("已失效")


class ReceiptState(TextChoices):
    """Whether a unit has said that it got a notice."""

    ASKED = "asked", _("未签收")
    CONFIRMED = "confirmed", _("已签收")
