"""评审: the panel of a category, who judges on it, who keeps out of what, the scores given, and what they add up to."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from awards.models.cycles import AwardCategory, AwardCycle
from awards.models.nominations import OFFICE, Nomination
from portal.kit.models import Stamped, StampedQuerySet


class TieRule(models.TextChoices):
    """How nominations of one average are put in order."""

    MEDIAN = "median", _("比较中位数")
    LEAD = "lead", _("比较组长评分")
    OFFICE = "office", _("并列，由工程办说明理由后排定")


class JudgingPanelQuerySet(StampedQuerySet):
    """Panels by who may see them."""

    def visible_to(self, user):
        """Those of cycles one's office runs, and those one judges on; nobody below sees who judges."""
        return self.filter(
            Q(cycle__unit__in=user.units_of(*OFFICE)) | Q(pk__in=Judge.objects.seated().filter(user=user).values("panel"))
        )


class JudgingPanel(Stamped):
    """评审专家组 of one category: criteria with weights that make 100, the bound of the spread, and how ties are resolved."""

    class State(models.TextChoices):
        PREPARING = "preparing", _("筹备")
        SCORING = "scoring", _("评分中")
        CLOSED = "closed", _("已结束")

    cycle = models.ForeignKey(AwardCycle, models.PROTECT, related_name="panels")
    category = models.OneToOneField(AwardCategory, models.PROTECT, related_name="panel", verbose_name=_("类别"))
    criteria = models.JSONField(_("评分项"), default=list)
    spread = models.PositiveIntegerField(_("分差界限"), default=1500)
    tie_rule = models.CharField(_("同分办法"), max_length=10, choices=TieRule, default=TieRule.MEDIAN)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PREPARING)
    started_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    close_reason = models.TextField(blank=True)

    objects = JudgingPanelQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("评审专家组")

    def __str__(self):
        return _t("%s评审专家组") % self.category

    def get_absolute_url(self):
        return reverse("awards:panel", args=[self.cycle.code, self.category.key])

    @property
    def tone(self) -> str:
        return {"preparing": "secondary", "scoring": "info", "closed": "success"}[self.state]


class JudgeQuerySet(StampedQuerySet):
    def seated(self):
        return self.filter(state=Judge.State.SEATED)


class Judge(Stamped):
    """An expert on a panel."""

    class Part(models.TextChoices):
        LEAD = "lead", _("组长")
        MEMBER = "member", _("评委")

    class State(models.TextChoices):
        SEATED = "seated", _("在组")
        ENDED = "ended", _("已退出")

    panel = models.ForeignKey(JudgingPanel, models.PROTECT, related_name="judges")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("评委"))
    part = models.CharField(_("职责"), max_length=10, choices=Part, default=Part.MEMBER)
    workplace = models.CharField(_("单位"), max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.SEATED)

    objects = JudgeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("评委")
        constraints = [
            models.UniqueConstraint(fields=["panel", "user"], condition=Q(state="seated"), name="one_seat_per_judge"),
            models.UniqueConstraint(fields=["panel"], condition=Q(state="seated", part="lead"), name="one_lead_per_panel"),
        ]

    def __str__(self):
        return str(self.user)


class RecusalQuerySet(StampedQuerySet):
    def standing(self):
        return self.filter(state=Recusal.State.STANDING)


class Recusal(Stamped):
    """回避: a judge does not judge a nomination, by rule or because he or the office declared it."""

    class Ground(models.TextChoices):
        OWN_UNIT = "own_unit", _("本单位")
        SAME_CITY = "same_city", _("同一设区市")
        OWN_NOMINATION = "own_nomination", _("本人参评")
        HANDLED = "handled", _("经手报送")
        DECLARED = "declared", _("申报回避")

    class State(models.TextChoices):
        STANDING = "standing", _("有效")
        ENDED = "ended", _("已解除")

    judge = models.ForeignKey(Judge, models.PROTECT, related_name="recusals")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="recusals")
    ground = models.CharField(_("事由"), max_length=20, choices=Ground)
    reason = models.TextField(_("说明"), blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.STANDING)

    objects = RecusalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("回避")
        constraints = [
            models.UniqueConstraint(
                fields=["judge", "nomination"], condition=Q(state="standing"), name="one_standing_recusal_per_judge_and_nomination"
            )
        ]

    def __str__(self):
        return f"{self.judge} {self.nomination} {self.get_ground_display()}"


class BallotQuerySet(StampedQuerySet):
    def given(self):
        return self.filter(state=Ballot.State.GIVEN)


class Ballot(Stamped):
    """One judge's score of one nomination in one round; given once, never changed, seen by nobody else until all are in.

    ``marks`` maps criteria to hundredths of a point, ``total`` is their weighted sum in ten-thousandths, exact.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("未提交")
        GIVEN = "given", _("已提交")

    judge = models.ForeignKey(Judge, models.PROTECT, related_name="ballots")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="ballots")
    round = models.PositiveSmallIntegerField(_("轮次"), default=1)
    marks = models.JSONField(_("评分"), default=dict)
    total = models.PositiveIntegerField(_("总分"), null=True)
    comment = models.TextField(_("评语"), blank=True)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    given_at = models.DateTimeField(null=True)

    objects = BallotQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("评分")
        constraints = [
            models.UniqueConstraint(fields=["judge", "nomination", "round"], name="one_ballot_per_judge_nomination_and_round"),
            models.CheckConstraint(condition=Q(state="draft") | Q(total__isnull=False), name="a_given_ballot_has_a_total"),
        ]

    def __str__(self):
        return f"{self.judge} {self.nomination} {self.round}"


class Moderation(Stamped):
    """复议: another round for one nomination whose scores lie too far apart, with the reason."""

    panel = models.ForeignKey(JudgingPanel, models.PROTECT, related_name="moderations")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="moderations")
    round = models.PositiveSmallIntegerField(_("轮次"))
    reason = models.TextField(_("理由"))
    spread_before = models.PositiveIntegerField(_("复议前分差"))
    opened_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(db_default=Now())

    objects = StampedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("复议")
        constraints = [models.UniqueConstraint(fields=["nomination", "round"], name="one_moderation_per_nomination_and_round")]

    def __str__(self):
        return f"{self.nomination} {self.round}"


class Placing(Stamped):
    """The place of a nomination on a closed panel: ``total`` over ``count`` is its average, in ten-thousandths of a point."""

    panel = models.ForeignKey(JudgingPanel, models.PROTECT, related_name="placings")
    nomination = models.OneToOneField(Nomination, models.PROTECT, related_name="placing")
    total = models.PositiveBigIntegerField()
    count = models.PositiveSmallIntegerField(_("评分人数"))
    rank = models.PositiveSmallIntegerField(_("名次"))
    tied = models.BooleanField(_("并列"), default=False)
    reason = models.TextField(_("排定理由"), blank=True)
    resolved_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    objects = StampedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("评审名次")
        ordering = ["rank", "pk"]
        constraints = [models.CheckConstraint(condition=Q(count__gte=1), name="a_placing_rests_on_a_score")]

    def __str__(self):
        return f"{self.rank} {self.nomination}"
