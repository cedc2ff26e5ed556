from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Rhythm(TextChoices):
    """How often bulletins are sent by themselves."""

    WEEK = "week", _("每周")
    MONTH = "month", _("每月")
    QUARTER = "quarter", _("每季度")


class OrderState(TextChoices):
    """Whether bulletins still go out by a standing order."""

    CURRENT = "current", _("执行中")
    ENDED = "ended", _("已停止")
