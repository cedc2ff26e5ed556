from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Part(TextChoices):
    """What a level of the tree has to do with a duty of a notice."""

    OWNS = "owns", _("负责")
    REPORTS = "reports", _("报送")
    COLLATES = "collates", _("汇总")
    RECEIVES = "receives", _("接收")
    REVIEWS = "reviews", _("审核")
    FILES = "files", _("审核备案")


class DutyKind(TextChoices):
    """Where a duty of a notice is written down."""

    STEP = "step", _("日程")
    FILING = "filing", _("报送")
    START = "start", _("入口（启动前）")
    COMPLETION = "completion", _("出口（结项前）")
    TARGET = "target", _("目标")
