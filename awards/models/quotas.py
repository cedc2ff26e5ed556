from django.db import models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from awards.models.cycles import AwardCategory, AwardCycle
from awards.quotas import share_of
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
    printed = models.BooleanField(_("附件所列"), default=True)
    share = models.DecimalField(max_digits=5, decimal_places=4)
    rounding = models.CharField(max_length=10)
    clause = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)

    objects = QuotaQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["cycle", "category", "unit"], name="one_quota_per_cycle_category_and_unit")]

    def __str__(self):
        return f"{self.unit} {self.category} {self.places}"

    @property
    def formula(self) -> int:
        """What the formula gives for the basis."""
        return share_of(self.basis, self.share, self.rounding)

    @property
    def formula_text(self) -> str:
        """The formula as people read it: 12 × 25% = 3.00 → 3."""
        exact = self.basis * self.share
        return f"{self.basis} × {self.share * 100:.0f}% = {exact:.2f} → {self.formula}"

    def used(self) -> int:
        """How many places are held now."""
        return self.cycle.nominations.holding_a_place().filter(category_id=self.category_id, via_id=self.unit_id).count()

    def left(self) -> int:
        """How many places can still be given."""
        return self.places - self.used()


def listed_place(*units: str, cycle=None) -> Coalesce:
    """Where the notice's quota table lists the first of ``units`` it names (附件1: 丽水 before 台州), for lists by city.

    ``units`` are lookups of the row ordered, ``cycle`` its own where none is given; what the table does not name comes last.
    """
    rows = Quota.objects.filter(cycle=cycle or OuterRef("cycle")).order_by("position").values("position")
    return Coalesce(*(Subquery(rows.filter(unit=OuterRef(unit))[:1]) for unit in units), Value(UNLISTED))
