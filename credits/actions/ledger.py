"""Taking wrong rows of the ledger back."""

from django.db import transaction
from django.utils.translation import gettext as _

from credits.actions.crediting_many import credit_beside
from credits.actions.following import follow
from credits.actions.years import check_open
from credits.enums.ledger import RecordState
from credits.models import CreditEntry, TrainingHours
from credits.policies import ledger as policies
from portal.audit.recording import record
from portal.kit.errors import WrongState
from portal.kit.reasons import reason_of

REASON_LIMIT = 200


@transaction.atomic
def void(*, row, reason: str, by) -> None:
    """Take a wrong row out of every sum; it stays in sight with the reason in its history.

    The certificate of a voided result is revoked, unless a review of the same point counts instead. ``WrongState`` for a result a
    review led to and for one that was sent up, with the act that takes it back.
    """
    policies.check_void(by, row)
    type(row).objects.select_for_update().only("pk").get(pk=row.pk)  # so that nobody sends it up meanwhile
    policies.check_void_alone(row)
    if isinstance(row, TrainingHours):
        check_open(row)
    reason = reason_of(reason, limit=REASON_LIMIT, asked=_("请写明作废的原因"))
    if not type(row).objects.filter(pk=row.pk, state=RecordState.CURRENT).stamp(state=RecordState.VOID):
        raise WrongState(_("“%s”已经作废。") % row)
    changes = {"state": (RecordState.CURRENT, RecordState.VOID)}
    record(by, "ledger.voided", row, unit=row.teacher.unit, changes=changes, note=reason)
    if isinstance(row, CreditEntry):
        credit_beside(entries=CreditEntry.objects.filter(pk=row.pk), by=by)
        follow(entries=[row.pk], reason=reason, by=by)
