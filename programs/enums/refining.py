from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RefinementState(TextChoices):
    """How far an expert's work on a showcase has come."""

    ASKED = "asked", _("待加工")
    DONE = "done", _("已加工")
    RECALLED = "recalled", _("已撤回委托")


S = RefinementState
REFINEMENT_MOVES = {S.ASKED: {S.DONE, S.RECALLED}, S.DONE: set(), S.RECALLED: {S.ASKED}}
REFINEMENT_TONES = {S.ASKED: "warning", S.DONE: "success", S.RECALLED: "secondary"}
