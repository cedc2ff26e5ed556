"""Letting one unit come after the end of the calendar (浙工程办函〔2023〕7号 三2 sets the end)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from awards.models import AwardCycle, CyclePhase, LatePermit
from awards.policies import late as policies
from portal.accounts.messages import notify, staff_of
from portal.audit.recording import record
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of

REASON_LIMIT = 200
NOMINATE, RECOMMEND = CyclePhase.Key.NOMINATE, CyclePhase.Key.RECOMMEND


@transaction.atomic
def allow_late(*, cycle: AwardCycle, unit, until: datetime, reason: str, by) -> LatePermit:
    """Let ``unit`` come until then, with a reason; asked again, the time and the reason change.

    The office lets it nominate and recommend; a city lets those below hand in to it, no longer than the city's own
    date at the office. Raises ``WrongState`` where nothing has ended yet, where that date is past or the results are out.
    """
    policies.check_allow_late(by, cycle, unit)
    city = policies.city_letting(by, cycle, unit)
    text = reason_of(reason, limit=REASON_LIMIT, asked=_("请写明准许逾期办理的理由"))
    _check_ended(cycle, [NOMINATE] if city else [NOMINATE, RECOMMEND])
    _check_nominates(cycle, unit)
    if until <= database_now():
        raise Refused(_("办理到的时间应晚于现在。"), fields={"until": _("应晚于现在。")})
    if city:
        _check_within(cycle, city, until)
    permit = LatePermit.objects.select_for_update().filter(cycle=cycle, unit=unit, city=city).first()
    before = _shown(permit.until) if permit else ""
    values = {"until": until, "reason": text, "given_by": by}
    permit, _created = LatePermit.objects.update_or_create(cycle=cycle, unit=unit, city=city, defaults=values)
    where = {"city": city.code} if city else {}
    record(by, "cycle.late_allowed", cycle, unit=unit, changes={"until": (before, _shown(until))}, note=text, data=where)
    notify(staff_of(unit), _news(permit), cycle.get_absolute_url())
    return permit


def _news(permit: LatePermit) -> str:
    about = {"cycle": permit.cycle, "unit": permit.unit, "until": _shown(permit.until), "reason": permit.reason}
    if permit.city is None:
        return _("“%(cycle)s”准许%(unit)s逾期办理到 %(until)s，报送后标注“逾期”：%(reason)s") % about
    told = _("“%(cycle)s”%(city)s准许%(unit)s逾期向其报送到 %(until)s，报送后标注“逾期”：%(reason)s")
    return told % (about | {"city": permit.city.bureau()})


def _check_ended(cycle: AwardCycle, steps: list[str]) -> None:
    """One of ``steps`` has passed its end: before that nobody needs to be let come late."""
    now = database_now()
    if any(phase.is_over(now) for phase in cycle.phases.filter(key__in=steps)):
        return
    if RECOMMEND in steps:
        raise WrongState(_("“%s”的申报和推荐都没有截止，不需要逾期办理。") % cycle)
    raise WrongState(_("“%s”的申报没有截止，不需要逾期办理。") % cycle)


def _check_nominates(cycle: AwardCycle, unit) -> None:
    if not unit.is_within(cycle.unit) or not cycle.categories.filter(nominee=unit.level).exists():
        raise Refused(_("%s不在这次评选的申报范围内。") % unit, fields={"unit": _("没有这个单位可以申报的类别。")})


def _check_within(cycle: AwardCycle, city, until: datetime) -> None:
    """A city moves nothing of its own date at the office: the calendar's, or that up to which the office lets the city come."""
    phase = cycle.phase(RECOMMEND)
    if phase is None or phase.ends_at is None:
        return
    let = LatePermit.objects.of_office().filter(cycle=cycle, unit=city).first()
    last = max(phase.ends_at, let.until) if let else phase.ends_at
    words = {"phase": phase.label, "end": _shown(last), "city": city, "office": cycle.office_name}
    clause = cycle.cite(phase.clause)
    if last <= database_now():
        told = _("“%(phase)s”已于 %(end)s 截止，%(city)s不能再准许下级单位逾期，请由%(office)s准许。")
        raise WrongState(told % words, code="deadline_passed", clause=clause)
    if until > last:
        told = _("“%(phase)s”到 %(end)s 截止，%(city)s准许下级单位逾期不能超过这个时间；要更晚，请由%(office)s准许。")
        raise Refused(told % words, clause=clause, fields={"until": _("不晚于 %s。") % _shown(last)})


def _shown(moment: datetime) -> str:
    return local(moment).strftime("%Y-%m-%d %H:%M")
