"""How records are reviewed, checked and recognised. What no notice sets is not enforced."""

from typing import Annotated, Literal

from django.utils.translation import gettext_lazy
from pydantic import Field

from programs.parameters.base import Group, parameter
from programs.parameters.shapes import Choice, Count, Limit, MinimumShare, OnlyOf


class Assessment:
    group = Group.ASSESSMENT


@parameter
class ReviewingBodies(Assessment, OnlyOf):
    """Who may review what a teacher hands in."""

    key, label = "reviewing_bodies", gettext_lazy("评审组织")
    ways = {
        "school_panel": gettext_lazy("学校评审组（校内外结合）"),
        "county_team": gettext_lazy("县级培训团队"),
        "third_party": gettext_lazy("第三方机构"),
    }
    shape = Annotated[list[Literal["school_panel", "county_team", "third_party"]], Field(min_length=1)]


@parameter
class ReviewersPerRecord(Assessment, Count):
    key, label, unit = "reviewers_per_record", gettext_lazy("每份材料的评审人数"), gettext_lazy("人")


@parameter
class Resubmissions(Assessment, Limit):
    """How often a failed point may be handed in again."""

    key, label, unit = "resubmissions", gettext_lazy("不合格后重新提交次数"), gettext_lazy("次")


@parameter
class SpotCheckRatio(Assessment, MinimumShare):
    """Which part of the results the unit above checks again."""

    key, label = "spot_check_ratio", gettext_lazy("抽查比例")


@parameter
class SpotCheckBy(Assessment, OnlyOf):
    """Who carries out spot checks."""

    key, label = "spot_check_by", gettext_lazy("抽查方式")
    ways = {"experts": gettext_lazy("专家抽查"), "third_party": gettext_lazy("第三方评估")}
    shape = Annotated[list[Literal["experts", "third_party"]], Field(min_length=1)]


@parameter
class PassRateTarget(Assessment, MinimumShare):
    """The pass rate a school is to reach at acceptance."""

    key, label = "pass_rate_target", gettext_lazy("验收合格率目标")


@parameter
class CertificateAfter(Assessment, Choice):
    """When certificates of passed abilities are issued."""

    key, label = "certificate_after", gettext_lazy("证书印发时点")
    shape = Literal["overall", "each"]
    ways = {
        "overall": gettext_lazy("校本应用考核合格后，按所选微能力逐个印发"),
        "each": gettext_lazy("每通过一个微能力即印发"),
    }
    strictest = "overall"
