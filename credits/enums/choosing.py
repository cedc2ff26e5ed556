"""选点: how far a choice has come (泗教师字〔2022〕1号 四(二): 学校规划 → 教研组协商 → 教师申报), and what schools report."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """How far a chosen point has come; what a school enters itself or brings in by workbook is confirmed at once."""

    PROPOSED = "proposed", _("待教研组商定")
    AGREED = "agreed", _("待学校确认")
    CONFIRMED = "confirmed", _("已确认")
    RETURNED = "returned", _("已退回")
    WITHDRAWN = "withdrawn", _("已撤回")


MOVES: dict[Stage, frozenset[Stage]] = {
    Stage.PROPOSED: frozenset({Stage.AGREED, Stage.RETURNED, Stage.WITHDRAWN}),
    Stage.AGREED: frozenset({Stage.CONFIRMED, Stage.RETURNED, Stage.WITHDRAWN}),
    Stage.CONFIRMED: frozenset({Stage.RETURNED}),
    Stage.RETURNED: frozenset(),
    Stage.WITHDRAWN: frozenset(),
}
OPEN = frozenset({Stage.PROPOSED, Stage.AGREED})
GONE = frozenset({Stage.RETURNED, Stage.WITHDRAWN})


class Turn(TextChoices):
    """Who acts next on a choice."""

    GROUP = "group", _("教研组")
    SCHOOL = "school", _("学校")
    TEACHER = "teacher", _("教师")
    NOBODY = "nobody", _("—")


TURN: dict[Stage, Turn] = {
    Stage.PROPOSED: Turn.GROUP,
    Stage.AGREED: Turn.SCHOOL,
    Stage.CONFIRMED: Turn.NOBODY,
    Stage.RETURNED: Turn.TEACHER,
    Stage.WITHDRAWN: Turn.TEACHER,
}


class PlanState(TextChoices):
    """Whether a school's plan of points holds."""

    CURRENT = "current", _("执行中")
    VOID = "void", _("已作废")


class ReportState(TextChoices):
    """Whether what a school reported of its choices stands."""

    FILED = "filed", _("已上报")
    RETURNED = "returned", _("已退回")
    REPLACED = "replaced", _("已重报")


class YearState(TextChoices):
    """Whether the hours of a year may still be recorded freely."""

    CLOSED = "closed", _("已结账")
    OPENED = "opened", _("已重新开放")
