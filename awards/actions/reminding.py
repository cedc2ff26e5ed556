"""催报: asking units that have neither put anybody forward nor said that they will not."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from awards.facts_desk.missing import Missing, missing_of
from awards.models import AwardCycle, Reminder
from awards.policies import answers as policies
from portal.accounts.messages import Told, tell_staff
from portal.audit.recording import record
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused


@transaction.atomic
def remind(*, cycle: AwardCycle, by, city=None, codes: list[str] | None = None) -> Told:
    """Leave a message for the staff of the units that owe an answer, of ``codes`` where given.

    Without ``city`` the programme office reminds those that report to it, with one the city reminds its counties.
    """
    policies.check_remind(by, cycle, city)
    found = [one for one in missing_of(cycle, city) if codes is None or one.unit.code in codes]
    if not found:
        raise Refused(_("没有需要催报的单位。"), code="nobody_missing")
    address = cycle.get_absolute_url()
    reached = tell_staff((one.unit, reminder_text(cycle, one), address) for one in found)
    _note(cycle, found, by)
    record(by, "cycle.reminded", cycle, unit=city or cycle.unit, data={"units": [one.unit.code for one in found]})
    return reached


def reminder_text(cycle: AwardCycle, one: Missing) -> str:
    """The reminder as one sentence, with what is owed and until when."""
    phase = cycle.phase("recommend")
    until = _("请于 %s 前") % local(phase.ends_at).strftime("%Y-%m-%d %H:%M") if phase and phase.ends_at else _("请尽快")
    told = _("“%(cycle)s”的%(owed)s还没有报送，%(until)s报送；不推荐的请答复“本次不推荐”。")
    return told % {"cycle": cycle.name, "owed": one.owed, "until": until}


def _note(cycle: AwardCycle, found: list[Missing], by) -> None:
    """Keep when each unit was reminded and how often, in two statements."""
    now, again = database_now(), [one.unit.pk for one in found if one.reminder]
    Reminder.objects.filter(cycle=cycle, unit__in=again).stamp(times=F("times") + 1, reminded_at=now, reminded_by=by)
    fresh = [Reminder(cycle=cycle, unit=one.unit, reminded_at=now, reminded_by=by) for one in found if not one.reminder]
    Reminder.objects.bulk_create(fresh, ignore_conflicts=True)
