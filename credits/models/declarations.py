"""申报: a chosen point handed in for assessment, and how far it has come."""

from collections.abc import Callable
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from credits.enums import declarations as states
from credits.enums import ledger as enums
from credits.models.abilities import MicroAbility
from portal.kit.errors import Stale, WrongState
from portal.kit.models import Stamped, StampedQuerySet
from schools.models.teachers import new_code

_also: list[Callable] = []
_blindly: list[Callable] = []


def seen_also_by(rows_of: Callable) -> Callable:
    """Let ``rows_of(user) -> Q`` name declarations somebody sees who is neither of the school, over it, nor the teacher."""
    _also.append(rows_of)
    return rows_of


def read_also_by(rows_of: Callable) -> Callable:
    """Likewise for those who read what was handed in without seeing whose it is."""
    _blindly.append(rows_of)
    return rows_of


class DeclarationQuerySet(StampedQuerySet):
    """Declarations by who may see them and how far they are."""

    def visible_to(self, user):
        """The teacher's own; those of one's school; under one's offices what was handed in once; what one has to judge."""
        handed_in = Q(submitted_at__isnull=False)
        offices = {post.unit_id for post in user.current_posts()}
        seen = Q(teacher__user=user) | (user.reach("unit") & (handed_in | Q(unit__in=offices)))
        return self.filter(reduce(or_, (rows_of(user) for rows_of in _also), seen))

    def readable_by(self, user):
        """Those whose evidence somebody may open: what he sees, and what he reads without knowing whose it is."""
        blindly = reduce(or_, (rows_of(user) for rows_of in _blindly), Q(pk__in=[]))
        return self.filter(Q(pk__in=Declaration.objects.visible_to(user).values("pk")) | blindly)

    def live(self):
        """All but the failed and the withdrawn."""
        return self.filter(state__in=states.LIVE)

    def editable(self):
        return self.filter(state__in=states.EDITABLE)


class Declaration(Stamped):
    """One point a teacher hands in for assessment, with the evidence its items ask for.

    ``unit`` is the school at the time; ``attempt`` counts hand-ins from 1; ``revision`` rises with every change of what is
    handed in, so that a judgement names what it judged; ``grade`` stands from GRADED on.
    """

    State, Source, Grade, Turn = states.DeclarationState, enums.Source, enums.Grade, states.DeclarationTurn

    code = models.CharField(_("申报编号"), max_length=12, unique=True, default=new_code, editable=False)
    teacher = models.ForeignKey("schools.Teacher", models.PROTECT, related_name="declarations", verbose_name=_("教师"))
    ability = models.ForeignKey(MicroAbility, models.PROTECT, related_name="declarations", verbose_name=_("能力点"))
    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="+", verbose_name=_("项目"))
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="declarations", verbose_name=_("申报时所在学校"))
    source = models.CharField(_("来源"), max_length=12, choices=enums.Source, default=enums.Source.TEACHER)
    state = models.CharField(_("状态"), max_length=12, choices=states.DeclarationState, default=states.DeclarationState.DRAFT)
    attempt = models.PositiveSmallIntegerField(_("提交次数"), default=1)
    revision = models.PositiveIntegerField(_("修订号"), default=1)
    grade = models.CharField(_("等级"), max_length=10, choices=enums.Grade, null=True, blank=True)
    reflection = models.TextField(_("教学反思"), blank=True)
    drafted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("填写人"))
    submitted_at = models.DateTimeField(_("申报时间"), null=True)
    submitted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("申报人"))
    returned_at = models.DateTimeField(_("退回时间"), null=True)
    returned_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("退回人"))
    return_reason = models.TextField(_("退回理由"), blank=True)
    graded_at = models.DateTimeField(_("评定时间"), null=True)

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "state", "-id"], name="declarations_of_a_school"),
            models.Index(fields=["state", "-id"], name="declarations_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["teacher", "ability"], condition=~Q(state__in=["failed", "withdrawn"]), name="a_point_is_declared_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="what_was_handed_in_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["graded", "accepted", "batched", "recognised"]) | Q(grade__isnull=False),
                name="a_graded_declaration_has_a_grade",
            ),
        ]

    def __str__(self):
        return f"{self.teacher} {self.ability}"

    def get_absolute_url(self):
        return reverse("credits:declaration", args=[self.code])

    @property
    def turn(self):
        """Who has to act next."""
        return states.TURN[self.State(self.state)]

    @property
    def tone(self) -> str:
        return states.TONES[self.State(self.state)]

    @property
    def editable(self) -> bool:
        return self.state in states.EDITABLE

    def check_move(self, state) -> None:
        """The table of moves leads from here to ``state``."""
        if state not in states.MOVES[self.State(self.state)]:
            words = {"now": self.get_state_display(), "then": self.State(state).label}
            raise WrongState(_t("“%(now)s”的申报不能改为“%(then)s”。") % words)

    def move_to(self, state, *, revision: int | None = None, **stamps) -> None:
        """Change state and its stamps together, unless somebody moved it first; with ``revision``, unless its content changed.

        Raises ``WrongState`` for the former, ``Stale`` for the latter; the revision itself stays, since no content changes.
        """
        self.check_move(state)
        mine = Declaration.objects.filter(pk=self.pk, state=self.state)
        if revision is not None:
            mine = mine.filter(revision=revision)
        if not mine.stamp(state=state, **stamps):
            self._tell_what_moved(revision)
        self.refresh_from_db(fields=["state", "revision", "updated_at", *stamps])

    def _tell_what_moved(self, revision) -> None:
        before = self.state
        self.refresh_from_db(fields=["state", "revision"])
        if self.state == before and revision is not None and revision != self.revision:
            words = {"now": self.revision, "then": revision}
            raise Stale(_t("这份申报的材料已改到第 %(now)d 版，您看到的是第 %(then)d 版，请重新打开后再试。") % words, fields={})
        raise WrongState(_t("这份申报刚被他人改动，请刷新后再试。"))

    def touch(self) -> None:
        """Count a change of content; ``WrongState`` once it is no longer the teacher's to change."""
        mine = Declaration.objects.filter(pk=self.pk, state__in=states.EDITABLE)
        if not mine.stamp(revision=F("revision") + 1):
            self.refresh_from_db(fields=["state"])
            raise WrongState(_t("“%s”的申报不能再改材料。") % self.get_state_display())
        self.refresh_from_db(fields=["revision", "updated_at", "state"])
