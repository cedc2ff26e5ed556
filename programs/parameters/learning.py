"""学时 and 学分: different things, never converted into each other."""

from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kit.numbers import plain
from programs.parameters.base import Group, Parameter, parameter
from programs.parameters.shapes import Amount, Choice, Limit, Minimum, MinimumShare

HOURS, CREDITS = gettext_lazy("学时"), gettext_lazy("学分")


class Learning:
    group = Group.LEARNING


@parameter
class TotalHours(Learning, Minimum):
    """All recognised hours together, whatever their kind."""

    key, label, unit = "total_hours", gettext_lazy("总学时"), HOURS


@parameter
class OnlineHours(Learning, Minimum):
    key, label, unit = "online_hours", gettext_lazy("网络研修学时"), HOURS


@parameter
class PracticeHours(Learning, Minimum):
    key, label, unit = "practice_hours", gettext_lazy("实践应用学时"), HOURS


@parameter
class FaceToFaceHours(Learning, Minimum):
    key, label, unit = "face_to_face_hours", gettext_lazy("集中培训学时"), HOURS


@parameter
class OnlineHoursCap(Learning, Limit):
    """At most so many hours of a kind are recorded for one person, however many he took part in."""

    key, label, unit = "online_hours_cap", gettext_lazy("网络研修学时上限"), HOURS


@parameter
class PracticeHoursCap(Learning, Limit):
    key, label, unit = "practice_hours_cap", gettext_lazy("实践应用学时上限"), HOURS


@parameter
class FaceToFaceHoursCap(Learning, Limit):
    key, label, unit = "face_to_face_hours_cap", gettext_lazy("集中培训学时上限"), HOURS


@parameter
class PracticeShareMin(Learning, MinimumShare):
    """Practice hours as a part of all hours."""

    key, label = "practice_share_min", gettext_lazy("实践应用学时占比")


@parameter
class Credits(Learning, Minimum):
    """Credits of abilities passed in the school-based assessment (校本应用考核)."""

    key, label, unit = "credits", gettext_lazy("校本应用考核学分"), CREDITS


@parameter
class JointCredits(Learning, Minimum):
    """Credits that cover training and practice together (乐教政〔2020〕22号 附件3二), a column of its own."""

    key, label, unit = "joint_credits", gettext_lazy("培训与实践合计学分"), CREDITS


@parameter
class HoursNeedPass(Learning, Choice):
    """Whether hours count before the participant has passed."""

    key, label = "hours_need_pass", gettext_lazy("学时计入条件")
    shape = Literal["passed_only"]
    ways = {"passed_only": gettext_lazy("培训合格后方予计入")}
    strictest = "passed_only"


@parameter
class HoursPerCredit(Learning, Parameter):
    """How many hours a notice says a credit stands for: shown where it binds, never used to convert by itself."""

    key, label = "hours_per_credit", gettext_lazy("学分折合学时")
    unit = gettext_lazy("学时/学分")
    shape = Amount

    def format(self, value):
        return _("1 学分合 %s 学时") % plain(value)


@parameter
class HoursByYear(Learning, Choice):
    """Whether hours of a training that runs over the turn of a year are booked year by year."""

    key, label = "hours_by_year", gettext_lazy("跨年度学时登记")
    shape = Literal["may_split", "completion_year"]
    ways = {
        "may_split": gettext_lazy("可分年度登记"),
        "completion_year": gettext_lazy("登记在完成的年度"),
    }
