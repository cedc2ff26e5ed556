from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.kit.models import Stamped, StampedQuerySet
from programs.enums import bulletins as enums

USER = settings.AUTH_USER_MODEL


class BulletinOrder(Stamped):
    """A unit's standing order to send the 通报 to the units below it (岳教体通〔2020〕85号 四(四))."""

    State = enums.OrderState

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="bulletin_orders", verbose_name=_("单位"))
    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="+", verbose_name=_("项目"))
    every = models.CharField(_("频次"), max_length=10, choices=enums.Rhythm)
    next_on = models.DateField(_("下次通报"))
    state = models.CharField(_("状态"), max_length=10, choices=enums.OrderState, default=enums.OrderState.CURRENT)
    ordered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("设定人"))

    class Meta:
        indexes = [models.Index(fields=["state", "next_on"], name="bulletin_orders_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["unit", "program"], condition=Q(state="current"), name="one_bulletin_order_per_unit")
        ]

    objects = StampedQuerySet.as_manager()

    def __str__(self):
        return f"{self.unit} {self.get_every_display()}"


class BulletinQuerySet(StampedQuerySet):
    def visible_to(self, user):
        """Those one's offices sent or oversee, and those of the units above one's posts."""
        above = {path for post in user.current_posts() for path in post.unit.paths_upward()}
        return self.filter(user.reach("unit") | Q(unit__path__in=above))


class Bulletin(Stamped):
    """A 通报 as it was sent: the figures of that day, which stay as they were; ``rows`` in the columns of the export."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="bulletins", verbose_name=_("发布单位"))
    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="+", verbose_name=_("项目"))
    order = models.ForeignKey(BulletinOrder, models.PROTECT, null=True, related_name="bulletins")
    since = models.DateField(_("开始日期"))
    until = models.DateField(_("结束日期"))
    rows = models.JSONField(default=list)
    told = models.PositiveIntegerField(_("通知人数"), default=0)
    sent_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("发布人"))

    objects = BulletinQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "-until"], name="bulletins_of_a_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "until"], condition=Q(order__isnull=False), name="one_bulletin_per_order_and_day"
            ),
            models.CheckConstraint(condition=Q(until__gte=models.F("since")), name="a_bulletin_ends_after_it_begins"),
        ]

    def __str__(self):
        about = {"unit": self.unit.name, "since": self.since, "until": self.until}
        return _t("%(unit)s通报 %(since)s 至 %(until)s") % about

    def get_absolute_url(self):
        return reverse("programs:bulletin-sent", args=[self.pk])
