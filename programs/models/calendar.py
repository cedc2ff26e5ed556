from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.kit.models import Stamped, StampedQuerySet
from programs.enums import calendar as enums
from programs.enums.evidence import RecordState, ResultLevel
from programs.models.attached import evidence_place
from programs.models.notices import CURRENT, CalendarPhase, Clause, Notice, NoticePart


class CalendarStep(NoticePart):
    """One thing the calendar of a notice asks of the units of some levels, with the phase it belongs to.

    ``districts`` narrows it to the 学区 of those names, ``only`` to designated units; ``task`` is the key of the notice's
    filing task whose filings tell how each unit stands; without one each unit says so itself.
    """

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="steps")
    phase = models.ForeignKey(CalendarPhase, models.PROTECT, related_name="steps", verbose_name=_("阶段"))
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="steps", verbose_name=_("条款"))
    key = models.CharField(max_length=50)
    name = models.CharField(_("事项"), max_length=300)
    owners = models.JSONField(_("责任单位"), default=list)
    districts = models.JSONField(_("学区"), default=list)
    only = models.CharField(_("限于"), max_length=30, choices=enums.DesignationKind, blank=True)
    opens_on = models.DateField(_("开始"), null=True)
    closes_on = models.DateField(_("截止"), null=True)
    evidence = models.CharField(_("应有材料"), max_length=300, blank=True)
    task = models.CharField(_("报送任务"), max_length=50, blank=True)
    wording = models.CharField(_("原文"), max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "key"], name="one_step_per_notice_and_key")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("programs:calendar-step", args=[self.pk])

    @property
    def owners_text(self) -> str:
        """The levels whose step it is, from the top down."""
        return "、".join(str(owner.label) for owner in enums.Owner if owner in self.owners)


class StepProgressQuerySet(StampedQuerySet):
    def visible_to(self, user):
        return self.filter(user.reach("unit"))


class StepProgress(Stamped):
    """What a unit says of a step of the calendar, with what it can show for it; no row, not begun."""

    State = enums.Progress

    step = models.ForeignKey(CalendarStep, models.PROTECT, related_name="progress", verbose_name=_("事项"))
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="step_progress", verbose_name=_("单位"))
    state = models.CharField(_("进展"), max_length=12, choices=enums.Progress, default=enums.Progress.NOT_BEGUN)
    evidence = models.TextField(_("材料说明"), blank=True)
    file = models.FileField(_("材料"), upload_to=evidence_place, max_length=100, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    done_on = models.DateField(_("完成日期"), null=True, blank=True)
    reported_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("填报人"))

    objects = StepProgressQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step", "unit"], name="one_progress_per_step_and_unit"),
            models.CheckConstraint(
                condition=Q(state=enums.Progress.DONE, done_on__isnull=False) | (~Q(state=enums.Progress.DONE) & Q(done_on=None)),
                name="done_steps_have_their_day",
            ),
        ]

    def __str__(self):
        return f"{self.step} {self.unit}"


class DesignationQuerySet(StampedQuerySet):
    """Designations by time and by who may see them."""

    def current(self):
        return self.filter(state=RecordState.CURRENT)

    def holding(self, day):
        """Those that hold on that day."""
        return self.filter(CURRENT, starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def visible_to(self, user):
        """Those of the units under the user's offices."""
        return self.filter(user.reach("unit"))


class Designation(Stamped):
    """A unit, or a person at it, was chosen as something from a day on: 试点校, 示范校, 首席培训师."""

    Kind, State = enums.DesignationKind, RecordState

    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="designations", verbose_name=_("项目"))
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="designations", verbose_name=_("单位"))
    kind = models.CharField(_("称号"), max_length=30, choices=enums.DesignationKind)
    level = models.CharField(_("级别"), max_length=12, choices=ResultLevel)
    person = models.CharField(_("姓名"), max_length=60, blank=True)
    notice = models.ForeignKey(
        Notice, models.PROTECT, null=True, blank=True, related_name="designations", verbose_name=_("依据通知")
    )
    note = models.CharField(_("说明"), max_length=300, blank=True)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=RecordState, default=RecordState.CURRENT)

    objects = DesignationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "starts_on", "id"], name="designations_of_a_kind")]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "unit", "kind", "level", "person"],
                condition=Q(state=RecordState.CURRENT),
                name="one_current_designation_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="a_designation_ends_after_it_starts"
            ),
        ]

    def __str__(self):
        return f"{self.person or self.unit} {self.get_kind_display()}"
