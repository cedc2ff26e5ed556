from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.units.enums import Level


class Progress(TextChoices):
    """How far a unit says it is with a step of a calendar."""

    NOT_BEGUN = "not_begun", _("未开始")
    IN_PROGRESS = "in_progress", _("进行中")
    DONE = "done", _("已完成")


class Standing(TextChoices):
    """How a unit stands with a step today: what it reported, or what its filings and the last day make of it."""

    NOT_BEGUN = "not_begun", _("未开始")
    IN_PROGRESS = "in_progress", _("进行中")
    DONE = "done", _("已完成")
    OVERDUE = "overdue", _("逾期")


TONES = {
    Standing.NOT_BEGUN: "secondary",
    Standing.IN_PROGRESS: "info",
    Standing.DONE: "success",
    Standing.OVERDUE: "danger",
}


class Owner(TextChoices):
    """Whose step of a calendar it is: the offices and schools of one level of the tree."""

    PROVINCE = Level.PROVINCE.value, _("省")
    CITY = Level.CITY.value, _("市")
    COUNTY = Level.COUNTY.value, _("县（市、区）")
    SCHOOL_DISTRICT = Level.SCHOOL_DISTRICT.value, _("学区")
    TOWNSHIP = Level.TOWNSHIP.value, _("镇（街）")
    SCHOOL = Level.SCHOOL.value, _("学校")


class DesignationKind(TextChoices):
    """What a unit or a person was chosen as: 试点, 示范, and the people and products notices count (佛教人〔2020〕8号 附件1三)."""

    PILOT = "pilot", _("试点")
    DEMONSTRATION = "demonstration", _("示范")
    ASSISTANCE_BASE = "assistance_base", _("“对口帮扶”示范基地")
    DOUBLE_TEACHER_WORKSHOP = "double_teacher_workshop", _("“双师”工作坊")
    LEADING_HEAD = "leading_head", _("智慧教育领航名校（园）长")
    LEADING_TEACHER = "leading_teacher", _("智慧教育领航名教师")
    CROSS_SUBJECT_TEACHER = "cross_subject_teacher", _("跨学科教学骨干教师")
    LEAD_TRAINER = "lead_trainer", _("信息化教学创新首席培训师")
    ADVANCED_TRAINEE = "advanced_trainee", _("高端研修学员")


OF_PEOPLE = frozenset(
    {
        DesignationKind.LEADING_HEAD,
        DesignationKind.LEADING_TEACHER,
        DesignationKind.CROSS_SUBJECT_TEACHER,
        DesignationKind.LEAD_TRAINER,
        DesignationKind.ADVANCED_TRAINEE,
    }
)
