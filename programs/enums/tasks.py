from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.units.enums import Level


class TaskKind(TextChoices):
    """Where a task comes from: an office's own 收表, or what a notice asks for."""

    COLLECTION = "collection", _("收表")
    FILING = "filing", _("报送")


class TaskState(TextChoices):
    DRAFT = "draft", _("草稿")
    OPEN = "open", _("进行中")
    CLOSED = "closed", _("已结束")
    VOID = "void", _("已作废")


T = TaskState
TASK_MOVES = {
    T.DRAFT: {T.OPEN, T.VOID},
    T.OPEN: {T.CLOSED, T.VOID},
    T.CLOSED: {T.OPEN, T.VOID},
    T.VOID: set(),
}
TASK_TONES = {T.DRAFT: "secondary", T.OPEN: "info", T.CLOSED: "success", T.VOID: "secondary"}


class Review(TextChoices):
    """What happens to a return once it is handed in."""

    NONE = "none", _("收到即可")
    REVIEW = "review", _("需审核")
    FILE = "file", _("审核后备案")


class Route(TextChoices):
    """Through whom the units file; a level that is not named is skipped, and where a unit has none it files directly."""

    DIRECT = "direct", _("直接报送")
    COUNTY = "county", _("经县（市、区）")
    SCHOOL_DISTRICT = "school_district", _("经学区")
    TOWNSHIP = "township", _("经镇（街）")
    CENTRAL_SCHOOL = "central_school", _("经中心校")


COLLATING_LEVELS = {Route.COUNTY: Level.COUNTY, Route.SCHOOL_DISTRICT: Level.SCHOOL_DISTRICT, Route.TOWNSHIP: Level.TOWNSHIP}


class Gate(TextChoices):
    """What must not go on before this is filed (佛山市提升工程2.0实施方案: 启动前, 结项前)."""

    NONE = "", _("不作前置")
    START = "start", _("启动前")
    COMPLETION = "completion", _("结项前")


class ColumnType(TextChoices):
    """What the cells under a heading of a 收表 must be."""

    TEXT = "text", _("文字")
    NUMBER = "number", _("数值")
    INTEGER = "integer", _("整数")
    DATE = "date", _("日期")
    PHONE = "phone", _("电话")
    LIST = "list", _("选项")
