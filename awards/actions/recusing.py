"""回避: declared by a judge or entered by the office, and ended by the office where it was a mistake."""

from django.db import transaction
from django.utils.translation import gettext as _

from awards.actions.seats import check_not_seen, hold
from awards.facts_desk.conflicts import ground_of
from awards.facts_desk.panels import board_of
from awards.models import Judge, JudgingPanel, Nomination, Recusal
from awards.policies import cycles as cycle_policies
from awards.policies import judging as policies
from portal.audit.recording import record
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of

P = JudgingPanel.State


@transaction.atomic
def recuse(*, judge: Judge, nomination: Nomination, reason: str, by) -> Recusal:
    """回避 declared by the judge or entered by the office; not once scores can be seen or were.

    The judge himself may always keep out; the office does not take a nomination from the only judge who scores it.
    """
    hold(judge.panel)
    if by.pk != judge.user_id:
        policies.check_keep(by, judge.panel, P.PREPARING, P.SCORING)
    cycle_policies.check_open(judge.panel.cycle)
    reason = reason_of(reason)
    if nomination.category_id != judge.panel.category_id:
        raise Refused(_("%s不由这个专家组评审。") % nomination.subject)
    board = board_of(judge.panel)
    if nomination.pk in {line.nomination.pk for line in board.out}:
        raise WrongState(_("%s已经退回，不再评分，不用登记回避。") % nomination.subject)
    check_not_seen(board, _("不能再登记回避"))
    if by.pk != judge.user_id and nomination.pk in {line.nomination.pk for line in board.resting_on(judge)}:
        words = {"subject": nomination.subject, "who": judge}
        raise WrongState(_("%(subject)s只有%(who)s一名评委，登记回避后没有评委可评；确需回避的，由评委本人申报。") % words)
    values = {"ground": Recusal.Ground.DECLARED, "reason": reason}
    row, made = Recusal.objects.get_or_create(judge=judge, nomination=nomination, state="standing", defaults=values)
    if made:
        record(by, "judging.recused", row, unit=judge.panel.cycle.unit, note=reason)
    return row


@transaction.atomic
def end_recusal(*, recusal: Recusal, reason: str, by) -> Recusal:
    """Take a declared recusal back that was a mistake: the judge scores the nomination after all; the row stays on record.

    Not what a rule demands, nor once scores can be seen or were shown for another round, since that would choose among results.
    """
    judge, nomination = recusal.judge, recusal.nomination
    hold(judge.panel)
    policies.check_keep(by, judge.panel, P.PREPARING, P.SCORING)
    reason = reason_of(reason)
    ground = recusal.ground if recusal.ground != Recusal.Ground.DECLARED else ground_of(judge, nomination)
    if ground:
        words = {"who": judge, "subject": nomination.subject, "ground": Recusal.Ground(ground).label}
        raise WrongState(_("%(who)s对%(subject)s按规则应当回避（%(ground)s），不能解除。") % words, code="conflict")
    check_not_seen(board_of(judge.panel), _("不能再解除回避"))
    if not Recusal.objects.standing().filter(pk=recusal.pk).stamp(state=Recusal.State.ENDED):
        raise WrongState(_("这项回避已经解除。"))
    recusal.refresh_from_db(fields=["state"])
    record(by, "judging.recusal_ended", recusal, unit=judge.panel.cycle.unit, note=reason)
    return recusal
