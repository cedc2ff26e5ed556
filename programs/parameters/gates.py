"""What a school may not go on with before it has passed a gate, and what its completion is worth until it has passed the last."""

from typing import Annotated, ClassVar, Literal

from django.utils.translation import gettext_lazy
from pydantic import Field

from programs.parameters.base import Group, parameter
from programs.parameters.shapes import AllOf, Choice

BLOCKED = {
    "hours": gettext_lazy("登记学时"),
    "selections": gettext_lazy("登记选点"),
    "credits": gettext_lazy("登记考核结果"),
    "assessments": gettext_lazy("登记外部测评结果"),
}


@parameter
class StartGateBlocks(AllOf):
    """What waits until the filings of the start gate are settled (佛教人〔2020〕8号 附件1六(四)3 抓严“进口”)."""

    key, label, group = "start_gate_blocks", gettext_lazy("入口未通过时暂缓"), Group.FILING
    ways = BLOCKED
    shape = Annotated[list[Literal["hours", "selections", "credits", "assessments"]], Field(min_length=1)]


@parameter
class CompletionGateHolds(Choice):
    """What completion is until the filings of the completion gate are settled (佛教人〔2020〕8号 附件1六(四)3 抓实“出口”)."""

    key, label, group = "completion_gate_holds", gettext_lazy("出口未备案时的完成情况"), Group.FILING
    ways: ClassVar[dict] = {"not_counted": gettext_lazy("标为“待出口备案”，备案后才算完成")}
    strictest = "not_counted"
    shape = Literal["not_counted"]
