"""What training costs, who pays, and what it may be spent on."""

from typing import Annotated, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from portal.kit.numbers import plain
from programs.parameters.base import Group, Parameter, parameter
from programs.parameters.shapes import Amount, OnlyOf, Several, Value

BORNE = {
    "full": gettext_lazy("全额列支"),
    "subsidised": gettext_lazy("给予一定补助"),
    "none": gettext_lazy("不予列支"),
}
Borne = Literal["full", "subsidised", "none"]


class Funds:
    group = Group.FUNDS


@parameter
class FeePerTeacher(Funds, Parameter):
    key, label, unit = "fee_per_teacher", gettext_lazy("培训费标准"), gettext_lazy("元/人")
    shape = Amount

    def format(self, value):
        return f"{plain(value)} {self.unit}"


class Bearing(Value):
    """How much of the fee public money bears at public and at private schools; the notice need not say how much a subsidy is."""

    public: Borne
    private: Borne


@parameter
class FeeByOwnership(Funds, Parameter):
    """The rule for public and private schools (公办、民办)."""

    key, label, shape = "fee_by_ownership", gettext_lazy("公办、民办学校的培训经费"), Bearing

    def format(self, value):
        return _("公办学校%(public)s，民办学校%(private)s") % {"public": BORNE[value.public], "private": BORNE[value.private]}


@parameter
class FeeUses(Funds, OnlyOf):
    """What the training fee may be spent on."""

    key, label = "fee_uses", gettext_lazy("培训经费用途")
    ways = {
        "course_resources": gettext_lazy("课程资源建设"),
        "delivery": gettext_lazy("培训实施"),
        "practice": gettext_lazy("实践应用"),
        "platform": gettext_lazy("平台支持"),
        "evaluation": gettext_lazy("绩效评价"),
        "management": gettext_lazy("培训管理"),
    }
    shape = Annotated[
        list[Literal["course_resources", "delivery", "practice", "platform", "evaluation", "management"]], Field(min_length=1)
    ]


@parameter
class FundingSources(Funds, Several):
    """Where the money comes from."""

    key, label = "funding_sources", gettext_lazy("经费来源")
    ways = {
        "training_fund": gettext_lazy("教师培训（专项）经费"),
        "informatisation_fund": gettext_lazy("信息化建设经费"),
        "school_public_funds": gettext_lazy("学校公用经费"),
        "award_money": gettext_lazy("省级奖补资金"),
        "district_fund": gettext_lazy("区级专项经费"),
    }
    shape = Annotated[
        list[Literal["training_fund", "informatisation_fund", "school_public_funds", "award_money", "district_fund"]],
        Field(min_length=1),
    ]
