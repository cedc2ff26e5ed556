"""How records are reviewed, checked and recognised. What no notice sets is not enforced."""

from typing import Annotated, Literal

from django.utils.translation import gettext_lazy
from pydantic import Field

from programs.parameters.base import Group, parameter
from programs.parameters.shapes import AllOf, Choice, Count, Limit, MinimumShare, OnlyOf


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
class SpotCheckStrata(Assessment, AllOf):
    """By what the results are divided before a sample is drawn from each part; naming more is stricter."""

    key, label = "spot_check_strata", gettext_lazy("抽查分层")
    ways = {"school": gettext_lazy("学校"), "grade": gettext_lazy("等级"), "dimension": gettext_lazy("维度")}
    shape = Annotated[list[Literal["school", "grade", "dimension"]], Field(min_length=1)]


@parameter
class PassRateTarget(Assessment, MinimumShare):
    """The pass rate a school is to reach at acceptance."""

    key, label = "pass_rate_target", gettext_lazy("验收合格率目标")


class Graded(Choice):
    """One of several ways that ask more and more, in the order of ``ways``; more is stricter."""

    def keeps(self, upper, lower):
        order = list(self.ways)
        return order.index(lower) >= order.index(upper)


@parameter
class PassRateFindings(Assessment, Graded):
    """Which findings of a check make a result count as failed in the pass rate."""

    key, label = "pass_rate_findings", gettext_lazy("合格率中不合格的认定")
    shape = Literal["upheld", "uncleared", "all"]
    ways = {
        "upheld": gettext_lazy("复查认定整改不到位的计不合格"),
        "uncleared": gettext_lazy("发现问题、整改后未经复查通过的计不合格"),
        "all": gettext_lazy("发现问题即计不合格，整改后不改变"),
    }


@parameter
class PassRateOf(Assessment, Graded):
    """What the pass rate counts above and below the line."""

    key, label = "pass_rate_of", gettext_lazy("合格率的计数")
    shape = Literal["results", "people"]
    ways = {
        "results": gettext_lazy("合格的结果项数 ÷ 已检查的结果项数"),
        "people": gettext_lazy("各项都合格的教师人数 ÷ 已检查的教师人数"),
    }


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
