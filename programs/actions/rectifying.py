"""即知即改: what a visit found, what was done about it, and the word of those who found it."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from portal.kit.text import clean_text
from portal.units.models import Unit
from programs.actions.activities import check_within
from programs.enums.activities import MOVES, ActivityKind, FindingState
from programs.models import Activity, VisitFinding
from programs.policies import activities as policies

S = FindingState


@transaction.atomic
def find(*, activity: Activity, unit: Unit, text: str, due_on: date, by) -> VisitFinding:
    """Something a visit found at a unit, to be mended by a day."""
    policies.check_keep_activity(by, activity.unit)
    if activity.kind != ActivityKind.VISIT:
        raise Refused(_("只有调研督查活动登记问题。"))
    check_within(unit, activity)
    if due_on < activity.starts_on:
        raise Refused(_("整改期限早于检查日期 %s。") % activity.starts_on.isoformat(), fields={"due_on": _("请核对。")})
    row = VisitFinding.objects.create(activity=activity, unit=unit, text=_said(text, "text"), due_on=due_on)
    record(by, "finding.found", row, unit=unit)
    return row


@transaction.atomic
def mend(*, finding: VisitFinding, done: str, by) -> None:
    """The unit says what it did about it."""
    policies.check_mend(by, finding.unit)
    done = _said(done, "done")
    _move(finding, S.DONE, done=done, done_on=_today(), done_by=by)
    record(by, "finding.mended", finding, unit=finding.unit, note=done)


@transaction.atomic
def close(*, finding: VisitFinding, by, remark: str = "") -> None:
    """Those who found it have seen that it was mended."""
    policies.check_keep_activity(by, finding.activity.unit)
    if finding.state != S.DONE:
        raise WrongState(_("填写整改情况之后才能销号。"))
    _move(finding, S.CLOSED, closed_on=_today(), closed_by=by, remark=clean_text(remark))
    record(by, "finding.closed", finding, unit=finding.unit, note=clean_text(remark))


@transaction.atomic
def reopen(*, finding: VisitFinding, remark: str, by) -> None:
    """It is not mended yet: back to the unit, with what is missing."""
    policies.check_keep_activity(by, finding.activity.unit)
    remark = _said(remark, "remark", 300)
    if finding.state != S.DONE:
        raise WrongState(_("“%s”的问题不能退回。") % finding.get_state_display())
    _move(finding, S.OPEN, remark=remark)
    record(by, "finding.reopened", finding, unit=finding.unit, note=remark)


def _move(finding, state, **stamps) -> None:
    if state not in MOVES[S(finding.state)]:
        raise WrongState(_("“%(now)s”的问题不能改为“%(then)s”。") % {"now": finding.get_state_display(), "then": state.label})
    if not VisitFinding.objects.filter(pk=finding.pk, state=finding.state).stamp(state=state, **stamps):
        raise WrongState(_("这个问题刚被他人处理，请刷新后再试。"))
    finding.refresh_from_db()


def _said(text: str, field: str, limit: int = 500) -> str:
    return reason_of(text, limit=limit, field=field, asked=_("请填写内容"))


def _today() -> date:
    return local(database_now()).date()
