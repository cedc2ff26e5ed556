"""Rosters reported upward for a 统计时点, looked at, locked, and unlocked from above."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.messages import STAFF, notify, staff_of, tell_staff
from portal.accounts.models import Post
from portal.audit.recording import record
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from portal.units.enums import Level
from schools import census_facts as facts
from schools import policies
from schools.actions.moving import move
from schools.enums import ROSTER_MOVES, RecordState, RosterState
from schools.facts import roster_digest, roster_figures
from schools.models import Census, CensusReminder, RosterReport

REASON_LIMIT = 300
NAMED = 3


@dataclass(frozen=True)
class Reminded:
    """The schools a reminder went to, and those of them where nobody has an account to read it."""

    schools: list
    unreached: list


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
def extend(*, census: Census, due_on: date, reason: str, by) -> Census:
    """Let the schools report until a later day; the reason is told them, and who reported late before stays late."""
    policies.check_call_census(by, census.unit)
    census = _held(census)
    reason = reason_of(reason, limit=REASON_LIMIT, asked=_("请写明理由"))
    if due_on <= census.due_on:
        message = _("延长后的截止日期应晚于现在的 %s。") % census.due_on.isoformat()
        raise Refused(message, fields={"due_on": _("不晚于现在的截止日期")})
    before = census.due_on
    Census.objects.filter(pk=census.pk).stamp(due_on=due_on)
    record(by, "census.extended", census, unit=census.unit, changes={"due_on": (before, due_on)}, note=reason)
    about = {"census": census.title, "day": due_on.isoformat(), "reason": reason}
    _tell(_missing(census), _("“%(census)s”的上报截止日期延长到 %(day)s：%(reason)s") % about, census)
    census.refresh_from_db()
    return census


@transaction.atomic
def void(*, census: Census, reason: str, by) -> Census:
    """Take back a census nobody has reported for; ``WrongState`` names schools that have."""
    policies.check_call_census(by, census.unit)
    census = _held(census)
    reason = reason_of(reason, limit=REASON_LIMIT, asked=_("请写明理由"))
    filed = RosterReport.objects.filter(census=census)
    names = list(filed.order_by("unit__path").values_list("unit__name", flat=True)[:NAMED])
    if names:
        about = {"schools": "、".join(names), "count": filed.count()}
        raise WrongState(_("已有 %(count)d 所学校上报（%(schools)s），统计时点不能作废。") % about)
    Census.objects.filter(pk=census.pk).stamp(state=RecordState.VOID)
    changes = {"state": (RecordState.CURRENT.label, RecordState.VOID.label)}
    record(by, "census.voided", census, unit=census.unit, changes=changes, note=reason)
    census.refresh_from_db()
    return census


@transaction.atomic
def remind(*, census: Census, by) -> Reminded:
    """Leave a message for the schools of ``by``'s reach that have not reported, and keep when that was."""
    policies.check_remind(by, census)
    census = _held(census)
    schools = list(facts.not_filed(census, by))
    if not schools:
        raise WrongState(_("“%s”已全部上报，没有要催报的学校。") % census.title)
    now, late = database_now(), census.due_on < local(database_now()).date()
    rows = (CensusReminder(census=census, unit=unit, sent_by=by, sent_at=now) for unit in schools)
    CensusReminder.objects.bulk_create(rows, batch_size=2000)
    text = (
        _("“%(census)s”的教师名册应于 %(day)s 前上报，现已逾期，请尽快核对上报。")
        if late
        else _("请于 %(day)s 前核对并上报“%(census)s”的教师名册。")
    )
    reached = _tell(schools, text % {"census": census.title, "day": census.due_on.isoformat()}, census)
    data = {"schools": len(schools), "unreached": len(schools) - len(reached)}
    record(by, "census.reminded", census, unit=census.unit, data=data)
    return Reminded(schools, [unit for unit in schools if unit.pk not in reached])


def _missing(census) -> list:
    return list(facts.not_filed(census, None))


def _tell(schools, text: str, census) -> set[int]:
    """Leave the message for the staff of ``schools``; answers with the keys of those that have anybody to read it."""
    address = {unit.pk: reverse("schools:report-new", args=[census.pk, unit.code]) for unit in schools}
    tell_staff((unit, text, address[unit.pk]) for unit in schools)
    return set(Post.objects.current().filter(unit__in=list(address), role__in=STAFF).values_list("unit", flat=True))


def _held(census: Census) -> Census:
    """The row as it is now, held until the end of the transaction; ``WrongState`` when it counts no more."""
    census = Census.objects.select_for_update(of=("self",)).select_related("unit").get(pk=census.pk)
    if census.state != RecordState.CURRENT:
        raise WrongState(_("统计时点“%s”已作废。") % census.title)
    return census


@transaction.atomic
def report(*, census: Census, unit, by) -> RosterReport:
    """Report the school's roster as it stands; nobody changes it until it is returned or unlocked."""
    policies.check_keep(by, unit)
    census = _held(census)
    if unit.level != Level.SCHOOL or not unit.is_within(census.unit):
        raise Refused(_("%(unit)s不在“%(census)s”的范围内。") % {"unit": unit.name, "census": census})
    figures = roster_figures(unit)
    if not figures["total"]:
        raise Refused(_("%s的名册还没有人，请先导入。") % unit.name)
    now = database_now()
    stamps = {"figures": figures, "digest": roster_digest(unit), "submitted_by": by, "submitted_at": now, "reason": ""}
    stamps["late"] = local(now).date() > census.due_on
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
    reason = reason_of(reason, limit=REASON_LIMIT, asked=_("请写明理由"))
    move(report, ROSTER_MOVES, state, reviewed_by=by, reviewed_at=database_now(), reason=reason)
    record(by, verb, report, unit=report.unit, note=reason)
    notify(staff_of(report.unit), text % reason, report.get_absolute_url())
    return report
