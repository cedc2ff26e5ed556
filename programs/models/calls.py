from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.kit.clock import database_now
from portal.kit.models import Stamped, StampedQuerySet
from programs.enums import calls as enums
from programs.models.attached import Attached
from programs.models.institutions import AN_INSTITUTION

USER = settings.AUTH_USER_MODEL


class InstitutionCallQuerySet(StampedQuerySet):
    def visible_to(self, user):
        """Those of one's offices, of the units above them, and, being public, all of them for institutions."""
        if user.holds(Role.INSTITUTION):
            return self
        above = {path for post in user.current_posts() for path in post.unit.paths_upward()}
        return self.filter(user.reach("unit") | Q(unit__path__in=above))


class InstitutionCall(Stamped):
    """A public call of a unit for institutions to train its schools (择优遴选, 乐教政〔2020〕22号 三(三))."""

    State = enums.CallState

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="calls", verbose_name=_("征集单位"))
    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="+", verbose_name=_("项目"))
    title = models.CharField(_("标题"), max_length=120)
    conditions = models.TextField(_("应征条件和要求"))
    closes_at = models.DateTimeField(_("截止时间"))
    state = models.CharField(_("状态"), max_length=10, choices=enums.CallState, default=enums.CallState.OPEN)
    called_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("发布人"))
    result = models.CharField(_("结果说明"), max_length=500, blank=True)
    decided_at = models.DateTimeField(_("公布时间"), null=True)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("公布人"))

    objects = InstitutionCallQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "state", "closes_at"], name="calls_of_a_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="decided", decided_at__isnull=False) | (~Q(state="decided") & Q(decided_at=None)),
                name="a_decided_call_says_when",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("programs:call", args=[self.pk])

    @property
    def tone(self) -> str:
        return enums.CALL_TONES[self.state]

    @property
    def is_over(self) -> bool:
        """Whether its deadline has passed by the database's clock."""
        return self.closes_at <= database_now()


class InstitutionBidQuerySet(StampedQuerySet):
    def standing(self):
        """Those that count: not taken back."""
        return self.exclude(state=enums.BidState.WITHDRAWN)

    def visible_to(self, user):
        """One's own institution's, and those of calls of one's offices once the call has closed."""
        opened = user.reach("call__unit") & Q(call__closes_at__lte=Now())
        return self.filter(Q(institution__in=user.units_of(Role.INSTITUTION)) | opened)


class InstitutionBid(Stamped, Attached):
    """An institution's answer to a call with its plan, and what was decided of it; ``fee`` is in hundredths of a yuan a person."""

    State = enums.BidState

    call = models.ForeignKey(InstitutionCall, models.PROTECT, related_name="bids", verbose_name=_("征集"))
    institution = models.ForeignKey(
        "units.Unit", models.PROTECT, related_name="bids", verbose_name=_("培训机构"), limit_choices_to=AN_INSTITUTION
    )
    summary = models.TextField(_("方案要点"))
    fee = models.PositiveIntegerField(_("每人费用"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=enums.BidState, default=enums.BidState.HANDED_IN)
    handed_in_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("填报人"))
    reason = models.CharField(_("理由"), max_length=300, blank=True)

    objects = InstitutionBidQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "institution"], name="one_bid_per_call_and_institution"),
            models.CheckConstraint(
                condition=~Q(state__in=["chosen", "passed_over"]) | ~Q(reason=""), name="a_decided_bid_says_why"
            ),
        ]

    def __str__(self):
        return f"{self.institution} {self.call}"

    @property
    def tone(self) -> str:
        return enums.BID_TONES[self.state]
