from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.kit.models import Stamped, StampedQuerySet
from programs.enums import trainers as enums

UNDER_WAY = Q(state__in=sorted(state.value for state in enums.OPEN | {enums.NominationState.RECOGNISED}))


class TrainerNominationQuerySet(StampedQuerySet):
    def visible_to(self, user):
        """Those of the schools under one's offices, and one's own."""
        return self.filter(user.reach_with_own("unit", "teacher__user")) if user.pk else self.none()


class TrainerNomination(Stamped):
    """A teacher who offers himself as a chief trainer of his county, and how far that has come (佛教人〔2020〕8号 附件1四(二)3).

    ``unit`` is the school he worked at then; ``supervision`` is what the city, which supervises the selection, noted of it.
    """

    State = enums.NominationState

    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="trainer_nominations", verbose_name=_("项目"))
    teacher = models.ForeignKey("schools.Teacher", models.PROTECT, related_name="trainer_nominations", verbose_name=_("教师"))
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="trainer_nominations", verbose_name=_("学校"))
    statement = models.CharField(_("自荐理由"), max_length=500)
    state = models.CharField(_("状态"), max_length=16, choices=enums.NominationState, default=enums.NominationState.NOMINATED)
    said = models.CharField(_("最近意见"), max_length=200, blank=True)
    recognised_on = models.DateField(_("认定日期"), null=True, blank=True)
    supervision = models.CharField(_("督导意见"), max_length=200, blank=True)
    supervised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("督导人")
    )

    objects = TrainerNominationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "id"], name="trainers_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["program", "teacher"], condition=UNDER_WAY, name="one_trainer_nomination_per_teacher"),
            models.CheckConstraint(
                condition=Q(state="recognised", recognised_on__isnull=False) | (~Q(state="recognised") & Q(recognised_on=None)),
                name="recognised_trainers_have_their_day",
            ),
            models.CheckConstraint(condition=Q(supervision="") | Q(state="recognised"), name="recognised_trainers_are_supervised"),
        ]

    def __str__(self):
        return self.teacher.name

    def get_absolute_url(self):
        return reverse("programs:trainer", args=[self.pk])

    @property
    def tone(self) -> str:
        return enums.TONES[enums.NominationState(self.state)]

    @property
    def turn(self) -> enums.TrainerTurn:
        """Whose turn it is."""
        return enums.TURN[enums.NominationState(self.state)]
