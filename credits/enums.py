from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from schools.enums import Environment

__all__ = ["CATALOGUE", "AbilityState", "Dimension", "Environment"]


class Dimension(TextChoices):
    """The side of teaching an ability belongs to."""

    LEARNER_ANALYSIS = "learner_analysis", _("学情分析")
    INSTRUCTIONAL_DESIGN = "instructional_design", _("教学设计")
    LEARNING_GUIDANCE = "learning_guidance", _("学法指导")
    ACADEMIC_ASSESSMENT = "academic_assessment", _("学业评价")


class AbilityState(TextChoices):
    CURRENT = "current", _("在用")
    VOID = "void", _("已停用")


CATALOGUE = "2.0"
