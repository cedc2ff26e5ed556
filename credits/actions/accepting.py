"""逐人验收: the school takes each result of its people, or does not, with the reason (泗教师字〔2022〕1号 附件3 10月)."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from credits.actions.crediting import counts_now, revoke_credit, write_credit
from credits.actions.crediting_many import credit_beside
from credits.actions.following import follow
from credits.enums.acceptance import AcceptanceOutcome, AcceptanceState, LineState
from credits.enums.declarations import DeclarationState
from credits.enums.ledger import PASSING, RecordState
from credits.models import Acceptance, CreditEntry, Declaration, ResultLine
from credits.policies import checks as policies
from credits.rules.grading import may_resubmit
from portal.accounts.messages import notify
from portal.audit.recording import record
from portal.kit.clock import database_now
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from programs.policy import resolve

REASON_LIMIT = 300
S = DeclarationState
Result = Declaration | CreditEntry


@transaction.atomic
def accept(*, result: Result, by) -> Acceptance:
    """The school takes a passed result; a declaration's credits are written where the policy lets them count now."""
    policies.check_accept(by, school_of(result))
    if result.grade not in PASSING:
        raise Refused(_("“%s”没有通过评审，不能验收通过。") % result)
    if isinstance(result, Declaration):
        result.move_to(S.ACCEPTED)
        if counts_now(result):
            write_credit(result, by)
    else:
        _check_counts(result)
    return _decide(result, AcceptanceOutcome.ACCEPTED, "", by)


@transaction.atomic
def refuse(*, result: Result, reason: str, by) -> Acceptance:
    """The school does not take a result: a declaration goes back or, after its last attempt, fails; an entry is void.

    A certificate that rests on it is revoked. ``Refused`` for a sheet's result that was not passed, which holds nothing to take.
    """
    policies.check_accept(by, school_of(result))
    if isinstance(result, CreditEntry) and result.grade not in PASSING:
        raise Refused(_("“%s”是不合格结果，不计学分，无需验收；登记有误的请作废这条登记。") % result)
    reason = reason_of(reason, limit=REASON_LIMIT)
    if _sent_up(result):
        raise WrongState(_("“%s”已经上报，请先由上级退回。") % result)
    if isinstance(result, Declaration):
        _give_back(result, reason, by)
    else:
        _check_counts(result)
        CreditEntry.objects.filter(pk=result.pk).stamp(state=RecordState.VOID)
        changes = {"state": (RecordState.CURRENT, RecordState.VOID)}
        record(by, "ledger.voided", result, unit=school_of(result), changes=changes, note=reason)
        credit_beside(entries=CreditEntry.objects.filter(pk=result.pk), by=by)
        follow(entries=[result.pk], reason=reason, by=by)
    return _decide(result, AcceptanceOutcome.REFUSED, reason, by)


@transaction.atomic
def wait_anew(*, entries) -> int:
    """A sheet's result whose grade changed since the school took it waits for the school again; how many."""
    rows = Acceptance.objects.current().filter(entry__in=entries).exclude(grade=F("entry__grade"))
    return Acceptance.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).stamp(state=AcceptanceState.OVERTAKEN)


def school_of(result: Result):
    """Whose a result is: the school where it was declared, or where the person of an entry works now."""
    return result.unit if isinstance(result, Declaration) else result.teacher.unit


def _give_back(declaration: Declaration, reason: str, by) -> None:
    resubmissions = resolve(declaration.unit, declaration.program)["resubmissions"]
    again = may_resubmit(declaration.attempt, None if resubmissions is None else resubmissions.value)
    if declaration.state == S.GRADED and not again:
        declaration.move_to(S.FAILED)
    else:
        declaration.move_to(S.RETURNED, returned_at=database_now(), returned_by=by, return_reason=reason)
    entry = revoke_credit(declaration=declaration, reason=reason, by=by)
    if entry is not None:
        follow(entries=[entry.pk], reason=reason, by=by)
    if declaration.teacher.user:
        text = _("“%(point)s”验收不通过：%(reason)s") % {"point": declaration.ability, "reason": reason}
        notify([declaration.teacher.user], text, declaration.get_absolute_url())


def _check_counts(entry: CreditEntry) -> None:
    if not CreditEntry.objects.select_for_update().filter(pk=entry.pk, state=RecordState.CURRENT).exists():
        raise WrongState(_("“%s”已作废，不能验收。") % entry)


def _sent_up(result: Result) -> bool:
    field = "declaration" if isinstance(result, Declaration) else "entry"
    gone = (LineState.RETURNED, LineState.REJECTED)
    return ResultLine.objects.filter(**{field: result}).exclude(state__in=gone).exists()


def _decide(result: Result, outcome: str, reason: str, by) -> Acceptance:
    """Write the acceptance; an earlier one of the same result is overtaken, the same one again is refused."""
    of = {"declaration": result} if isinstance(result, Declaration) else {"entry": result}
    earlier = Acceptance.objects.current().filter(**of)
    if isinstance(result, CreditEntry) and earlier.filter(outcome=outcome).exists():
        raise WrongState(_("“%s”已经验收。") % result)
    earlier.stamp(state=AcceptanceState.OVERTAKEN)
    about = {"teacher": result.teacher, "unit": school_of(result), "program": result.program, "ability": result.ability}
    row = Acceptance.objects.create(**of, **about, grade=result.grade, outcome=outcome, reason=reason, decided_by=by)
    record(by, f"acceptance.{outcome}", row, note=reason)
    return row
