"""A school's plan of points for the teachers of a subject, and what it reported upward of their choices."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from credits.enums.choosing import PlanState, ReportState
from credits.models.abilities import MicroAbility
from portal.kit.models import Stamped, StampedQuerySet

HOLDS = Q(state=PlanState.CURRENT)
FILED = Q(state=ReportState.FILED)


class SelectionPlanQuerySet(StampedQuerySet):
    def current(self):
        return self.filter(HOLDS)

    def visible_to(self, user):
        """Plans of schools under one's offices or where one teaches."""
        return self.filter(user.reach("unit") | Q(unit__in=user.units_of("teacher")))


class SelectionPlan(Stamped):
    """学校规划: the points a school proposes for a year to the teachers of a subject (empty: all), until when they choose.

    ``head`` is the 教研组长 who agrees for the group; the points advise and refuse nothing
    (泗教师字〔2022〕1号 附件2 二(二)2).
    """

    State = PlanState

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("学校"))
    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="+", verbose_name=_("项目"))
    year = models.PositiveSmallIntegerField(_("年度"))
    subject = models.CharField(_("学科"), max_length=30, blank=True)
    research_group = models.CharField(_("教研组"), max_length=60, blank=True)
    head = models.ForeignKey("schools.Teacher", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("教研组长"))
    abilities = models.ManyToManyField(MicroAbility, blank=True, related_name="+", verbose_name=_("建议的能力点"))
    closes_on = models.DateField(_("选点截止日期"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=PlanState, default=PlanState.CURRENT)

    objects = SelectionPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "unit", "subject"]
        verbose_name = verbose_name_plural = _("选点规划")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "program", "year", "subject"], condition=HOLDS, name="one_plan_per_school_year_and_subject"
            ),
        ]

    def __str__(self):
        return f"{self.year} 年度{self.subject or _('全部学科')}选点规划"

    def get_absolute_url(self):
        return reverse("credits:plan", args=[self.pk])

    @property
    def is_current(self) -> bool:
        return self.state == PlanState.CURRENT


class SelectionReportQuerySet(StampedQuerySet):
    def filed(self):
        return self.filter(FILED)

    def visible_to(self, user):
        return self.filter(user.reach("unit"))


class SelectionReport(Stamped):
    """上报: how many teachers of a school had confirmed choices when it reported them, of how many, and for how many points."""

    State = ReportState

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("学校"))
    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="+", verbose_name=_("项目"))
    year = models.PositiveSmallIntegerField(_("年度"))
    number = models.PositiveSmallIntegerField(_("次数"), default=1)
    teachers = models.PositiveIntegerField(_("教师数"))
    chosen = models.PositiveIntegerField(_("已选点教师数"))
    points = models.PositiveIntegerField(_("选点数"))
    note = models.CharField(_("说明"), max_length=500, blank=True)
    reported_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("上报人"))
    reported_at = models.DateTimeField(_("上报时间"))
    reason = models.CharField(_("退回原因"), max_length=200, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=ReportState, default=ReportState.FILED)

    objects = SelectionReportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = _("选点上报")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "program", "year"], condition=FILED, name="one_standing_report_per_school_and_year"
            ),
            models.CheckConstraint(condition=Q(chosen__lte=models.F("teachers")), name="no_more_chose_than_there_are"),
        ]

    def __str__(self):
        return f"{self.unit} {self.year} 年度选点上报"
