from functools import cached_property

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from awards.enums import ReserveState
from awards.models.cycles import AwardCategory, AwardCycle
from awards.quota_rules import Allotment, Bound, allotment, bound
from portal.kit.models import Stamped, StampedQuerySet

UNLISTED = 32767


class QuotaQuerySet(StampedQuerySet):
    def visible_to(self, user):
        """Quotas of the units over and under one's posts: a county sees its city's."""
        posts = user.current_posts()
        above = {path for post in posts for path in post.unit.paths_upward()}
        return self.filter(models.Q(unit__path__in=above) | user.reach("unit"))


class Quota(Stamped):
    """How many nominees of a category one unit may put forward."""

    cycle = models.ForeignKey(AwardCycle, models.PROTECT, related_name="quotas")
    category = models.ForeignKey(AwardCategory, models.PROTECT, related_name="quotas")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("单位"))
    basis = models.PositiveIntegerField(_("区县数"))
    counted = models.PositiveIntegerField(_("在册区县数"))
    places = models.PositiveIntegerField(_("推荐名额"))
    ruled = models.PositiveIntegerField(_("通知名额"))
    printed = models.BooleanField(_("附件所列"), default=True)
    parameters = models.JSONField(_("规则"), default=dict)
    clause = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)

    objects = QuotaQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["cycle", "category", "unit"], name="one_quota_per_cycle_category_and_unit")]

    def __str__(self):
        return f"{self.unit} {self.category} {self.places}"

    def get_absolute_url(self):
        return reverse("awards:quota", args=[self.cycle.code, self.category.key, self.unit.code])

    @cached_property
    def rule(self) -> Allotment:
        """The rule that gives these places."""
        return allotment(self.parameters)

    @property
    def _table(self) -> int | None:
        return self.ruled if self.printed else None

    @property
    def formula(self) -> int:
        """What the formula gives for the basis."""
        return self.rule.places(self.basis, self._table)

    @property
    def formula_text(self) -> str:
        """The formula as people read it: 12 × 25% = 3.00 → 3."""
        return self.rule.formula(self.basis, self._table)

    @property
    def changed(self) -> bool:
        """Whether somebody gave it another number than the notice."""
        return self.places != self.ruled

    def used(self) -> int:
        """How many places are held now."""
        return self.cycle.nominations.holding_a_place().filter(category_id=self.category_id, via_id=self.unit_id).count()

    def left(self) -> int:
        """How many places can still be given."""
        return self.places - self.used()


class QuotaChange(Stamped):
    """名额调整: one change of a unit's places by hand, and why."""

    quota = models.ForeignKey(Quota, models.PROTECT, related_name="changes")
    before = models.PositiveIntegerField(_("调整前"))
    after = models.PositiveIntegerField(_("调整后"))
    reason = models.CharField(_("理由"), max_length=500)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("调整人"))

    def __str__(self):
        return f"{self.quota} {self.before} → {self.after}"


class QuotaBoundQuerySet(StampedQuerySet):
    def current(self):
        """The rules the notice sets now."""
        return self.filter(current=True)


class QuotaBound(Stamped):
    """A rule of a cycle that binds whoever takes a place (上限、结构比例、不兼报……); its row is the line to stand in."""

    cycle = models.ForeignKey(AwardCycle, models.PROTECT, related_name="quota_bounds")
    parameters = models.JSONField(_("规则"))
    position = models.PositiveSmallIntegerField()
    current = models.BooleanField(default=True)

    objects = QuotaBoundQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["cycle", "position"], name="one_quota_bound_per_position")]

    def __str__(self):
        return f"{self.cycle} {self.rule.label}"

    @cached_property
    def rule(self) -> Bound:
        """The rule that binds."""
        return bound(self.parameters)


class ReserveQuerySet(StampedQuerySet):
    def waiting(self):
        """Those who stand by, in order."""
        return self.filter(state=ReserveState.WAITING).order_by("position", "pk")

    def in_line(self):
        """Those who stand by with ``place``: which of those waiting for the same places each is now, from 1 on.

        ``position`` only orders them; it has gaps where somebody before was called or taken off.
        """
        alike = {f"nomination__{name}": OuterRef(f"nomination__{name}") for name in ("cycle", "category", "via")}
        before = Q(position__lt=OuterRef("position")) | Q(position=OuterRef("position"), pk__lte=OuterRef("pk"))
        rows = Reserve.objects.filter(before, state=ReserveState.WAITING, **alike).order_by()
        count = rows.values("state").annotate(count=models.Count("pk")).values("count")
        return self.waiting().annotate(place=Subquery(count))


class Reserve(Stamped):
    """备选: a form a city would put forward next when a place falls free; it holds none."""

    State = ReserveState

    nomination = models.ForeignKey("awards.Nomination", models.PROTECT, related_name="reserves")
    position = models.PositiveSmallIntegerField(_("备选顺序"))
    state = models.CharField(_("状态"), max_length=10, choices=ReserveState, default=ReserveState.WAITING)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    objects = ReserveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nomination"], condition=models.Q(state=ReserveState.WAITING), name="a_form_waits_once")
        ]

    def __str__(self):
        return f"{self.nomination} {self.position}"


class GradeGiven(Stamped):
    """等次: the grade a nomination that was taken in is to have (一等奖……), within the places of that grade."""

    nomination = models.OneToOneField("awards.Nomination", models.PROTECT, related_name="graded")
    grade = models.CharField(_("等次"), max_length=20, blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    def __str__(self):
        return f"{self.nomination} {self.grade}"


def listed_place(*units: str, cycle=None) -> Coalesce:
    """Where the notice's quota table lists the first of ``units`` it names (附件1: 丽水 before 台州), for lists by city.

    ``units`` are lookups of the row ordered, ``cycle`` its own where none is given; what the table does not name comes last.
    """
    rows = Quota.objects.filter(cycle=cycle or OuterRef("cycle")).order_by("position").values("position")
    return Coalesce(*(Subquery(rows.filter(unit=OuterRef(unit))[:1]) for unit in units), Value(UNLISTED))
