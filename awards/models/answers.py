"""What a unit answers besides forms: that it puts nobody forward; and who was reminded."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from awards.models.cycles import AwardCategory, AwardCycle
from portal.kit.models import Stamped, StampedQuerySet


class AnswerState(models.TextChoices):
    STANDING = "standing", _("有效")
    ENDED = "ended", _("已收回")


class AnswerQuerySet(StampedQuerySet):
    """Answers by whether they stand and by who may see them."""

    def standing(self):
        return self.filter(state=AnswerState.STANDING)

    def visible_to(self, user):
        """Those of the units under one's offices, and of one's own institution."""
        return self.filter(user.reach("unit") | Q(unit__in=user.units_of("institution")))


class Abstention(Stamped):
    """本次不推荐: a unit puts nobody forward in a category, or, a city, none of its counties; a valid answer (二(二))."""

    State = AnswerState

    cycle = models.ForeignKey(AwardCycle, models.PROTECT, related_name="abstentions", verbose_name=_("评选活动"))
    category = models.ForeignKey(AwardCategory, models.PROTECT, related_name="abstentions", verbose_name=_("类别"))
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("单位"))
    note = models.CharField(_("说明"), max_length=200, blank=True)
    declared_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("声明人"))
    declared_at = models.DateTimeField(_("声明时间"))
    state = models.CharField(_("状态"), max_length=10, choices=AnswerState, default=AnswerState.STANDING)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("本次不推荐")
        constraints = [
            models.UniqueConstraint(
                fields=["category", "unit"], condition=Q(state="standing"), name="one_standing_abstention_per_unit_and_category"
            )
        ]

    def __str__(self):
        return f"{self.unit} {self.category}"


class Reminder(Stamped):
    """催报: that a unit was asked for its nominations in a cycle, the last time by whom."""

    cycle = models.ForeignKey(AwardCycle, models.PROTECT, related_name="reminders", verbose_name=_("评选活动"))
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("单位"))
    times = models.PositiveSmallIntegerField(_("次数"), default=1)
    reminded_at = models.DateTimeField(_("最近催报"))
    reminded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("催报人"))

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("评选催报")
        constraints = [models.UniqueConstraint(fields=["cycle", "unit"], name="one_reminder_per_cycle_and_unit")]

    def __str__(self):
        return f"{self.unit} {self.cycle}"
