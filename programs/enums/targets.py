from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verdict(TextChoices):
    """How a figure stands against what a target asks by a day."""

    MET = "met", _("已达到")
    OPEN = "open", _("尚未到期")
    MISSED = "missed", _("未达到")
    UNKNOWN = "unknown", _("没有统计数")
    PART = "part", _("计入上级目标")


TONES = {
    Verdict.MET: "success",
    Verdict.OPEN: "warning",
    Verdict.MISSED: "danger",
    Verdict.UNKNOWN: "secondary",
    Verdict.PART: "info",
}
