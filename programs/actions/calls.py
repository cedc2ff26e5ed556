"""公开征集培训机构: called with conditions and a deadline, answered with plans, compared, decided with reasons."""

from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from portal.accounts.messages import notify, staff_of
from portal.accounts.models import User
from portal.audit.recording import record
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from portal.kit.text import clean_text
from portal.units.enums import Level
from portal.units.models import Unit
from programs.actions import institutions
from programs.attaching import PAPERS, accepted
from programs.enums.calls import BidState, CallState
from programs.models import InstitutionBid, InstitutionCall, Program, RecommendedInstitution
from programs.policies import calls as policies

REASON_LIMIT = 300
SUMMARY_LIMIT = 5000


@transaction.atomic
def call(*, unit: Unit, program: Program, title: str, conditions: str, closes_at: datetime, by) -> InstitutionCall:
    """Make a call known to all institutions."""
    policies.check_call(by, unit)
    if unit.level in (Level.SCHOOL, Level.INSTITUTION):
        raise Refused(_("由主管部门为下级学校征集培训机构。"), fields={"unit": _("请选主管部门。")})
    if closes_at <= database_now():
        raise Refused(_("截止时间应晚于现在。"), fields={"closes_at": _("应晚于现在。")})
    texts = {"title": clean_text(title), "conditions": clean_text(conditions)}
    if lacking := [name for name, text in texts.items() if not text]:
        raise Refused(_("请填写标题和应征条件。"), fields=dict.fromkeys(lacking, _("必填")))
    row = InstitutionCall.objects.create(unit=unit, program=program, closes_at=closes_at, called_by=by, **texts)
    record(by, "call.made", row, unit=unit)
    return row


@transaction.atomic
def bid(*, call: InstitutionCall, institution: Unit, summary: str, by, fee: int | None = None, evidence=None) -> InstitutionBid:
    """An institution answers before the deadline.

    A later answer takes the place of its earlier one, whose plan stays where none comes with it.
    """
    policies.check_bid(by, institution)
    _check_taking(call)
    summary = reason_of(summary, limit=SUMMARY_LIMIT, field="summary", asked=_("请写明方案要点"))
    before = InstitutionBid.objects.select_for_update().filter(call=call, institution=institution).first()
    kept = accepted(evidence, PAPERS, field="evidence")
    if not kept and not (before and before.evidence):
        raise Refused(_("请附上整校推进方案。"), fields={"evidence": _("请选择文件。")})
    row = before or InstitutionBid(call=call, institution=institution)
    for name, value in {"summary": summary, "fee": fee, "state": BidState.HANDED_IN, "handed_in_by": by, **kept}.items():
        setattr(row, name, value)
    row.save()
    record(by, "call.answered", row, unit=institution, data={"call": call.pk, "plan": row.evidence_sha256})
    return row


@transaction.atomic
def take_back(*, bid: InstitutionBid, by) -> None:
    """The institution withdraws before the deadline."""
    policies.check_bid(by, bid.institution)
    _check_taking(bid.call)
    if not InstitutionBid.objects.filter(pk=bid.pk, state=BidState.HANDED_IN).stamp(state=BidState.WITHDRAWN):
        raise WrongState(_("%s没有应征。") % bid.institution.name)
    bid.refresh_from_db()
    record(by, "call.bid_withdrawn", bid, unit=bid.institution)


@transaction.atomic
def decide(*, call: InstitutionCall, chosen: dict[int, str], result: str, by, others: str = "") -> None:
    """Choose among the bids once the call has closed: key of a bid → reason; ``others`` is the reason of all the rest.

    Everybody who bid is told, and the chosen come on the unit's list, from which its schools choose.
    """
    policies.check_call(by, call.unit)
    _check_open(call)
    if not call.is_over:
        closes = local(call.closes_at).strftime("%Y-%m-%d %H:%M")
        raise WrongState(_("征集到 %s 截止，截止后才能比选。") % closes)
    bids = list(InstitutionBid.objects.select_for_update(of=("self",)).filter(call=call).standing().select_related("institution"))
    if strangers := set(chosen) - {row.pk for row in bids}:
        raise Refused(_("有 %d 个所选机构没有应征。") % len(strangers), fields={"chosen": _("请重新选择。")})
    said = reason_of(result, field="result", asked=_("请写明比选结果"))
    moved = InstitutionCall.objects.filter(pk=call.pk, state=CallState.OPEN)
    if not moved.stamp(state=CallState.DECIDED, decided_at=Now(), decided_by=by, result=said):
        raise WrongState(_("“%s”刚被他人办理，请刷新后再试。") % call)
    for row in bids:
        _settle(row, chosen.get(row.pk), others, by)
    call.refresh_from_db()
    record(by, "call.decided", call, unit=call.unit, note=said, data={"chosen": len(chosen), "bids": len(bids)})


def _settle(row: InstitutionBid, why: str | None, others: str, by) -> None:
    """What becomes of one bid: chosen for its own reason, or passed over for that of all the others."""
    state = BidState.PASSED_OVER if why is None else BidState.CHOSEN
    asked = _("请写明%s的理由") % (row.institution.name if why is not None else _("未入选"))
    reason = reason_of(others if why is None else why, limit=REASON_LIMIT, field="others" if why is None else "chosen", asked=asked)
    InstitutionBid.objects.filter(pk=row.pk).stamp(state=state, reason=reason)
    about = {"institution": row.institution, "unit": row.call.unit}
    if state == BidState.CHOSEN and not RecommendedInstitution.objects.current().filter(**about).exists():
        institutions.recommend(**about, note=_("公开征集入选：%s") % row.call.title, by=by)
    text = _("“%(call)s”结果：%(state)s。%(reason)s") % {"call": row.call, "state": state.label, "reason": reason}
    notify(staff_of(row.institution, ["institution"]), text, row.call.get_absolute_url())


@transaction.atomic
def void(*, call: InstitutionCall, reason: str, by) -> None:
    """Take a call back; who answered is told."""
    policies.check_call(by, call.unit)
    _check_open(call)
    text = reason_of(reason)
    if not InstitutionCall.objects.filter(pk=call.pk, state=CallState.OPEN).stamp(state=CallState.VOID, result=text):
        raise WrongState(_("“%s”刚被他人办理，请刷新后再试。") % call)
    call.refresh_from_db()
    record(by, "call.voided", call, unit=call.unit, note=text)
    told = _("“%(call)s”已作废：%(reason)s") % {"call": call, "reason": text}
    bidders = InstitutionBid.objects.filter(call=call).standing().values("handed_in_by")
    notify(User.objects.filter(pk__in=bidders), told, call.get_absolute_url())


def _check_open(call: InstitutionCall) -> None:
    if call.state != CallState.OPEN:
        raise WrongState(_("“%(call)s”%(now)s，不能再改。") % {"call": call, "now": call.get_state_display()})


def _check_taking(call: InstitutionCall) -> None:
    """The call still takes answers, by the database's clock."""
    _check_open(call)
    if call.is_over:
        raise WrongState(_("征集已于 %s 截止。") % local(call.closes_at).strftime("%Y-%m-%d %H:%M"), code="deadline_passed")
