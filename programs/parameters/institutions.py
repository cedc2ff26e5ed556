"""What a training institution must be, and how long a school's choice of one stays open to objection."""

from typing import Annotated, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, StringConstraints, model_validator

from programs.parameters.base import Group, Parameter, parameter
from programs.parameters.shapes import Count, Value

Year = Annotated[int, Field(ge=1990, le=2100, strict=True)]


class Need(Value):
    """One thing asked of an institution; with ``years``, something done in one of them at least."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    words: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    clause: Annotated[str, StringConstraints(max_length=40)] = ""
    years: tuple[Year, Year] | None = None

    @model_validator(mode="after")
    def ordered(self):
        if self.years and self.years[1] < self.years[0]:
            raise ValueError(_("年份 %d 早于 %d。") % (self.years[1], self.years[0]))
        return self


class Needs(Value):
    """What is asked, and whether all of it must be so or any one thing is enough."""

    way: Literal["all", "any"] = "all"
    items: Annotated[list[Need], Field(min_length=1, max_length=40)]

    @model_validator(mode="after")
    def each_once(self):
        keys = [item.key for item in self.items]
        if len(keys) != len(set(keys)):
            raise ValueError(_("条件的键重复。"))
        return self


@parameter
class InstitutionRequirements(Parameter):
    """The conditions of the training institutions that may be chosen; a lower unit may ask for more."""

    key, label, group, shape = "institution_requirements", gettext_lazy("培训机构条件"), Group.INSTITUTIONS, Needs

    def format(self, value):
        way = _("须同时符合 %d 项") if value.way == "all" else _("符合 %d 项之一即可")
        return f"{way % len(value.items)}：{'；'.join(item.words for item in value.items)}"

    def keeps(self, upper, lower):
        asked = {item.key for item in lower.items}
        return upper.way != lower.way or {item.key for item in upper.items} <= asked


@parameter
class ChoiceObjectionDays(Count):
    """How many days a school's choice of an institution stays open to objection."""

    key, label, group, unit = "choice_objection_days", gettext_lazy("选择机构的异议期"), Group.INSTITUTIONS, gettext_lazy("天")


@parameter
class SchoolPushMonths(Count):
    """How many months a training institution works for a school (乐教政〔2020〕22号 附件3二: 整校推进时间为期一年)."""

    key, label, group, unit = "school_push_months", gettext_lazy("整校推进时间"), Group.INSTITUTIONS, gettext_lazy("个月")

    def format(self, value):
        return _("为期 %d 个月") % value

    def keeps(self, upper, lower):
        return lower == upper
