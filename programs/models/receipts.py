from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.kit.models import Stamped, StampedQuerySet
from programs.enums.notices import ReceiptState
from programs.models.notices import Notice


class NoticeReceiptQuerySet(StampedQuerySet):
    """Receipts by how far they are and by who may see them."""

    def waiting(self):
        return self.filter(state=ReceiptState.ASKED)

    def visible_to(self, user):
        """Those of one's own units and of those under one's offices; thus the issuer sees all of its notice."""
        return self.filter(user.reach("unit") | Q(unit__in=user.units_of("institution")))


class NoticeReceipt(Stamped):
    """回执: a unit to which a notice is addressed says that it has got it; who and when."""

    State = ReceiptState

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="receipts", verbose_name=_("通知"))
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("单位"))
    state = models.CharField(_("状态"), max_length=10, choices=ReceiptState, default=ReceiptState.ASKED)
    confirmed_at = models.DateTimeField(_("签收时间"), null=True)
    confirmed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("签收人"))
    reminded_at = models.DateTimeField(_("上次提醒"), null=True)

    objects = NoticeReceiptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "unit"], name="one_receipt_per_notice_and_unit"),
            models.CheckConstraint(
                condition=~Q(state=ReceiptState.CONFIRMED) | Q(confirmed_at__isnull=False), name="a_confirmed_receipt_says_when"
            ),
        ]

    def __str__(self):
        return f"{self.notice} {self.unit}"
