from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """学段; a school may have several."""

    KINDERGARTEN = "kindergarten", _("学前教育")
    PRIMARY = "primary", _("小学")
    JUNIOR_SECONDARY = "junior_secondary", _("初中")
    SENIOR_SECONDARY = "senior_secondary", _("普通高中")
    VOCATIONAL = "vocational", _("中等职业教育")
    SPECIAL = "special", _("特殊教育")


class SchoolKind(TextChoices):
    """What sort of school it is; not a level of the tree."""

    SCHOOL = "school", _("学校")
    KINDERGARTEN = "kindergarten", _("幼儿园")
    CENTRAL = "central", _("中心校")
    TEACHING_POINT = "teaching_point", _("教学点")


class Ownership(TextChoices):
    """办学性质."""

    PUBLIC = "public", _("公办")
    PRIVATE = "private", _("民办")


class SchoolState(TextChoices):
    CURRENT = "current", _("有效")
    VOID = "void", _("已作废")
