"""评审: panels, who sits on them, who is bound up with whom, what each member says of a declaration.

泗教师字〔2022〕1号 四(二)4.
"""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from credits.enums import ledger as enums
from credits.enums import reviews as states
from credits.enums.declarations import READ
from credits.models.declarations import Declaration, read_also_by, seen_also_by
from credits.models.ledger import CURRENT
from portal.kit.models import Stamped, StampedQuerySet

STANDS = ~Q(state=states.ReviewState.RELEASED)


class CurrentQuerySet(StampedQuerySet):
    def current(self):
        return self.filter(CURRENT)


class PanelQuerySet(CurrentQuerySet):
    def visible_to(self, user):
        """Panels under one's offices, and those one sits on."""
        seats = PanelMember.objects.current().filter(user=user).values("panel")
        return self.filter(user.reach("unit") | Q(pk__in=seats))


class ReviewPanel(Stamped):
    """评审组 of a unit: a school's own people and outsiders, a county's team, or the panel of a unit above that reads for it.

    ``automatic``: what is handed in goes to its readers by itself; else somebody shares it out.
    """

    State = states.PanelState

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="review_panels", verbose_name=_("单位"))
    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="+", verbose_name=_("项目"))
    delegated_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="delegating", verbose_name=_("委托评审组")
    )
    automatic = models.BooleanField(_("自动分配"), default=True, db_default=True)
    state = models.CharField(_("状态"), max_length=10, choices=states.PanelState, default=states.PanelState.CURRENT)

    objects = PanelQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("评审组")
        constraints = [
            models.UniqueConstraint(fields=["unit", "program"], condition=CURRENT, name="one_review_panel_per_unit"),
            models.CheckConstraint(
                condition=Q(delegated_to=None) | ~Q(delegated_to=models.F("id")), name="no_panel_delegates_to_itself"
            ),
        ]

    def __str__(self):
        return _t("%s评审组") % self.unit

    def get_absolute_url(self):
        return reverse("credits:panel", args=[self.pk])

    @property
    def reading(self) -> "ReviewPanel":
        """The panel whose members read: its own, or the one it delegates to."""
        return self.delegated_to or self


class PanelMemberQuerySet(CurrentQuerySet):
    def visible_to(self, user):
        return self.filter(user.reach("panel__unit") | Q(user=user))


class PanelMember(Stamped):
    """Somebody who reads for a panel; ``outside``: he does not work at the panel's unit."""

    State = states.PanelState

    panel = models.ForeignKey(ReviewPanel, models.PROTECT, related_name="members", verbose_name=_("评审组"))
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="panel_seats", verbose_name=_("评审人"))
    outside = models.BooleanField(_("校外"), default=False)
    workplace = models.CharField(_("工作单位"), max_length=100, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=states.PanelState, default=states.PanelState.CURRENT)

    objects = PanelMemberQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["panel", "user"], condition=CURRENT, name="one_seat_per_panel_and_person")]

    def __str__(self):
        return f"{self.user}"


class RelationQuerySet(CurrentQuerySet):
    def visible_to(self, user):
        return self.filter(user.reach("teacher__unit") | Q(reviewer=user))


class Relation(Stamped):
    """回避: a reviewer is bound up with a teacher and does not read what the teacher hands in."""

    State = states.PanelState

    reviewer = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("评审人"))
    teacher = models.ForeignKey("schools.Teacher", models.PROTECT, related_name="+", verbose_name=_("教师"))
    reason = models.CharField(_("原因"), max_length=200)
    state = models.CharField(_("状态"), max_length=10, choices=states.PanelState, default=states.PanelState.CURRENT)

    objects = RelationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = _("回避关系")
        constraints = [
            models.UniqueConstraint(fields=["reviewer", "teacher"], condition=CURRENT, name="a_relation_is_declared_once")
        ]

    def __str__(self):
        return f"{self.reviewer} {self.teacher}"


class PanelReviewQuerySet(StampedQuerySet):
    """Readings by whose they are and how far they have come."""

    def visible_to(self, user):
        """One's own; nobody sees another member's by this, whatever his office."""
        return self.filter(reviewer=user)

    def standing(self):
        """Those that were not taken back."""
        return self.filter(STANDS)

    def waiting(self):
        return self.filter(state=states.ReviewState.ASSIGNED)

    def done(self):
        return self.filter(state=states.ReviewState.DONE)

    def begun(self):
        """Those of the present attempt a reader has finished or keeps something of."""
        some = Q(state=states.ReviewState.DONE) | ~Q(marks={}) | ~Q(advice="")
        return self.standing().filter(some, attempt=F("declaration__attempt"))

    def settled(self):
        """Finished ones of attempts nobody reads any more: what others may be told, lest one reading sway the next."""
        return self.done().filter(Q(attempt__lt=F("declaration__attempt")) | Q(declaration__state__in=READ))


class PanelReview(Stamped):
    """One member's reading of a declaration as it was handed in for the ``attempt``-th time.

    ``marks``: key of an item → ``{"grade", "excellent", "passed"}``, the last two places of ticked indicators. ``grade`` is the
    lowest of the items'. ``revision`` is that of the declaration it judges; ``blind``: the reader may not know whose it is.
    """

    State, Grade = states.ReviewState, enums.Grade

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="reviews", verbose_name=_("申报"))
    panel = models.ForeignKey(ReviewPanel, models.PROTECT, related_name="reviews", verbose_name=_("评审组"))
    reviewer = models.ForeignKey("accounts.User", models.PROTECT, related_name="reviews", verbose_name=_("评审人"))
    attempt = models.PositiveSmallIntegerField(_("提交次数"))
    third = models.BooleanField(_("第三评审人"), default=False)
    blind = models.BooleanField(_("匿名"), default=False)
    state = models.CharField(_("状态"), max_length=10, choices=states.ReviewState, default=states.ReviewState.ASSIGNED)
    marks = models.JSONField(default=dict, blank=True)
    grade = models.CharField(_("等级"), max_length=10, choices=enums.Grade, null=True, blank=True)
    advice = models.TextField(_("评审意见"), blank=True)
    revision = models.PositiveIntegerField(null=True)
    assigned_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("分配人"))
    done_at = models.DateTimeField(_("评审时间"), null=True)

    objects = PanelReviewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("评审")
        indexes = [
            models.Index(fields=["reviewer", "state", "id"], name="reviews_of_a_reader"),
            models.Index(fields=["declaration", "attempt"], name="reviews_of_a_declaration"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["declaration", "attempt", "reviewer"], condition=STANDS, name="one_reading_per_reader_and_attempt"
            ),
            models.CheckConstraint(
                condition=~Q(state="done")
                | (Q(grade__isnull=False, done_at__isnull=False, revision__isnull=False) & ~Q(advice="")),
                name="a_finished_review_says_what_and_why",
            ),
        ]

    def __str__(self):
        return f"{self.declaration.ability} {self.record_code}"

    def get_absolute_url(self):
        return reverse("credits:review", args=[self.pk])

    @property
    def record_code(self) -> str:
        """What the record is called where its author may not be named."""
        return self.declaration.code

    @property
    def tone(self) -> str:
        return states.REVIEW_TONES[self.State(self.state)]


class Phrase(Stamped):
    """A phrase of advice a reader keeps for himself."""

    State = states.PanelState

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    text = models.CharField(_("常用语"), max_length=200)
    state = models.CharField(_("状态"), max_length=10, choices=states.PanelState, default=states.PanelState.CURRENT)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = _("评审常用语")
        constraints = [models.UniqueConstraint(fields=["user", "text"], condition=CURRENT, name="a_phrase_is_kept_once")]

    def __str__(self):
        return self.text


@seen_also_by
def read_by(user) -> Q:
    """Declarations somebody judges or has judged, and may know whose they are."""
    return _reading(user, blind=False)


@read_also_by
def read_blind_by(user) -> Q:
    """Declarations somebody judges or has judged without knowing whose they are."""
    return _reading(user, blind=True)


def _reading(user, *, blind: bool) -> Q:
    return Q(pk__in=PanelReview.objects.standing().filter(reviewer=user, blind=blind).values("declaration"))
