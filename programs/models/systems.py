from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.kit.models import Stamped, StampedQuerySet
from programs.enums import systems as enums
from programs.enums.evidence import RecordState

CURRENT = Q(state=RecordState.CURRENT)


class OutsideSystemQuerySet(StampedQuerySet):
    """Platforms by whether they are listed still and by whom they are for."""

    def current(self):
        return self.filter(CURRENT)

    def visible_to(self, user):
        """Those of the units over one's posts, and those of the units under one's offices."""
        above = {path for post in user.current_posts() for path in post.unit.paths_upward()}
        return self.filter(user.reach("unit") | Q(unit__path__in=above))


class OutsideSystem(Stamped):
    """A platform, a space or a resource outside of the portal that a unit's teachers use: its name, address, what it is for."""

    Kind, Sourcing, State = enums.SystemKind, enums.Sourcing, RecordState

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="outside_systems", verbose_name=_("所属单位"))
    kind = models.CharField(_("类别"), max_length=12, choices=enums.SystemKind, default=enums.SystemKind.PLATFORM)
    sourcing = models.CharField(_("来源"), max_length=12, choices=enums.Sourcing, blank=True)
    name = models.CharField(_("名称"), max_length=100)
    purpose = models.CharField(_("用途"), max_length=300)
    link = models.URLField(_("网址"), max_length=500, blank=True)
    basis = models.CharField(_("依据"), max_length=120, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=RecordState, default=RecordState.CURRENT)

    objects = OutsideSystemQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "name"], condition=CURRENT, name="one_system_per_unit_and_name")]

    def __str__(self):
        return self.name
