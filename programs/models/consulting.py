from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.kit.models import Stamped, StampedQuerySet
from programs.enums import consulting as enums
from programs.models.filings import Filing, FilingVersion

USER = settings.AUTH_USER_MODEL


class FilingAdviceQuerySet(StampedQuerySet):
    def visible_to(self, user):
        """What one was asked oneself, and, of filings that reach one's own office, what others were asked."""
        return self.filter(Q(expert=user) | user.reach("filing__receiver"))


class FilingAdvice(Stamped):
    """What an expert was asked about a filing before its receiver decides, and what he advised (佛教人〔2020〕8号 附件1六(一)1).

    ``version`` is what was handed in when he spoke; the receiver decides, advice does not bind.
    """

    State = enums.AdviceState

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="advice", verbose_name=_("报送"))
    expert = models.ForeignKey(USER, models.PROTECT, related_name="filing_advice", verbose_name=_("专家"))
    question = models.CharField(_("请专家评议"), max_length=300, blank=True)
    due_on = models.DateField(_("评议期限"))
    asked_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("邀请人"))
    state = models.CharField(_("状态"), max_length=10, choices=enums.AdviceState, default=enums.AdviceState.ASKED)
    advice = models.CharField(_("意见"), max_length=10, choices=enums.Advice, blank=True)
    text = models.TextField(_("评议说明"), blank=True)
    version = models.ForeignKey(FilingVersion, models.PROTECT, null=True, related_name="+", verbose_name=_("评议的版本"))
    given_at = models.DateTimeField(_("评议时间"), null=True)

    objects = FilingAdviceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["expert", "state", "due_on"], name="advice_of_an_expert")]
        constraints = [
            models.UniqueConstraint(fields=["filing", "expert"], name="one_advice_per_filing_and_expert"),
            models.CheckConstraint(
                condition=Q(state="given", given_at__isnull=False) & ~Q(advice="")
                | ~Q(state="given") & Q(given_at=None, advice=""),
                name="advice_given_says_when_and_what",
            ),
        ]

    def __str__(self):
        return f"{self.filing} {self.expert.name}"

    @property
    def tone(self) -> str:
        return enums.ADVICE_TONES[self.state]
