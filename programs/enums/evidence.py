from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EvaluationScope(TextChoices):
    """Over whom a 绩效评价 score is an average (统计口径)."""

    REGION_AVERAGE = "region_average", _("区域平均")
    DIRECTLY_UNDER = "directly_under", _("市直属平均")
    SCHOOL = "school", _("学校")


class EvaluationMethod(TextChoices):
    """How a region was evaluated (佛教人〔2020〕8号 附件1六(四)3)."""

    EXPERTS = "experts", _("专家评估")
    ONLINE = "online", _("网络评估")
    THIRD_PARTY = "third_party", _("第三方评估")


class ResultLevel(TextChoices):
    """At which level a case was chosen or a medium publishes."""

    NATIONAL = "national", _("国家级")
    PROVINCIAL = "provincial", _("省级")
    CITY = "city", _("设区市级")
    COUNTY = "county", _("县级")


class ShowcaseKind(TextChoices):
    """What sort of result a showcase is."""

    EXEMPLAR = "exemplar", _("典型案例")
    COUNTY_IMPLEMENTATION = "county_implementation", _("省级区县组织实施案例")
    LESSON = "lesson", _("课例")
    MICRO_COURSE = "micro_course", _("微课")
    PAPER = "paper", _("论文")
    OTHER = "other", _("其他成果")


class Theme(TextChoices):
    """What an exemplar is about (乐教政〔2020〕22号 二(六))."""

    WHOLE_SCHOOL = "whole_school", _("信息化整体推进策略")
    PRECISE_TEACHING = "precise_teaching", _("精准教学")
    AI_TEACHING = "ai_teaching", _("人工智能+教学")
    BLENDED = "blended", _("混合式教学和项目式学习")
    STEM = "stem", _("STEM（STEAM）")
    DATA_EVALUATION = "data_evaluation", _("基于大数据的精准评价")
    OTHER = "other", _("其他主题")


class RecordState(TextChoices):
    """Whether a row of evidence counts; a wrong one is voided with a reason, never deleted."""

    CURRENT = "current", _("有效")
    VOID = "void", _("已作废")
