"""Letting one unit come after the end of the calendar (浙工程办函〔2023〕7号 三2 sets the end)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from awards.models import AwardCycle, CyclePhase, LatePermit
from awards.policies import cycles as policies
from portal.accounts.messages import notify, staff_of
from portal.audit.recording import record
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of

REASON_LIMIT = 200


@transaction.atomic
def allow_late(*, cycle: AwardCycle, unit, until: datetime, reason: str, by) -> LatePermit:
    """Let ``unit`` nominate and recommend until then, with a reason; asked again, the time and the reason change.

    Raises ``WrongState`` where nothing has ended yet or the results are out.
    """
    policies.check_allow_late(by, cycle)
    text = reason_of(reason, limit=REASON_LIMIT, asked=_("请写明准许逾期办理的理由"))
    _check(cycle, unit, until)
    permit = LatePermit.objects.select_for_update().filter(cycle=cycle, unit=unit).first()
    before = _shown(permit.until) if permit else ""
    values = {"until": until, "reason": text, "given_by": by}
    permit, _created = LatePermit.objects.update_or_create(cycle=cycle, unit=unit, defaults=values)
    record(by, "cycle.late_allowed", cycle, unit=unit, changes={"until": (before, _shown(until))}, note=text)
    told = _("“%(cycle)s”准许%(unit)s逾期办理到 %(until)s，报送后标注“逾期”：%(reason)s")
    about = {"cycle": cycle, "unit": unit, "until": _shown(until), "reason": text}
    notify(staff_of(unit), told % about, cycle.get_absolute_url())
    return permit


def _check(cycle: AwardCycle, unit, until: datetime) -> None:
    if not any(phase.is_over() for phase in cycle.phases.filter(key__in=[CyclePhase.Key.NOMINATE, CyclePhase.Key.RECOMMEND])):
        raise WrongState(_("“%s”的申报和推荐都没有截止，不需要逾期办理。") % cycle)
    if not unit.is_within(cycle.unit) or not cycle.categories.filter(nominee=unit.level).exists():
        raise Refused(_("%s不在这次评选的申报范围内。") % unit, fields={"unit": _("没有这个单位可以申报的类别。")})
    if until <= database_now():
        raise Refused(_("办理到的时间应晚于现在。"), fields={"until": _("应晚于现在。")})


def _shown(moment: datetime) -> str:
    return local(moment).strftime("%Y-%m-%d %H:%M")
