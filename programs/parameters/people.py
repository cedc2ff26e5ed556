"""Who takes part, and who is held to something else."""

from datetime import date
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from programs.parameters.base import Group, Parameter, parameter
from programs.parameters.days import Day
from programs.parameters.shapes import AllOf, Choice, Value


class People:
    group = Group.PEOPLE


@parameter
class Prerequisite(People, Choice):
    """What must be reached before somebody may be assessed."""

    key, label = "prerequisite", gettext_lazy("参加测评的前提")
    shape = Literal["online_training_passed"]
    ways = {"online_training_passed": gettext_lazy("参与线上研修且成绩合格")}
    strictest = "online_training_passed"


class Relief(Value):
    """Who may be held to less, by birth date, and how; the notice gives no lower number."""

    age: Annotated[int, Field(ge=18, le=100, strict=True)]
    born: Day
    inclusive: Annotated[bool, Field(strict=True)]
    effect: Literal["lower_standard"]

    def covers(self, born_on: date) -> bool:
        """Whether somebody born on that day is covered, whatever day it is today."""
        return born_on < self.born or (self.inclusive and born_on == self.born)


@parameter
class AgeRule(People, Parameter):
    """The relief for older people, judged at a fixed date and not at today's; covering fewer is stricter."""

    key, label, shape = "age_rule", gettext_lazy("年龄放宽"), Relief

    def format(self, value):
        edge = _("含当日") if value.inclusive else _("不含当日")
        return _("%(born)s（%(edge)s）以前出生的可适当降低标准，降到多少未规定") % {
            "born": value.born.isoformat(),
            "edge": edge,
        }

    def keeps(self, upper, lower):
        return (lower.born, lower.inclusive) <= (upper.born, upper.inclusive)


@parameter
class AssessedStaff(People, AllOf):
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
class NewTeachers(People, Choice):
    """What newly appointed teachers must do while the programme runs."""

    key, label = "new_teachers", gettext_lazy("新入职教师")
    shape = Literal["complete_on_entry"]
    ways = {"complete_on_entry": gettext_lazy("入职时须完成培训")}
    strictest = "complete_on_entry"


@parameter
class OutstandingFirst(People, Choice):
    """What those who did outstandingly well are put first for."""

    key, label = "outstanding_first", gettext_lazy("表现优秀的教师")
    shape = Literal["advanced_training"]
    ways = {"advanced_training": gettext_lazy("可优先获得高端培训项目名额")}
    strictest = "advanced_training"
