"""Every parameter, in the order of the pages. 学时 and 学分 are different things, never converted into each other."""

from datetime import date
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel, ConfigDict, Field

from portal.kit.numbers import plain
from programs.parameters.base import Amount, Choice, Minimum, MinimumShare, Parameter, Several, SizeRange, parameter
from programs.parameters.days import Day

HOURS, CREDITS, PEOPLE = gettext_lazy("学时"), gettext_lazy("学分"), gettext_lazy("人")


@parameter
class TotalHours(Minimum):
    """All recognised hours together, whatever their kind."""

    key, label, unit = "total_hours", gettext_lazy("总学时"), HOURS


@parameter
class OnlineHours(Minimum):
    key, label, unit = "online_hours", gettext_lazy("网络研修学时"), HOURS


@parameter
class PracticeHours(Minimum):
    key, label, unit = "practice_hours", gettext_lazy("实践应用学时"), HOURS


@parameter
class FaceToFaceHours(Minimum):
    key, label, unit = "face_to_face_hours", gettext_lazy("集中培训学时"), HOURS


@parameter
class PracticeShareMin(MinimumShare):
    """Practice hours as a part of all hours."""

    key, label = "practice_share_min", gettext_lazy("实践应用学时占比")


@parameter
class Credits(Minimum):
    """Credits of abilities passed in the school-based assessment (校本应用考核)."""

    key, label, unit = "credits", gettext_lazy("校本应用考核学分"), CREDITS


@parameter
class JointCredits(Minimum):
    """Credits that cover training and practice together (乐教政〔2020〕22号 附件3二), a column of its own."""

    key, label, unit = "joint_credits", gettext_lazy("培训与实践合计学分"), CREDITS


@parameter
class HoursNeedPass(Choice):
    """Whether hours count before the participant has passed."""

    key, label = "hours_need_pass", gettext_lazy("学时计入条件")
    shape = Literal["passed_only"]
    ways = {"passed_only": gettext_lazy("培训合格后方予计入")}


@parameter
class Prerequisite(Choice):
    """What must be reached before somebody may be assessed."""

    key, label = "prerequisite", gettext_lazy("参加测评的前提")
    shape = Literal["online_training_passed"]
    ways = {"online_training_passed": gettext_lazy("参与线上研修且成绩合格")}


class Relief(BaseModel):
    """Who may be held to less, by birth date, and how; the notice gives no lower number."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    age: Annotated[int, Field(ge=18, le=100, strict=True)]
    born: Day
    inclusive: Annotated[bool, Field(strict=True)]
    effect: Literal["lower_standard"]

    def covers(self, born_on: date) -> bool:
        """Whether somebody born on that day is covered, whatever day it is today."""
        return born_on < self.born or (self.inclusive and born_on == self.born)


@parameter
class AgeRule(Parameter):
    """The relief for older people, judged at a fixed date and not at today's."""

    key, label, shape = "age_rule", gettext_lazy("年龄放宽"), Relief

    def format(self, value):
        edge = _("含当日") if value.inclusive else _("不含当日")
        return _("%(born)s（%(edge)s）以前出生的可适当降低标准，降到多少未规定") % {
            "born": value.born.isoformat(),
            "edge": edge,
        }


@parameter
class AssessedStaff(Several):
    """Which categories of staff take part in assessment and certification."""

    key, label = "assessed_staff", gettext_lazy("参加测评认证的人员")
    ways = {
        "principal": gettext_lazy("校（园）长"),
        "teacher": gettext_lazy("教师"),
        "support": gettext_lazy("教辅人员"),
        "researcher": gettext_lazy("教研人员"),
    }
    shape = Annotated[list[Literal["principal", "teacher", "support", "researcher"]], Field(min_length=1)]


@parameter
class NewTeachers(Choice):
    """What newly appointed teachers must do while the programme runs."""

    key, label = "new_teachers", gettext_lazy("新入职教师")
    shape = Literal["complete_on_entry"]
    ways = {"complete_on_entry": gettext_lazy("入职时须完成培训")}


@parameter
class CertificateAfter(Choice):
    """When certificates of passed abilities are issued."""

    key, label = "certificate_after", gettext_lazy("证书印发时点")
    shape = Literal["overall", "each"]
    ways = {
        "overall": gettext_lazy("校本应用考核合格后，按所选微能力逐个印发"),
        "each": gettext_lazy("每通过一个微能力即印发"),
    }


@parameter
class ManagementTeamSize(SizeRange):
    """Members of a school's management team (学校信息化管理团队)."""

    key, label, unit = "management_team_size", gettext_lazy("学校信息化管理团队人数"), PEOPLE


@parameter
class DeadlineYear(Parameter):
    """The year by whose end the programme is to be completed."""

    key, label = "deadline_year", gettext_lazy("完成年度")
    shape = Annotated[int, Field(ge=2000, le=2100, strict=True)]

    def format(self, value):
        return _("%d 年底前") % value


@parameter
class FeePerTeacher(Parameter):
    key, label, unit = "fee_per_teacher", gettext_lazy("培训费标准"), gettext_lazy("元/人")
    shape = Amount

    def format(self, value):
        return f"{plain(value)} {self.unit}"


@parameter
class FeeUses(Several):
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
