"""What follows from a check for single results: credits suspended, given back, or taken for good, certificates with them."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from credits.actions import certifying
from credits.actions.accepting import REASON_LIMIT
from credits.actions.crediting import credit_for, revoke_credit
from credits.actions.following import rest_again
from credits.enums.acceptance import GIVEN_BACK, STANDING, BatchState, LineState
from credits.enums.declarations import DeclarationState
from credits.enums.ledger import RecordState
from credits.models import Certificate, CreditEntry, ResultBatch, ResultLine
from credits.policies import checks as policies
from portal.accounts.messages import notify
from portal.audit.recording import record
from portal.kit.errors import WrongState
from portal.kit.reasons import reason_of

SUSPENDED = (LineState.SUSPENDED,)
BACK_TO = {
    LineState.SUBMITTED: DeclarationState.BATCHED,
    LineState.RECOGNISED: DeclarationState.RECOGNISED,
    LineState.RETURNED: DeclarationState.ACCEPTED,
}


@transaction.atomic
def suspend(*, line: ResultLine, reason: str, by) -> None:
    """暂停认定: the credits of a result count no more until it is given back or rejected."""
    reason = _move(line, STANDING, LineState.SUSPENDED, reason, by)
    if line.declaration:
        line.declaration.move_to(DeclarationState.SUSPENDED)
        revoke_credit(declaration=line.declaration, reason=reason, by=by)
    else:
        _turn(line.entry, RecordState.VOID, reason, by)
    _certificates(line, certifying.suspend, Certificate.State.VALID, reason, by)
    _tell(line, "suspended", reason, by)


@transaction.atomic
def give_back(*, line: ResultLine, reason: str, by) -> None:
    """恢复: a suspended result stands again as its batch does, and its credits count by policy again.

    In a batch not recognised yet it waits for 认定 with the others, in one sent back it is the school's again; in a recognised
    one it is recognised, for nothing else would do that any more.
    """
    held = ResultBatch.objects.select_for_update().get(pk=line.batch_id)  # so that nobody recognises or returns it meanwhile
    state = GIVEN_BACK[BatchState(held.state)]
    reason = _move(line, SUSPENDED, state, reason, by)
    if line.declaration:
        line.declaration.move_to(BACK_TO[state])
        credit_for(declaration=line.declaration, by=by)
    else:
        _turn(line.entry, RecordState.CURRENT, reason, by)
    _certificates(line, _restored, Certificate.State.SUSPENDED, reason, by)
    _tell(line, "given_back", reason, by)


@transaction.atomic
def reject(*, line: ResultLine, reason: str, by) -> None:
    """不予认定: a suspended result is lost; the point may be declared anew."""
    reason = _move(line, SUSPENDED, LineState.REJECTED, reason, by)
    if line.declaration:
        line.declaration.move_to(DeclarationState.FAILED)
    _certificates(line, certifying.revoke, Certificate.State.SUSPENDED, reason, by)
    _tell(line, "rejected", reason, by)


def _move(line: ResultLine, sources, state: LineState, reason: str, by) -> str:
    policies.check_decide(by, line.batch)
    reason = reason_of(reason, limit=REASON_LIMIT)
    if not ResultLine.objects.filter(pk=line.pk, state__in=sources).move(state):
        line.refresh_from_db(fields=["state"])
        words = {"thing": line, "now": line.get_state_display(), "then": state.label}
        raise WrongState(_("“%(thing)s”%(now)s，不能改为%(then)s。") % words)
    ResultLine.objects.filter(pk=line.pk).update(state_reason=reason)
    line.refresh_from_db(fields=["state", "state_reason", "updated_at"])
    return reason


def _turn(entry: CreditEntry, state: str, reason: str, by) -> None:
    """Void a row of the ledger that came by sheet, or let it count again; a point counts once, so not beside another."""
    other = CreditEntry.objects.current().filter(teacher=entry.teacher_id, ability=entry.ability_id).exclude(pk=entry.pk)
    if state == RecordState.CURRENT and other.exists():
        raise WrongState(_("“%s”已有另一条有效结果，不能恢复。") % entry)
    before = RecordState.VOID if state == RecordState.CURRENT else RecordState.CURRENT
    if CreditEntry.objects.filter(pk=entry.pk, state=before).stamp(state=state):
        verb = "ledger.restored" if state == RecordState.CURRENT else "ledger.voided"
        record(by, verb, entry, unit=entry.teacher.unit, changes={"state": (before, state)}, note=reason)


def _certificates(line: ResultLine, act, state, reason: str, by) -> None:
    """The certificate goes the way of the result it rests on; one that rests on another result of the point stays."""
    about = {"entry__declaration": line.declaration_id} if line.declaration_id else {"entry": line.entry_id}
    for certificate in Certificate.objects.filter(**about, state=state).select_related("unit", "teacher__user"):
        act(certificate=certificate, reason=reason, by=by)


def _restored(*, certificate: Certificate, reason: str, by) -> None:
    """One whose result does not count yet stays suspended."""
    if rest_again(certificate=certificate, by=by):
        certifying.restore(certificate=certificate, reason=reason, by=by)


def _tell(line: ResultLine, act: str, reason: str, by) -> None:
    record(by, f"result.{act}", line, note=reason)
    if line.teacher.user:
        words = {"line": line, "state": line.get_state_display(), "reason": reason}
        url = line.declaration.get_absolute_url() if line.declaration else reverse("credits:my")
        notify(line.teacher.user, _("%(line)s：%(state)s。%(reason)s") % words, url)
