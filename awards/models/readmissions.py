from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.models.nominations import Nomination
from portal.kit.models import Stamped, StampedQuerySet


class ReadmissionQuerySet(StampedQuerySet):
    def of(self, nomination):
        """Those given to this form or an earlier one of its unit in the category; of a manager, only the same person's."""
        same = {"nomination__category": nomination.category_id, "nomination__unit": nomination.unit_id}
        return self.filter(nomination__manager_name=nomination.manager_name, **same)


class Readmission(Stamped):
    """准许再推荐: the office of the cycle lets a form be put forward although an objection to it was upheld, and says why.

    Only added to: an objection upheld later bars the form anew.
    """

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="readmissions", verbose_name=_("推荐"))
    reason = models.TextField(_("理由"))
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("准许人"))

    objects = ReadmissionQuerySet.as_manager()

    def __str__(self):
        return f"{self.nomination} {self._meta.verbose_name}"

    class Meta:
        verbose_name = verbose_name_plural = _("准许再推荐")
