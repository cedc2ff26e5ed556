from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.models.cycles import AwardCycle, CyclePhase
from portal.kit.clock import database_now
from portal.kit.models import Stamped, StampedQuerySet


class LatePermitQuerySet(StampedQuerySet):
    """Permissions by time and by who may see them."""

    def visible_to(self, user):
        """Those of the units under one's offices, and of one's own institution."""
        return self.filter(user.reach("unit") | models.Q(unit__in=user.units_of("institution")))

    def of_office(self):
        """Those the office of the cycle gave: they cover every step."""
        return self.filter(city=None)

    def standing(self, cycle, units, step: str = CyclePhase.Key.RECOMMEND):
        """Those of any of ``units`` that lift the end of ``step`` and whose time has not passed by the database's clock.

        What a city gave lifts the end of the step to it, for a form that goes through it: it is among ``units`` then.
        """
        mine = self.filter(cycle=cycle, unit__in=units, until__gte=database_now())
        given = models.Q(city=None)
        if step == CyclePhase.Key.NOMINATE:
            given |= models.Q(city__in=units)
        return mine.filter(given)


class LatePermit(Stamped):
    """逾期申报: one unit may come until ``until`` although the calendar has passed; what comes is marked late.

    The office of the cycle lets a unit nominate and recommend, and a city's covers what goes through it. A ``city`` lets a
    unit below come late to itself, which moves nothing of the city's own date at the office.
    """

    cycle = models.ForeignKey(AwardCycle, models.PROTECT, related_name="late_permits", verbose_name=_("评选活动"))
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("单位"))
    city = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+", verbose_name=_("准许的设区市"))
    until = models.DateTimeField(_("办理到"))
    reason = models.CharField(_("理由"), max_length=200)
    given_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("准许人"))

    objects = LatePermitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "unit"], condition=models.Q(city=None), name="one_late_permit_of_the_office_per_cycle_and_unit"
            ),
            models.UniqueConstraint(
                fields=["cycle", "unit", "city"],
                condition=models.Q(city__isnull=False),
                name="one_late_permit_of_a_city_per_cycle_and_unit",
            ),
        ]

    def __str__(self):
        return f"{self.unit} {self.cycle}"
