"""Years whose hours are closed: then only adjustments with a reason are taken (佛教人〔2020〕8号 四(三)5, registered by year)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from credits.enums.choosing import YearState
from portal.kit.models import Stamped, StampedQuerySet

CLOSED = Q(state=YearState.CLOSED)


class ClosedYearQuerySet(StampedQuerySet):
    def closed(self):
        return self.filter(CLOSED)

    def visible_to(self, user):
        """Those of units under one's offices, and of the units above them, which bind them too."""
        above = {path for post in user.current_posts() for path in post.unit.paths_upward()}
        return self.filter(user.reach("unit") | Q(unit__path__in=above))


class ClosedYear(Stamped):
    """The hours of one calendar year at and below a unit, closed, or opened again; both with a reason."""

    State = YearState

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("单位"))
    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="+", verbose_name=_("项目"))
    year = models.PositiveSmallIntegerField(_("年度"))
    reason = models.CharField(_("说明"), max_length=200)
    closed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("办理人"))
    closed_at = models.DateTimeField(_("结账时间"))
    state = models.CharField(_("状态"), max_length=10, choices=YearState, default=YearState.CLOSED)

    objects = ClosedYearQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "unit"]
        verbose_name = verbose_name_plural = _("学时年度")
        constraints = [
            models.UniqueConstraint(fields=["unit", "program", "year"], condition=CLOSED, name="a_year_is_closed_once_per_unit"),
        ]

    def __str__(self):
        return f"{self.unit} {self.year} 年度"
