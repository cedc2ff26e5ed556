"""阶段反思: what a teacher writes at each stage of the notice's calendar (佛教人〔2020〕8号 四(三)3)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.kit.models import Stamped, StampedQuerySet


class ReflectionQuerySet(StampedQuerySet):
    def visible_to(self, user):
        """Those of teachers under one's offices, and one's own."""
        return self.filter(user.reach("teacher__unit") | Q(teacher__user=user))


class StageReflection(Stamped):
    """One teacher's reflection on one stage; rewritten until the teacher is content, the earlier words stay in its history.

    ``unit`` is the school at the time.
    """

    teacher = models.ForeignKey("schools.Teacher", models.PROTECT, related_name="reflections", verbose_name=_("教师"))
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("学校"))
    phase = models.ForeignKey("programs.CalendarPhase", models.PROTECT, related_name="+", verbose_name=_("阶段"))
    text = models.TextField(_("反思"))
    written_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("填写人"))

    objects = ReflectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("阶段反思")
        constraints = [
            models.UniqueConstraint(fields=["teacher", "phase"], name="a_stage_is_reflected_on_once"),
            models.CheckConstraint(condition=~Q(text=""), name="a_reflection_says_something"),
        ]

    def __str__(self):
        return f"{self.teacher} {self.phase}"
