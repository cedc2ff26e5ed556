"""Who files what with whom; a route may pass over the levels in between."""

from typing import Annotated, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, model_validator

from portal.units.enums import Level
from programs.parameters.base import Group, Parameter, parameter
from programs.parameters.shapes import Value

LEVELS = [Level.PROVINCE, Level.CITY, Level.COUNTY, Level.SCHOOL_DISTRICT, Level.SCHOOL]
ACTS = {
    "report": gettext_lazy("报送"),
    "file": gettext_lazy("备案"),
    "review": gettext_lazy("审核"),
    "review_and_file": gettext_lazy("审核备案"),
}
FilingLevel = Literal["province", "city", "county", "school_district", "school"]


class Route(Value):
    """Units of which levels file with the unit of which level above them, and what is done there.

    Levels between the two are passed over unless they are named in ``through``, where they collate.
    """

    by: Annotated[list[FilingLevel], Field(min_length=1)]
    to: FilingLevel
    through: list[FilingLevel] = []
    act: Literal["report", "file", "review", "review_and_file"] = "report"

    @model_validator(mode="after")
    def upward(self):
        rank = {level.value: place for place, level in enumerate(LEVELS)}
        if any(rank[level] <= rank[self.to] for level in (*self.by, *self.through)):
            raise ValueError(_("只能向上级报送：%s在所列单位之上才行。") % Level(self.to).label)
        return self

    def past(self, level: str) -> list[str]:
        """The levels that a unit of ``level`` passes over."""
        order = [one.value for one in LEVELS]
        between = order[order.index(self.to) + 1 : order.index(level)]
        return [one for one in between if one not in (*self.through, Level.SCHOOL_DISTRICT)]


class RouteOf(Parameter):
    """Where something is filed."""

    group = Group.FILING
    shape = Route

    def format(self, value):
        parts = []
        for level in value.by:
            past = "、".join(str(Level(one).label) for one in value.past(level))
            parts.append(f"{Level(level).label}（{_('不经%s') % past}）" if past else str(Level(level).label))
        through = _("经%s汇总") % "、".join(str(Level(one).label) for one in value.through) if value.through else ""
        return _("%(by)s%(through)s报%(to)s%(act)s") % {
            "by": "、".join(parts),
            "through": through,
            "to": Level(value.to).label,
            "act": "" if value.act == "report" else ACTS[value.act],
        }


@parameter
class SchoolPlanRoute(RouteOf):
    """The school's plan (整校推进方案, 信息化发展规划)."""

    key, label = "school_plan_route", gettext_lazy("学校整校推进方案的报送")


@parameter
class RegionalPlanRoute(RouteOf):
    """The region's plan (区域规划方案)."""

    key, label = "regional_plan_route", gettext_lazy("区域规划方案的报送")


@parameter
class RulesRoute(RouteOf):
    """The region's evaluation indicators and assessment rules."""

    key, label = "rules_route", gettext_lazy("评估指标和考核细则的报送")


@parameter
class GroupListRoute(RouteOf):
    """Lists of leadership groups."""

    key, label = "group_list_route", gettext_lazy("领导小组名单的报送")


@parameter
class TeamRoute(RouteOf):
    """A school's management team, office and training team."""

    key, label = "team_route", gettext_lazy("学校团队名单的报送")


@parameter
class ResultsRoute(RouteOf):
    """Results of the school-based assessment."""

    key, label = "results_route", gettext_lazy("校本应用考核结果的报送")
