from django.db import models
from django.utils.translation import gettext_lazy as _

from credits.enums import ledger as enums
from portal.kit.models import Stamped, StampedQuerySet


class MicroAbilityQuerySet(StampedQuerySet):
    def visible_to(self, user):
        """The catalogue is for everybody who is signed in."""
        return self.all()

    def current(self):
        """The points offered today: those of the newest catalogue, one row for each code."""
        return self.filter(state=enums.AbilityState.CURRENT)


class MicroAbility(Stamped):
    """A point of the catalogue (微能力, A1–C7) and the credits it is worth, in hundredths.

    Credits belong to the catalogue under which a point was passed, so a new catalogue is new rows; loading it retires the older
    ones, which stay for those who chose or passed them (docs/decisions/0028).
    """

    Environment, Dimension, State = enums.Environment, enums.Dimension, enums.AbilityState

    catalogue = models.CharField(_("目录版本"), max_length=10, default=enums.CATALOGUE)
    code = models.CharField(_("编号"), max_length=4)
    name = models.CharField(_("名称"), max_length=60)
    dimension = models.CharField(_("维度"), max_length=24, choices=enums.Dimension)
    environment = models.CharField(_("环境"), max_length=12, choices=enums.Environment)
    credits = models.PositiveIntegerField(_("学分"))
    position = models.PositiveSmallIntegerField(_("排序"))
    state = models.CharField(_("状态"), max_length=10, choices=enums.AbilityState, default=enums.AbilityState.CURRENT)

    objects = MicroAbilityQuerySet.as_manager()

    class Meta:
        ordering = ["catalogue", "position"]
        verbose_name = verbose_name_plural = _("微能力点")
        constraints = [
            models.UniqueConstraint(fields=["catalogue", "code"], name="one_ability_per_catalogue_and_code"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(state=enums.AbilityState.CURRENT), name="one_current_point_per_code"
            ),
            models.CheckConstraint(condition=models.Q(credits__gt=0), name="an_ability_is_worth_something"),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"

    @property
    def versioned(self) -> str:
        """Its name, with its catalogue where that is no longer the one in use."""
        return str(self) if self.state == self.State.CURRENT else f"{self}（{self.catalogue} 版目录）"
