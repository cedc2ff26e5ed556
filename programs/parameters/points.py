"""Which ability points (微能力点) teachers choose for the school-based assessment."""

from typing import Annotated, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, StringConstraints

from programs.parameters.base import Group, Parameter, parameter
from programs.parameters.shapes import AllOf, Choice, Count, OnlyOf

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][1-9][0-9]?$")]
Codes = Annotated[list[Code], Field(min_length=1, max_length=60)]
Dimension = Literal["learner_analysis", "instructional_design", "learning_guidance", "academic_assessment"]
Environment = Literal["multimedia", "blended", "smart"]


class Points:
    group = Group.POINTS


@parameter
class PointCount(Points, Count):
    """How many points a teacher chooses at least."""

    key, label, unit = "point_count", gettext_lazy("选点数量"), gettext_lazy("个")


@parameter
class DimensionCount(Points, Count):
    """How many of the four dimensions the chosen points cover at least."""

    key, label, unit = "dimension_count", gettext_lazy("覆盖维度数"), gettext_lazy("个维度")
    shape = Annotated[int, Field(ge=1, le=4, strict=True)]


@parameter
class Dimensions(Points, AllOf):
    """Dimensions that the chosen points must cover, each with at least one point."""

    key, label = "dimensions", gettext_lazy("必须覆盖的维度")
    ways = {
        "learner_analysis": gettext_lazy("学情分析"),
        "instructional_design": gettext_lazy("教学设计"),
        "learning_guidance": gettext_lazy("学法指导"),
        "academic_assessment": gettext_lazy("学业评价"),
    }
    shape = Annotated[list[Dimension], Field(min_length=1)]


@parameter
class Environments(Points, OnlyOf):
    """The environments whose points may be chosen."""

    key, label = "environments", gettext_lazy("可选环境")
    ways = {
        "multimedia": gettext_lazy("多媒体教学环境"),
        "blended": gettext_lazy("混合学习环境"),
        "smart": gettext_lazy("智慧学习环境"),
    }
    shape = Annotated[list[Environment], Field(min_length=1)]


@parameter
class EnvironmentRule(Points, Choice):
    """How a school's environment and a teacher's choice go together; without a value it advises only."""

    key, label = "environment_rule", gettext_lazy("环境与选点")
    shape = Literal["advises", "single", "of_school"]
    ways = {
        "advises": gettext_lazy("学校环境只作建议，可跨环境选点"),
        "single": gettext_lazy("所选各点须属同一环境"),
        "of_school": gettext_lazy("只选本校所处环境的能力点"),
    }

    def keeps(self, upper, lower):
        order = ["advises", "single", "of_school"]
        return order.index(lower) >= order.index(upper)


class PointList(Points, Parameter):
    """A list of points by their codes; naming more is stricter."""

    shape = Codes

    def format(self, value):
        return _("%(codes)s（%(count)d 个）") % {"codes": "、".join(value), "count": len(value)}

    def keeps(self, upper, lower):
        return set(upper) <= set(lower)


@parameter
class CompulsoryPoints(PointList):
    """Points that everybody chooses."""

    key, label = "compulsory_points", gettext_lazy("必选能力点")


@parameter
class ExcludedPoints(PointList):
    """Points that nobody may choose."""

    key, label = "excluded_points", gettext_lazy("不可选能力点")
