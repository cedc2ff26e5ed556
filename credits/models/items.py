"""What each point asks a teacher to hand in, and what makes it 优秀 or 合格 (泗教师字〔2022〕1号 四(二)4)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from credits.enums.items import ItemKind, ItemState
from credits.models.abilities import MicroAbility
from portal.kit.models import Stamped, StampedQuerySet

IN_USE = Q(state=ItemState.CURRENT)


class EvidenceItemQuerySet(StampedQuerySet):
    def visible_to(self, user):
        """What is asked is for everybody who is signed in, like the catalogue."""
        return self.all()

    def current(self):
        return self.filter(IN_USE)


class EvidenceItem(Stamped):
    """One item of a point, as the shipped defaults have it (no ``unit``) or as an office set it for its subtree.

    ``key`` stays through all versions; an edit replaces the row, so that a declaration goes on to point at the wording under which
    it was handed in. ``kinds`` are values of ``ItemKind``; the limits are megabytes of one file, minutes of a recording, characters
    of a text, None for no limit; ``excellent`` and ``passed`` are indicators, all of which a grade demands. ``default`` marks what
    no office has worded yet: the shipped items, and those an office took over with a set without changing them.
    """

    Kind, State = ItemKind, ItemState

    ability = models.ForeignKey(MicroAbility, models.PROTECT, related_name="items", verbose_name=_("能力点"))
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("制定单位"))
    key = models.CharField(_("编号"), max_length=20)
    position = models.PositiveSmallIntegerField(_("排序"), default=1)
    name = models.CharField(_("名称"), max_length=120)
    kinds = models.JSONField(_("提交形式"), default=list)
    largest = models.PositiveIntegerField(_("单个文件不超过（MB）"), null=True, blank=True)
    minutes = models.PositiveIntegerField(_("时长不超过（分钟）"), null=True, blank=True)
    characters = models.PositiveIntegerField(_("文字不超过（字）"), null=True, blank=True)
    required = models.BooleanField(_("必交"), default=True)
    excellent = models.JSONField(_("优秀指标"), default=list, blank=True)
    passed = models.JSONField(_("合格指标"), default=list, blank=True)
    default = models.BooleanField(_("默认，非官方"), default=False)
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    state = models.CharField(_("状态"), max_length=10, choices=ItemState, default=ItemState.CURRENT)

    objects = EvidenceItemQuerySet.as_manager()

    class Meta:
        ordering = ["ability", "position", "pk"]
        verbose_name = verbose_name_plural = _("提交材料")
        constraints = [
            models.UniqueConstraint(
                fields=["ability", "unit", "key"], condition=IN_USE & Q(unit__isnull=False), name="one_item_in_use_per_unit_and_key"
            ),
            models.UniqueConstraint(
                fields=["ability", "key"], condition=IN_USE & Q(unit=None), name="one_default_item_in_use_per_key"
            ),
        ]

    def __str__(self):
        return f"{self.ability.code} {self.name}"

    def get_absolute_url(self):
        return reverse("credits:ability", args=[self.ability.code])

    @property
    def is_current(self) -> bool:
        return self.state == ItemState.CURRENT

    @property
    def kind_labels(self) -> list[str]:
        """The forms it may be handed in, in words."""
        return [str(ItemKind(kind).label) for kind in self.kinds]

    def takes(self, kind: str) -> bool:
        """Whether it may be handed in as that kind."""
        return kind in self.kinds
