from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.kit.models import Stamped, StampedQuerySet
from schools import enums
from schools.models.teachers import Teacher

USER = settings.AUTH_USER_MODEL


class TransferQuerySet(StampedQuerySet):
    def visible_to(self, user):
        """Both schools and everybody over either see it."""
        return self.filter(user.reach("to_unit") | user.reach("from_unit"))


class Transfer(Stamped):
    """A school asks for somebody registered elsewhere; the other school, or the unit over both, answers.

    The asking side sees only what it wrote itself until the answer is yes.
    """

    State = enums.TransferState

    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="transfers", verbose_name=_("教师"))
    from_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="transfers_out", verbose_name=_("原学校"))
    to_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="transfers_in", verbose_name=_("调入学校"))
    name_given = models.CharField(_("申请方填写的姓名"), max_length=60)
    starts_on = models.DateField(_("到岗日期"))
    reason = models.CharField(_("说明"), max_length=300, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=enums.TransferState, default=enums.TransferState.ASKED)
    asked_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("申请人"))
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("答复人"))
    decided_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    answer = models.CharField(_("答复"), max_length=300, blank=True)
    upload = models.ForeignKey("sheets.Upload", models.PROTECT, null=True, editable=False, related_name="+")

    objects = TransferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["teacher", "to_unit"],
                condition=Q(state=enums.TransferState.ASKED),
                name="one_open_transfer_per_teacher_and_school",
            ),
            models.CheckConstraint(condition=~Q(from_unit=models.F("to_unit")), name="a_transfer_goes_somewhere_else"),
        ]

    def __str__(self):
        return f"{self.name_given} → {self.to_unit}"

    def get_absolute_url(self):
        return reverse("schools:transfer", args=[self.pk])


class MergeQuerySet(StampedQuerySet):
    def visible_to(self, user):
        return self.filter(user.reach("keep__unit") & user.reach("drop__unit"))


class Merge(Stamped):
    """Two registrations of one person made one: somebody proposes, somebody else confirms."""

    State = enums.MergeState

    keep = models.ForeignKey(Teacher, models.PROTECT, related_name="merges_kept", verbose_name=_("保留"))
    drop = models.ForeignKey(Teacher, models.PROTECT, related_name="merges_dropped", verbose_name=_("并入后作废"))
    reason = models.CharField(_("理由"), max_length=300)
    state = models.CharField(_("状态"), max_length=10, choices=enums.MergeState, default=enums.MergeState.ASKED)
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("提出人"))
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("复核人"))
    decided_at = models.DateTimeField(_("复核时间"), null=True, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["drop"], condition=~Q(state=enums.MergeState.REFUSED), name="one_merge_per_teacher"),
            models.CheckConstraint(condition=~Q(keep=models.F("drop")), name="nobody_merges_with_himself"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("asked_by")), name="a_merge_takes_two_people"
            ),
        ]

    def __str__(self):
        return f"{self.drop} → {self.keep}"

    def get_absolute_url(self):
        return reverse("schools:merge", args=[self.pk])
