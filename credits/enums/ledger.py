from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from schools.enums import Environment

__all__ = [
    "CATALOGUE",
    "AbilityState",
    "Completion",
    "Dimension",
    "Environment",
    "Grade",
    "HoursKind",
    "RecordState",
    "Source",
]


class Dimension(TextChoices):
    """The side of teaching an ability belongs to."""

    LEARNER_ANALYSIS = "learner_analysis", _("学情分析")
    INSTRUCTIONAL_DESIGN = "instructional_design", _("教学设计")
    LEARNING_GUIDANCE = "learning_guidance", _("学法指导")
    ACADEMIC_ASSESSMENT = "academic_assessment", _("学业评价")


class AbilityState(TextChoices):
    CURRENT = "current", _("在用")
    VOID = "void", _("已停用")


class HoursKind(TextChoices):
    """学时类型; 学时 of one kind is never another, and none is ever 学分."""

    ONLINE = "online", _("网络研修")
    PRACTICE = "practice", _("实践应用")
    FACE_TO_FACE = "face_to_face", _("集中培训")


class Grade(TextChoices):
    """等级 of an assessed point; the first two pass it."""

    EXCELLENT = "excellent", _("优秀")
    PASSED = "passed", _("合格")
    FAILED = "failed", _("不合格")


PASSING = frozenset({Grade.EXCELLENT, Grade.PASSED})


class Source(TextChoices):
    """Who vouches for a row of the ledger."""

    TEACHER = "teacher", _("教师本人")
    SCHOOL = "school", _("学校录入")
    INSTITUTION = "institution", _("培训机构录入")
    BUREAU = "bureau", _("主管部门录入")
    REVIEW = "review", _("校本评审")


class RecordState(TextChoices):
    """Whether a row counts; a wrong one is voided, never deleted."""

    CURRENT = "current", _("有效")
    VOID = "void", _("已作废")


class Completion(TextChoices):
    """How one teacher stands against what the notices ask."""

    COMPLETE = "complete", _("已完成")
    INCOMPLETE = "incomplete", _("未完成")
    NO_REQUIREMENT = "no_requirement", _("无要求")


CATALOGUE = "2.0"  # the version of the shipped table; which one is in use, the rows say
