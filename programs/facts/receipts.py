"""How far the receipts of a notice have come."""

from django.db.models import Count, Q

from portal.kit.clock import local
from programs.enums.notices import ReceiptState
from programs.models import Notice, NoticeReceipt
from programs.policies.filings import FILERS


def counted(notice: Notice, user) -> dict[str, int]:
    """How many units under one's offices were asked, have confirmed, and have not; one query."""
    rows = NoticeReceipt.objects.visible_to(user).filter(notice=notice)
    found = rows.aggregate(asked=Count("pk"), confirmed=Count("pk", filter=Q(state=ReceiptState.CONFIRMED)))
    return found | {"waiting": found["asked"] - found["confirmed"]}


def own_receipts(user):
    """Receipts that somebody of the user's own units is to give or gave."""
    return NoticeReceipt.objects.filter(unit__in=user.units_of(*FILERS)).select_related("notice__issuer", "unit", "confirmed_by")


def moment(value) -> str:
    return local(value).strftime("%Y-%m-%d %H:%M") if value else ""
