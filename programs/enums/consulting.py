from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AdviceState(TextChoices):
    """Whether an expert who was asked about a filing has spoken."""

    ASKED = "asked", _("待评议")
    GIVEN = "given", _("已评议")
    RECALLED = "recalled", _("已撤回邀请")


class Advice(TextChoices):
    """What an expert advises the receiver of a plan to do."""

    PASS = "pass", _("建议通过")
    MEND = "mend", _("修改后通过")
    RETURN = "return", _("建议退回")


ADVICE_MOVES = {
    AdviceState.ASKED: {AdviceState.GIVEN, AdviceState.RECALLED},
    AdviceState.GIVEN: set(),
    AdviceState.RECALLED: {AdviceState.ASKED},
}
ADVICE_TONES = {AdviceState.ASKED: "warning", AdviceState.GIVEN: "success", AdviceState.RECALLED: "secondary"}
