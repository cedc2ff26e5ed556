from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.kit.models import Stamped, StampedQuerySet
from schools import enums

USER = settings.AUTH_USER_MODEL


class CensusQuerySet(StampedQuerySet):
    def current(self):
        return self.filter(state=enums.RecordState.CURRENT)

    def visible_to(self, user):
        """What one's offices called for, and what the units above them did."""
        above = {path for post in user.current_posts() for path in post.unit.paths_upward()}
        return self.filter(user.reach("unit") | Q(unit__path__in=above))


class Census(Stamped):
    """A 统计时点: the day as of which a unit asks all its schools to report their rosters."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="censuses", verbose_name=_("发起单位"))
    title = models.CharField(_("名称"), max_length=80)
    counted_on = models.DateField(_("统计时点"))
    due_on = models.DateField(_("上报截止日期"))
    state = models.CharField(_("状态"), max_length=10, choices=enums.RecordState, default=enums.RecordState.CURRENT)

    objects = CensusQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "counted_on"], condition=Q(state=enums.RecordState.CURRENT), name="one_census_per_unit_and_day"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("schools:census", args=[self.pk])


class CensusReminder(models.Model):
    """That a school which had not reported was reminded; one row for each time, never changed."""

    census = models.ForeignKey(Census, models.PROTECT, related_name="reminders")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(_("催报时间"))

    class Meta:
        indexes = [models.Index(fields=["census", "unit", "-sent_at"], name="reminders_of_a_school")]

    def __str__(self):
        return f"{self.census} {self.unit}"


class RosterReportQuerySet(StampedQuerySet):
    def closed(self):
        """Rosters that nobody at the school may change now."""
        return self.filter(state__in=enums.ROSTER_CLOSED, census__state=enums.RecordState.CURRENT)

    def visible_to(self, user):
        return self.filter(user.reach("unit"))


class RosterReport(Stamped):
    """One school's roster for one census, with the figures as they stood when it was reported.

    ``late`` is judged by the deadline of that moment: a deadline moved later makes nobody punctual.
    """

    State = enums.RosterState

    census = models.ForeignKey(Census, models.PROTECT, related_name="reports", verbose_name=_("统计时点"))
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="roster_reports", verbose_name=_("学校"))
    state = models.CharField(_("状态"), max_length=10, choices=enums.RosterState, default=enums.RosterState.SUBMITTED)
    figures = models.JSONField(_("上报数"), default=dict)
    digest = models.CharField(_("内容指纹"), max_length=64)
    submitted_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("上报人"))
    submitted_at = models.DateTimeField(_("上报时间"))
    late = models.BooleanField(_("逾期上报"), default=False, editable=False)
    reviewed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审核人"))
    reviewed_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    reason = models.CharField(_("退回或解锁理由"), max_length=300, blank=True)

    objects = RosterReportQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["census", "unit"], name="one_report_per_school_and_census")]

    def __str__(self):
        return f"{self.unit} {self.census}"

    def get_absolute_url(self):
        return reverse("schools:report", args=[self.pk])
