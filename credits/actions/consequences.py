"""What follows from a check for single results: credits suspended, given back, or taken for good, certificates with them."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from credits import policies_checks as policies
from credits.actions.accepting import said
from credits.actions.crediting import credit_for, revoke_credit
from credits.enums import RecordState
from credits.enums_acceptance import LineState
from credits.enums_declarations import DeclarationState
from credits.models import CreditEntry, ResultLine
from portal.accounts.messages import notify
from portal.audit.recording import record
from portal.kit.errors import WrongState

Follow = Callable[..., None]
_follows: dict[str, list[Follow]] = {state: [] for state in (LineState.SUSPENDED, LineState.RECOGNISED, LineState.REJECTED)}


def follows(state: LineState) -> Callable[[Follow], Follow]:
    """Let ``act(line=, reason=, by=)`` follow, in the same transaction, when a result is suspended, given back or rejected."""

    def add(act: Follow) -> Follow:
        _follows[state].append(act)
        return act

    return add


@transaction.atomic
def suspend(*, line: ResultLine, reason: str, by) -> None:
    """暂停认定: the credits of a result count no more until it is given back or rejected."""
    reason = _move(line, LineState.SUSPENDED, reason, by)
    if line.declaration:
        line.declaration.move_to(DeclarationState.SUSPENDED)
        revoke_credit(declaration=line.declaration, reason=reason, by=by)
    else:
        _turn(line.entry, RecordState.VOID, reason, by)
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
    _tell(line, "given_back", reason, by)


@transaction.atomic
def reject(*, line: ResultLine, reason: str, by) -> None:
    """不予认定: a suspended result is lost; the point may be declared anew."""
    reason = _move(line, LineState.REJECTED, reason, by)
    if line.declaration:
        line.declaration.move_to(DeclarationState.FAILED)
    _tell(line, "rejected", reason, by)


def _move(line: ResultLine, state: LineState, reason: str, by) -> str:
    policies.check_decide(by, line.batch)
    reason = said(reason)
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


def _tell(line: ResultLine, act: str, reason: str, by) -> None:
    record(by, f"result.{act}", line, note=reason)
    for follow in _follows[line.state]:
        follow(line=line, reason=reason, by=by)
    if line.teacher.user:
        words = {"line": line, "state": line.get_state_display(), "reason": reason}
        notify(line.teacher.user, _("%(line)s：%(state)s。%(reason)s") % words)
