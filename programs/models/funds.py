from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.kit.models import Stamped, StampedQuerySet
from programs.enums import funds as enums
from programs.enums.evidence import RecordState
from programs.models.attached import Attached

CURRENT = Q(state=RecordState.CURRENT)


class FundQuerySet(StampedQuerySet):
    """Money by whether it counts and by whose it is."""

    def current(self):
        return self.filter(CURRENT)

    def visible_to(self, user):
        """That of the units under one's offices."""
        return self.filter(user.reach("unit"))


class FundSource(Stamped, Attached):
    """Money a unit has for a programme in a year, in 分; ``basis`` is the paper it came with."""

    Kind, State = enums.SourceKind, RecordState

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="fund_sources", verbose_name=_("单位"))
    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="+", verbose_name=_("项目"))
    year = models.PositiveSmallIntegerField(_("年度"))
    kind = models.CharField(_("经费来源"), max_length=20, choices=enums.SourceKind)
    amount = models.PositiveBigIntegerField(_("金额"))
    basis = models.CharField(_("依据"), max_length=120, blank=True)
    received_on = models.DateField(_("到账日期"))
    state = models.CharField(_("状态"), max_length=10, choices=RecordState, default=RecordState.CURRENT)

    objects = FundQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["year", "unit", "kind"], name="sources_of_a_year")]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="a_source_brings_money")]

    def __str__(self):
        return f"{self.unit.name} {self.year} {self.get_kind_display()}"


class Spending(Stamped, Attached):
    """Money spent out of a unit's source, in 分, on one use."""

    Use, State = enums.Use, RecordState

    source = models.ForeignKey(FundSource, models.PROTECT, related_name="spendings", verbose_name=_("经费来源"))
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="spendings", verbose_name=_("单位"))
    use = models.CharField(_("用途"), max_length=20, choices=enums.Use)
    amount = models.PositiveBigIntegerField(_("金额"))
    spent_on = models.DateField(_("日期"))
    item = models.CharField(_("事项"), max_length=120)
    payee = models.CharField(_("收款单位"), max_length=100, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=RecordState, default=RecordState.CURRENT)
    upload = models.ForeignKey("sheets.Upload", models.PROTECT, null=True, editable=False, related_name="+")

    objects = FundQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["spent_on", "id"], name="spendings_by_day")]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="a_spending_costs_money")]

    def __str__(self):
        return f"{self.unit.name} {self.item}"
