from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SourceKind(TextChoices):
    """Where money comes from; the keys are those of the parameter ``funding_sources``."""

    TRAINING_FUND = "training_fund", _("教师培训（专项）经费")
    INFORMATISATION_FUND = "informatisation_fund", _("信息化建设经费")
    SCHOOL_PUBLIC_FUNDS = "school_public_funds", _("学校公用经费")
    AWARD_MONEY = "award_money", _("强师工程奖补资金")
    DISTRICT_FUND = "district_fund", _("区级专项经费")
    OTHER = "other", _("其他来源")


class Use(TextChoices):
    """What money is spent on; the keys are those of the parameter ``fee_uses``, and one that no notice permits."""

    COURSE_RESOURCES = "course_resources", _("课程资源建设")
    DELIVERY = "delivery", _("培训实施")
    PRACTICE = "practice", _("实践应用")
    PLATFORM = "platform", _("平台支持")
    EVALUATION = "evaluation", _("绩效评价")
    MANAGEMENT = "management", _("培训管理")
    OTHER = "other", _("其他")
