import secrets

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from awards.enums import FindingState
from awards.models.cycles import AwardCategory, AwardCycle
from portal.kit.models import Stamped, StampedQuerySet


def attestation_place(_row, _name):
    """Where a file is kept: a key that tells nothing and cannot be guessed."""
    key = secrets.token_hex(16)
    return f"attestations/{key[:2]}/{key}"


class EligibilityRun(models.Model):
    """One batch of judging, with the moment whose facts it saw."""

    derived = True

    cycle = models.ForeignKey(AwardCycle, models.PROTECT, related_name="runs")
    job = models.ForeignKey("jobs.Job", models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    as_of = models.DateTimeField(_("数据时间"))
    nominees = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.cycle} {self.as_of:%Y-%m-%d %H:%M}"


class EligibilityQuerySet(StampedQuerySet):
    def current(self):
        """The latest judgement of each nominee."""
        return self.filter(latest=True)

    def changed_since(self, moment):
        """What was judged or superseded from ``moment`` on: the latest of each nominee, and of those who are judged no more."""
        nominee = {name: OuterRef(name) for name in ("cycle", "category", "unit")}
        judged = Exists(Eligibility.objects.current().filter(**nominee))
        return self.filter(Q(latest=True) | ~judged, updated_at__gte=moment)

    def visible_to(self, user):
        """Offices see their subtree; an institution itself."""
        return self.filter(user.reach("unit") | Q(unit__in=user.units_of("institution")))


class Eligibility(Stamped):
    """Whether a nominee qualifies in a category: true, false, or open until a person decides."""

    derived = True

    run = models.ForeignKey(EligibilityRun, models.PROTECT, related_name="verdicts")
    cycle = models.ForeignKey(AwardCycle, models.PROTECT, related_name="eligibility")
    category = models.ForeignKey(AwardCategory, models.PROTECT, related_name="eligibility")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("单位"))
    eligible = models.BooleanField(_("是否符合"), null=True)
    latest = models.BooleanField(default=True)

    objects = EligibilityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "category", "unit"], condition=Q(latest=True), name="one_latest_verdict_per_nominee"
            )
        ]

    def __str__(self):
        return f"{self.category} {self.unit}"

    @property
    def state(self) -> str:
        """current or superseded, as lists over REST say."""
        return "current" if self.latest else "superseded"

    @property
    def word(self) -> str:
        """The verdict in words."""
        return {True: _("符合条件"), False: _("不符合条件")}.get(self.eligible, _("待认定"))

    @property
    def tone(self) -> str:
        """The colour the verdict is shown in beside its words."""
        return {True: "success", False: "danger"}.get(self.eligible, "warning")


class FindingRow(models.Model):
    """A stored finding: one condition, with value, threshold, margin and the rows it rests on."""

    State = FindingState

    eligibility = models.ForeignKey(Eligibility, models.PROTECT, related_name="findings")
    position = models.PositiveSmallIntegerField()
    path = models.CharField(max_length=20)
    clause = models.CharField(max_length=60, blank=True)
    requirement = models.TextField(blank=True)
    measure = models.CharField(max_length=40)
    state = models.CharField(max_length=20, choices=FindingState)
    value = models.CharField(max_length=40, blank=True)
    threshold = models.CharField(max_length=40, blank=True)
    margin = models.CharField(max_length=40, blank=True)
    period = models.PositiveSmallIntegerField(null=True)
    text = models.TextField()
    advice = models.TextField(blank=True)
    sources = models.JSONField(default=list)

    class Meta:
        ordering = ["position"]

    def __str__(self):
        return f"{self.clause} {self.get_state_display()}"

    @property
    def tone(self) -> str:
        return {FindingState.MET: "success", FindingState.NOT_MET: "danger"}.get(self.state, "warning")


class AttestationQuerySet(StampedQuerySet):
    def current(self):
        return self.filter(latest=True)

    def visible_to(self, user):
        """Those on whom one may read the findings."""
        return self.filter(user.reach("unit") | Q(unit__in=user.units_of("institution")))


class Attestation(Stamped):
    """A person's decision on a clause that only a person can judge; a later one takes the place of an earlier.

    ``file`` is the scan it rests on, where there is one.
    """

    cycle = models.ForeignKey(AwardCycle, models.PROTECT, related_name="attestations")
    category = models.ForeignKey(AwardCategory, models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    clause = models.CharField(max_length=60)
    met = models.BooleanField(_("是否符合"))
    reason = models.TextField(_("理由"))
    file = models.FileField(_("佐证材料"), upload_to=attestation_place, max_length=100, blank=True)
    file_name = models.CharField(_("文件名"), max_length=120, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    latest = models.BooleanField(default=True)

    objects = AttestationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "category", "unit", "clause"], condition=Q(latest=True), name="one_latest_attestation_per_clause"
            )
        ]

    def __str__(self):
        return f"{self.unit} {self.clause}"

    @property
    def file_url(self) -> str:
        """Where its scan is got; "" without one. Read with cycle, category and unit."""
        if not self.file:
            return ""
        return reverse("awards:attested-file", args=[self.cycle.code, self.category.key, self.unit.code, self.pk])
