from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DutyState(TextChoices):
    """How far a duty inside a school is."""

    OPEN = "open", _("进行中")
    DONE = "done", _("已完成")
    VOID = "void", _("已作废")


D = DutyState
DUTY_MOVES = {D.OPEN: {D.OPEN, D.DONE, D.VOID}, D.DONE: set(), D.VOID: set()}
DUTY_TONES = {D.OPEN: "info", D.DONE: "success", D.VOID: "secondary"}
