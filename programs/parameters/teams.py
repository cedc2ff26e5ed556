"""Sizes and composition of the groups and teams the notices know, at the levels for which they set them."""

from typing import Annotated, ClassVar, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, StringConstraints

from programs.parameters.base import Group, Parameter, parameter
from programs.parameters.shapes import SizeRange, Value

PEOPLE = gettext_lazy("人")
KINDS = {
    "leadership_group": gettext_lazy("领导小组"),
    "office": gettext_lazy("领导小组办公室"),
    "management_team": gettext_lazy("学校信息化管理团队"),
    "training_team": gettext_lazy("培训团队"),
    "execution_office": gettext_lazy("执行办公室"),
}
CAPACITIES = {
    "principal": gettext_lazy("校（园）长"),
    "deputy_principal": gettext_lazy("业务副校长"),
    "academic_director": gettext_lazy("教学（教导、教研）主任"),
    "school_manager": gettext_lazy("学校相关管理人员"),
    "it_backbone": gettext_lazy("信息技术骨干教师"),
    "lead_teacher": gettext_lazy("学科（一线教学）骨干教师"),
    "group_head": gettext_lazy("科（教研）组长"),
    "researcher": gettext_lazy("教研员"),
    "technician": gettext_lazy("教育技术（电教装备）人员"),
    "training_manager": gettext_lazy("师训管理人员"),
    "expert": gettext_lazy("高校、综合指导专家"),
    "bureau_head": gettext_lazy("教育局局长"),
    "bureau_deputy": gettext_lazy("教育局分管领导"),
    "department": gettext_lazy("科（处）室、直属单位、下级主管部门负责人"),
    "university": gettext_lazy("协作高校负责人"),
}
Capacity = Literal[tuple(CAPACITIES)]
EACH = {"各学区": "school_district", "各镇街": "township", "各县市区": "county"}
TeamLevel = Literal["province", "city", "county", "school_district", "school"]


class Seat(Value):
    """One sort of person a team must have: in which capacity, in which place, how many at least.

    Where ``bodies`` are named, each of them must have that many people in the team, in whatever capacity;
    a key of ``EACH`` names every unit of that level under the team's unit.
    """

    who: Capacity
    as_: Annotated[Literal["leader", "deputy", "member"], Field(alias="as")] = "member"
    least: Annotated[int, Field(ge=1, le=100, strict=True)] = 1
    words: Annotated[str, StringConstraints(max_length=60)] = ""
    bodies: Annotated[list[Annotated[str, StringConstraints(min_length=2, max_length=40)]], Field(max_length=30)] = []

    @property
    def text(self) -> str:
        """The notice's own words, or the bodies, or the usual name."""
        return self.words or "、".join(self.bodies) or str(CAPACITIES[self.who])


class Composition(Value):
    """Whom a team at these levels must have; every level where none is named."""

    levels: list[TeamLevel] = []
    seats: Annotated[list[Seat], Field(min_length=1)]

    def binds(self, level: str) -> bool:
        return not self.levels or level in self.levels


class Team:
    """Of which kind of team a parameter speaks."""

    group = Group.TEAMS
    unit = PEOPLE
    kind: ClassVar[str]


class CompositionOf(Team, Parameter):
    """Whom a team must have; a lower unit may ask for more, not for less."""

    unit = ""
    shape = Composition

    def stored(self, value):
        return self.adapter.dump_python(value, mode="json", exclude_defaults=True, by_alias=True)

    def format(self, value):
        places = {"leader": _("任组长（领衔）"), "deputy": _("任副组长"), "member": ""}
        seats = (f"{seat.text}{places[seat.as_]}" + (f"×{seat.least}" if seat.least > 1 else "") for seat in value.seats)
        return "、".join(seats)

    def keeps(self, upper, lower):
        return all(any(_asks(own, seat) for own in lower.seats) for seat in upper.seats)


def _asks(lower: Seat, upper: Seat) -> bool:
    """Whether a lower unit's seat asks for no less than the upper one's."""
    same = (lower.who, lower.as_) == (upper.who, upper.as_)
    return same and lower.least >= upper.least and set(upper.bodies) <= set(lower.bodies)


@parameter
class LeadershipGroupSize(Team, SizeRange):
    key, label, kind = "leadership_group_size", gettext_lazy("领导小组人数"), "leadership_group"


@parameter
class LeadershipGroupComposition(CompositionOf):
    key, label, kind = "leadership_group_composition", gettext_lazy("领导小组组成"), "leadership_group"


@parameter
class OfficeSize(Team, SizeRange):
    key, label, kind = "office_size", gettext_lazy("领导小组办公室人数"), "office"


@parameter
class OfficeComposition(CompositionOf):
    key, label, kind = "office_composition", gettext_lazy("领导小组办公室组成"), "office"


@parameter
class ManagementTeamSize(Team, SizeRange):
    """Members of a school's management team (学校信息化管理团队)."""

    key, label, kind = "management_team_size", gettext_lazy("学校信息化管理团队人数"), "management_team"


@parameter
class ManagementTeamComposition(CompositionOf):
    key, label, kind = "management_team_composition", gettext_lazy("学校信息化管理团队组成"), "management_team"


@parameter
class TrainingTeamSize(Team, SizeRange):
    key, label, kind = "training_team_size", gettext_lazy("培训团队人数"), "training_team"


@parameter
class TrainingTeamComposition(CompositionOf):
    key, label, kind = "training_team_composition", gettext_lazy("培训团队组成"), "training_team"


class Ratio(Value):
    """One member for so many teachers of the unit, at these levels; every level where none is named."""

    levels: list[TeamLevel] = []
    teachers: Annotated[int, Field(ge=1, le=10000, strict=True)]

    def binds(self, level: str) -> bool:
        return not self.levels or level in self.levels

    def needed(self, teachers: int) -> int:
        """How many members that many teachers ask for; a part of a member counts as one."""
        return -(-teachers // self.teachers)


@parameter
class TrainingTeamRatio(Team, Parameter):
    """按一定比例遴选 (泗教师字〔2022〕1号 附件2三(一)1): how many teachers at most one member serves; not set, not asked."""

    key, label, kind = "training_team_ratio", gettext_lazy("培训团队人数比例"), "training_team"
    unit = ""
    shape = Ratio

    def format(self, value):
        return _("每 %d 名教师不少于 1 人") % value.teachers

    def keeps(self, upper, lower):
        covered = not lower.levels or (upper.levels and set(upper.levels) <= set(lower.levels))
        return lower.teachers <= upper.teachers and bool(covered)


@parameter
class ExecutionOfficeSize(Team, SizeRange):
    key, label, kind = "execution_office_size", gettext_lazy("执行办公室人数"), "execution_office"


@parameter
class ExecutionOfficeComposition(CompositionOf):
    key, label, kind = "execution_office_composition", gettext_lazy("执行办公室组成"), "execution_office"
