"""Rosters reported upward for a 统计时点, looked at, locked, and unlocked from above."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.accounts.messages import notify, staff_of
from portal.audit.recording import record
from portal.kit.clock import database_now
from portal.kit.errors import Refused, WrongState
from portal.units.enums import Level
from schools import facts, policies
from schools.actions.moving import move
from schools.enums import ROSTER_MOVES, RosterState
from schools.models import Census, RosterReport


@transaction.atomic
def call(*, unit, title: str, counted_on: date, due_on: date, by) -> Census:
    """Set a day as of which all schools under ``unit`` report their rosters."""
    policies.check_call_census(by, unit)
    if due_on < counted_on:
        raise Refused(_("上报截止日期不能早于统计时点。"), fields={"due_on": _("早于统计时点")})
    try:
        with transaction.atomic():
            census = Census.objects.create(unit=unit, title=title, counted_on=counted_on, due_on=due_on)
    except IntegrityError:
        raise WrongState(_("%(unit)s已有 %(day)s 的统计时点。") % {"unit": unit.name, "day": counted_on.isoformat()}) from None
    record(by, "census.called", census, unit=unit)
    return census


@transaction.atomic
def report(*, census: Census, unit, by) -> RosterReport:
    """Report the school's roster as it stands; nobody changes it until it is returned or unlocked."""
    policies.check_keep(by, unit)
    if unit.level != Level.SCHOOL or not unit.is_within(census.unit):
        raise Refused(_("%(unit)s不在“%(census)s”的范围内。") % {"unit": unit.name, "census": census})
    figures = facts.roster_figures(unit)
    if not figures["total"]:
        raise Refused(_("%s的名册还没有人，请先导入。") % unit.name)
    now = database_now()
    stamps = {"figures": figures, "digest": facts.roster_digest(unit), "submitted_by": by, "submitted_at": now, "reason": ""}
    found = RosterReport.objects.filter(census=census, unit=unit).first()
    if found is None:
        found = RosterReport.objects.create(census=census, unit=unit, **stamps)
    else:
        move(found, ROSTER_MOVES, RosterState.SUBMITTED, **stamps)
    record(by, "roster.reported", found, unit=unit, data=figures)
    return found


@transaction.atomic
def lock(*, report: RosterReport, by) -> RosterReport:
    """Take the roster as reported; it is locked for this census."""
    policies.check_review_roster(by, report.unit)
    move(report, ROSTER_MOVES, RosterState.LOCKED, reviewed_by=by, reviewed_at=database_now(), reason="")
    record(by, "roster.locked", report, unit=report.unit)
    return report


@transaction.atomic
def send_back(*, report: RosterReport, reason: str, by) -> RosterReport:
    """Return a reported roster with the reason."""
    return _open_again(report, RosterState.RETURNED, "roster.sent_back", reason, by, _("名册被退回：%s"))


@transaction.atomic
def unlock(*, report: RosterReport, reason: str, by) -> RosterReport:
    """Open a locked roster again, with the reason."""
    return _open_again(report, RosterState.UNLOCKED, "roster.unlocked", reason, by, _("名册已解锁：%s"))


def _open_again(report, state, verb, reason, by, text) -> RosterReport:
    policies.check_review_roster(by, report.unit)
    if not reason.strip():
        raise Refused(_("请写明理由。"), fields={"reason": _("必填")})
    move(report, ROSTER_MOVES, state, reviewed_by=by, reviewed_at=database_now(), reason=reason.strip())
    record(by, verb, report, unit=report.unit, note=reason.strip())
    notify(staff_of(report.unit), text % reason.strip(), report.get_absolute_url())
    return report
