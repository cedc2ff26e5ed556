from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.kit.models import Stamped, StampedQuerySet
from programs.enums import refining as enums
from programs.models.attached import Attached
from programs.models.evidence import Showcase

USER = settings.AUTH_USER_MODEL


class RefinementQuerySet(StampedQuerySet):
    def visible_to(self, user):
        """What one was asked oneself, and what was asked about results under one's offices."""
        return self.filter(Q(expert=user) | user.reach("showcase__unit"))


class Refinement(Stamped, Attached):
    """成果再加工: an expert works a showcase up (佛教人〔2020〕8号 附件1四(四)); ``evidence`` is what he made of it."""

    State = enums.RefinementState

    showcase = models.ForeignKey(Showcase, models.PROTECT, related_name="refinements", verbose_name=_("成果"))
    expert = models.ForeignKey(USER, models.PROTECT, related_name="refinements", verbose_name=_("专家"))
    question = models.CharField(_("加工要求"), max_length=300, blank=True)
    due_on = models.DateField(_("完成期限"))
    asked_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("委托人"))
    state = models.CharField(_("状态"), max_length=10, choices=enums.RefinementState, default=enums.RefinementState.ASKED)
    text = models.TextField(_("加工说明"), blank=True)
    done_at = models.DateTimeField(_("完成时间"), null=True)

    objects = RefinementQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["expert", "state", "due_on"], name="refinements_of_an_expert")]
        constraints = [
            models.UniqueConstraint(fields=["showcase", "expert"], name="one_refinement_per_showcase_and_expert"),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False) & ~Q(text="") | ~Q(state="done") & Q(done_at=None, text=""),
                name="a_done_refinement_says_when_and_what",
            ),
        ]

    def __str__(self):
        return f"{self.showcase} {self.expert.name}"

    @property
    def unit(self):
        """Where its audit rows belong."""
        return self.showcase.unit

    @property
    def tone(self) -> str:
        return enums.REFINEMENT_TONES[self.state]
