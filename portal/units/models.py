from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.kit.fields import PathField
from portal.kit.models import Stamped, StampedQuerySet
from portal.kit.trees import within
from portal.units import enums


class UnitQuerySet(StampedQuerySet):
    """Units by place in the tree."""

    def active(self):
        return self.filter(state=enums.UnitState.ACTIVE)

    def within(self, unit):
        """Units at or below ``unit``."""
        return self.filter(within(unit.path))

    def above(self, unit):
        """``unit`` and everything over it, province first."""
        return self.filter(path__in=unit.paths_upward()).order_by("path")

    def at(self, level):
        return self.filter(level=level)

    def visible_to(self, user):
        """What the user's offices reach, the units he holds any post at, and the line of units above those."""
        posts = user.current_posts()
        named = {path for post in posts for path in post.unit.paths_upward()}
        return self.filter(Q(path__in=named) | user.reach(""))


class Unit(Stamped):
    """A node of the tree of units, addressed by its path (``/330000/330300/330382/``)."""

    Level, Kind, State = enums.Level, enums.Kind, enums.UnitState

    code = models.CharField(_("代码"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=100, db_index=True)
    level = models.CharField(_("层级"), max_length=20, choices=enums.Level)
    kind = models.CharField(_("类别"), max_length=20, choices=enums.Kind, default=enums.Kind.ORDINARY)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级"))
    path = PathField(_("路径"), max_length=200, unique=True)
    position = models.PositiveIntegerField(_("排序"), default=0)
    counts_for_quota = models.BooleanField(_("计入名额"), default=True)
    local = models.BooleanField(_("自编代码"), default=False)
    bureau_name = models.CharField(_("教育行政部门"), max_length=100, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=enums.UnitState, default=enums.UnitState.ACTIVE)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        indexes = [models.Index(fields=["level", "path"], name="units_of_a_level")]
        constraints = [
            models.CheckConstraint(
                name="only_a_province_stands_alone",
                condition=Q(parent__isnull=False) | Q(level=enums.Level.PROVINCE),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("units:unit", args=[self.code])

    def paths_upward(self) -> list[str]:
        """This unit's path and those of all units over it."""
        codes = self.path.strip("/").split("/")
        return [f"/{'/'.join(codes[: depth + 1])}/" for depth in range(len(codes))]

    def bureau(self) -> str:
        """The name of its education office; 教育局 unless the unit's own name for it is known."""
        return self.bureau_name or (f"{self.name}教育局" if self.level in (enums.Level.CITY, enums.Level.COUNTY) else self.name)

    def is_within(self, other) -> bool:
        """Whether it is ``other`` or lies below it."""
        return self.path.startswith(other.path)

    def ancestor(self, level):
        """The unit of that level over this one (or itself); None when there is none."""
        return Unit.objects.filter(path__in=self.paths_upward(), level=level).first()
