from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SystemKind(TextChoices):
    """What is listed: platforms, places to learn together, courses (乐教政〔2020〕22号 二(四), 佛教人〔2020〕8号 附件1四(一))."""

    PLATFORM = "platform", _("平台")
    COMMUNITY = "community", _("研修社区")
    SPACE = "space", _("网络学习空间")
    WORKSHOP = "workshop", _("教师工作坊")
    CLASSROOM = "classroom", _("技术创新课堂")
    COURSE = "course", _("课程资源")
    LIBRARY = "library", _("专项资源库")


class Sourcing(TextChoices):
    """How a resource was come by: 整合、自建、购买、培训生成 (佛教人〔2020〕8号 附件1四(一))."""

    GATHERED = "gathered", _("整合")
    BUILT = "built", _("自建")
    BOUGHT = "bought", _("购买")
    GENERATED = "generated", _("培训生成")
