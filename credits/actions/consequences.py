"""What follows from a check for single results: credits suspended, given back, or taken for good, certificates with them."""

from django.db import transaction
from django.utils.translation import gettext as _

from credits.actions import certifying
from credits.actions.accepting import REASON_LIMIT
from credits.actions.crediting import credit_for, revoke_credit
from credits.enums.acceptance import LineState
from credits.enums.declarations import DeclarationState
from credits.enums.ledger import RecordState
from credits.models import Certificate, CreditEntry, ResultLine
from credits.policies import checks as policies
from portal.accounts.messages import notify
from portal.audit.recording import record
from portal.kit.errors import WrongState
from portal.kit.reasons import reason_of


@transaction.atomic
def suspend(*, line: ResultLine, reason: str, by) -> None:
    """暂停认定: the credits of a result count no more until it is given back or rejected."""
    reason = _move(line, LineState.SUSPENDED, reason, by)
    if line.declaration:
        line.declaration.move_to(DeclarationState.SUSPENDED)
        revoke_credit(declaration=line.declaration, reason=reason, by=by)
    else:
        _turn(line.entry, RecordState.VOID, reason, by)
    _certificates(line, certifying.suspend, Certificate.State.VALID, reason, by)
    _tell(line, "suspended", reason, by)


@transaction.atomic
def give_back(*, line: ResultLine, reason: str, by) -> None:
    """恢复认定: a suspended result is recognised after all, and its credits count again."""
    reason = _move(line, LineState.RECOGNISED, reason, by)
    if line.declaration:
        line.declaration.move_to(DeclarationState.RECOGNISED)
        credit_for(declaration=line.declaration, by=by)
    else:
        _turn(line.entry, RecordState.CURRENT, reason, by)
    _certificates(line, certifying.restore, Certificate.State.SUSPENDED, reason, by)
    _tell(line, "given_back", reason, by)


@transaction.atomic
def reject(*, line: ResultLine, reason: str, by) -> None:
    """不予认定: a suspended result is lost; the point may be declared anew."""
    reason = _move(line, LineState.REJECTED, reason, by)
    if line.declaration:
        line.declaration.move_to(DeclarationState.FAILED)
    _certificates(line, certifying.revoke, Certificate.State.SUSPENDED, reason, by)
    _tell(line, "rejected", reason, by)


def _move(line: ResultLine, state: LineState, reason: str, by) -> str:
    policies.check_decide(by, line.batch)
    reason = reason_of(reason, limit=REASON_LIMIT)
    if not ResultLine.objects.filter(pk=line.pk).move(state):
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
    """The certificate of the point goes the way of its result."""
    about = {"teacher": line.teacher_id, "ability": line.ability_id, "state": state}
    for certificate in Certificate.objects.filter(**about).select_related("unit", "teacher__user"):
        act(certificate=certificate, reason=reason, by=by)


def _tell(line: ResultLine, act: str, reason: str, by) -> None:
    record(by, f"result.{act}", line, note=reason)
    if line.teacher.user:
        words = {"line": line, "state": line.get_state_display(), "reason": reason}
        notify(line.teacher.user, _("%(line)s：%(state)s。%(reason)s") % words)
