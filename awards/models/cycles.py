from datetime import date, datetime
from functools import cached_property

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from awards.enums import AwardKind, CycleState
from awards.rules import Group, attested_clauses
from portal.kit.models import Stamped, StampedQuerySet
from portal.units.enums import Level


class AwardCycleQuerySet(StampedQuerySet):
    def visible_to(self, user):
        """Cycles of the units over and under the user's posts."""
        posts = user.current_posts()
        above = {path for post in posts for path in post.unit.paths_upward()}
        return self.filter(Q(unit__path__in=above) | user.reach("unit"))

    def announced(self):
        """Those whose results everybody may read."""
        return self.filter(state=CycleState.ANNOUNCED)


class AwardCycle(Stamped):
    """A selection (评选活动) set up by a notice.

    ``annexes`` says by form as which annex its notice prints it; ``papers_until`` is the last day its papers are vouched for,
    None is for good.
    """

    State = CycleState

    code = models.CharField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=120)
    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="cycles")
    notice = models.ForeignKey("programs.Notice", models.PROTECT, related_name="cycles")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("主办单位"))
    assumptions = models.JSONField(_("约定"), default=list)
    contacts = models.JSONField(_("联系方式"), default=list)
    reason_limit = models.PositiveIntegerField(_("推荐理由字数上限"), default=800)
    reason_clause = models.CharField(max_length=60, blank=True)
    annexes = models.JSONField(_("附件编号"), default=dict)
    show_codes = models.BooleanField(_("表单印查验码"), default=True)
    papers_until = models.DateField(_("文书有效期至"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=CycleState, default=CycleState.OPEN)

    objects = AwardCycleQuerySet.as_manager()

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("awards:cycle", args=[self.code])

    @property
    def office_name(self) -> str:
        """The office in whose name a selection is announced: who signed its notice, else its unit's own office."""
        return self.notice.signed_by or self.unit.bureau()

    @property
    def announced_url(self) -> str:
        """Where everybody reads the results once they are out."""
        return reverse("awards:announced-page", args=[self.code])

    @property
    def contacts_shown(self) -> list[dict]:
        """Whom to call: the cycle's own contacts, else those of its notice."""
        return self.contacts or self.notice.contacts

    def reading_of(self, key: str) -> object:
        """The value chosen for what the notice leaves open; None where the cycle states no such assumption."""
        return next((row.get("value") for row in self.assumptions if row.get("key") == key), None)

    def cite(self, clause: str) -> str:
        """The clause with the number of its notice: 浙工程办函〔2023〕7号 二(一)1."""
        return f"{self.notice.number} {clause}".strip()

    def hold_papers_until(self) -> date | None:
        """``papers_until`` as it stands, held until the caller's transaction ends, so that no paper is numbered past a change."""
        rows = AwardCycle.objects.select_for_update(no_key=True).filter(pk=self.pk)
        return rows.values_list("papers_until", flat=True).get()

    def phase(self, key: str) -> "CyclePhase | None":
        """A step of the calendar; None when the notice does not set it."""
        return self.steps().get(key)

    def steps(self) -> "dict[str, CyclePhase]":
        """The steps of the calendar that the notice sets, by key."""
        return {phase.key: phase for phase in self.phases.all()}


class CyclePhase(models.Model):
    """A step of a cycle's calendar; without an end it is not enforced."""

    class Key(models.TextChoices):
        OPEN = "open", _("启动")
        NOMINATE = "nominate", _("申报")
        RECOMMEND = "recommend", _("推荐报送")
        JUDGE = "judge", _("评定")
        NOTICE = "notice", _("公示")
        ANNOUNCE = "announce", _("公布")

    cycle = models.ForeignKey(AwardCycle, models.CASCADE, related_name="phases")
    key = models.CharField(max_length=20, choices=Key)
    label = models.CharField(max_length=60)
    opens_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    printed_ends_at = models.DateTimeField(null=True, blank=True)
    wording = models.CharField(max_length=200, blank=True)
    clause = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "key"], name="one_phase_per_key"),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(ends_at=None) | Q(opens_at__lt=models.F("ends_at")),
                name="a_phase_opens_before_it_ends",
            ),
        ]

    def __str__(self):
        return self.label

    def is_ahead(self, now: datetime) -> bool:
        """Whether its opening is still to come at ``now``, a moment by the database's clock."""
        return self.opens_at is not None and now < self.opens_at

    def is_over(self, now: datetime) -> bool:
        """Whether its end has passed at ``now``, a moment by the database's clock."""
        return self.ends_at is not None and now > self.ends_at


class AwardCategory(models.Model):
    """One kind of nominee within a cycle, with its route, form and criteria."""

    Kind = AwardKind

    cycle = models.ForeignKey(AwardCycle, models.PROTECT, related_name="categories")
    key = models.CharField(max_length=40)
    name = models.CharField(_("类别"), max_length=60)
    kind = models.CharField(max_length=30, choices=AwardKind)
    nominee = models.CharField(_("申报主体"), max_length=20, choices=Level)
    route = models.JSONField(_("报送路径"), default=list)
    form = models.CharField(max_length=20)
    summary = models.CharField(max_length=20, blank=True)
    criteria = models.JSONField(default=dict)
    clause = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["cycle", "key"], name="one_category_per_key")]

    def __str__(self):
        return self.name

    @cached_property
    def rule(self) -> Group:
        """The criteria as a rule that judges."""
        return Group.model_validate(self.criteria)

    @property
    def attested(self) -> list[tuple[str, str]]:
        """The clauses a person has to judge, as (clause, text)."""
        return attested_clauses(self.rule)

    @property
    def names_a_person(self) -> bool:
        """Whether the nominee is a manager rather than a unit."""
        return self.kind == AwardKind.OUTSTANDING_MANAGER

    def via(self, unit):
        """The unit through which forms of ``unit`` go up: the city it lies in where the route passes one, else itself."""
        return unit.ancestor(Level.CITY) if self.passes_a_city else unit

    @property
    def passes_a_city(self) -> bool:
        """Whether a city chooses among the nominees below it."""
        return "city" in self.route and self.nominee != "city"
