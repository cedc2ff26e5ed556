"""How records are read, and when what was read counts. What no notice sets is not enforced."""

from typing import Literal

from django.utils.translation import gettext_lazy

from programs.parameters.assessment import Assessment
from programs.parameters.base import parameter
from programs.parameters.shapes import Choice


@parameter
class ReviewBlindness(Assessment, Choice):
    """Whether reviewers see whose work they read."""

    key, label = "review_blindness", gettext_lazy("评审是否匿名")
    shape = Literal["open", "blind"]
    ways = {
        "open": gettext_lazy("评审人可见教师姓名和学校"),
        "blind": gettext_lazy("匿名评审，评审人不见教师姓名和学校"),
    }
    strictest = "blind"


@parameter
class OwnSchoolReviewers(Assessment, Choice):
    """Whether people of the teacher's own school read what he hands in."""

    key, label = "own_school_reviewers", gettext_lazy("本校人员评审")
    shape = Literal["allowed", "one_outside", "excluded"]
    ways = {
        "allowed": gettext_lazy("可由本校人员评审"),
        "one_outside": gettext_lazy("每份材料至少一名校外人员评审"),
        "excluded": gettext_lazy("本校人员回避"),
    }

    def keeps(self, upper, lower):
        order = ["allowed", "one_outside", "excluded"]
        return order.index(lower) >= order.index(upper)


@parameter
class CreditsAfter(Assessment, Choice):
    """Which act makes the credits of a passed point count."""

    key, label = "credits_after", gettext_lazy("学分计入时点")
    shape = Literal["acceptance", "recognition"]
    ways = {
        "acceptance": gettext_lazy("学校逐人验收后计入"),
        "recognition": gettext_lazy("县级认定后计入"),
    }
    strictest = "recognition"
