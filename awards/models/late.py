from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.models.cycles import AwardCycle
from portal.kit.clock import database_now
from portal.kit.models import Stamped, StampedQuerySet


class LatePermitQuerySet(StampedQuerySet):
    """Permissions by time and by who may see them."""

    def visible_to(self, user):
        """Those of the units under one's offices, and of one's own institution."""
        return self.filter(user.reach("unit") | models.Q(unit__in=user.units_of("institution")))

    def standing(self, cycle, units):
        """Those of any of ``units`` whose time has not passed by the database's clock."""
        return self.filter(cycle=cycle, unit__in=units, until__gte=database_now())


class LatePermit(Stamped):
    """逾期申报: one unit may nominate and recommend until ``until`` although the calendar has passed; what comes is marked late.

    That of a city also covers what goes through it.
    """

    cycle = models.ForeignKey(AwardCycle, models.PROTECT, related_name="late_permits", verbose_name=_("评选活动"))
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("单位"))
    until = models.DateTimeField(_("办理到"))
    reason = models.CharField(_("理由"), max_length=200)
    given_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("准许人"))

    objects = LatePermitQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "unit"], name="one_late_permit_per_cycle_and_unit")]

    def __str__(self):
        return f"{self.unit} {self.cycle}"
