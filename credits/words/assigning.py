"""What is told of declarations that nobody reads yet: how many for which reason."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from credits.rules.assigning import Waits

WHY = {
    Waits.NO_PANEL: gettext_lazy("还没有评审组"),
    Waits.TOO_FEW: gettext_lazy("评审组中可以评审的成员不够"),
    Waits.BY_HAND: gettext_lazy("评审组设为人工分配"),
    Waits.NOT_YET: gettext_lazy("申报时没有自动分配"),
}


def reasons(counts: Mapping[Waits, int]) -> str:
    """The reasons in one line; each with its number where there are several."""
    told = [(WHY[why], counts[why]) for why in WHY if counts.get(why)]
    if len(told) == 1:
        return str(told[0][0])
    return "，".join(_("%(why)s %(n)d 项") % {"why": why, "n": number} for why, number in told)
