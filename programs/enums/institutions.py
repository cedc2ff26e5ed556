from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ChoiceState(TextChoices):
    """How far a school's choice of an institution has come."""

    OPEN = "open", _("公示中")
    SETTLED = "settled", _("已确定")
    REFUSED = "refused", _("异议成立")
    WITHDRAWN = "withdrawn", _("已撤回")


MOVES = {
    ChoiceState.OPEN: frozenset({ChoiceState.SETTLED, ChoiceState.REFUSED, ChoiceState.WITHDRAWN}),
    ChoiceState.SETTLED: frozenset(),
    ChoiceState.REFUSED: frozenset(),
    ChoiceState.WITHDRAWN: frozenset(),
}
TURN = {
    ChoiceState.OPEN: "bureau",
    ChoiceState.SETTLED: "nobody",
    ChoiceState.REFUSED: "school",
    ChoiceState.WITHDRAWN: "nobody",
}


class OpinionSource(TextChoices):
    """Who judged an institution: 机构自评、学员评价、专家评价 (佛教人〔2020〕8号 附件1六(一)1(2))."""

    SELF = "self", _("机构自评")
    TRAINEES = "trainees", _("学员评价")
    EXPERTS = "experts", _("专家评价")


class Consequence(TextChoices):
    """What an evaluation led to."""

    KEEP = "keep", _("继续承训")
    RECTIFY = "rectify", _("限期整改")
    REPLACE = "replace", _("调整更换")
