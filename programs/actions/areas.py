"""片区统一规划: what the lead school of a 片区 files counts for the schools it leads (乐教政〔2020〕22号 三(三))."""

from django.db.models import F
from django.utils.translation import gettext as _

from portal.accounts.messages import tell_staff
from portal.audit.recording import record_each
from programs.enums.filings import MISSING, FilingState
from programs.models import Filing
from programs.rules.calendar import ARRIVED
from schools.enums import SchoolState


def follow(lead: Filing, by) -> None:
    """Bring the filings of the schools that ``lead``'s unit leads to what its own has become; to be called in its transaction.

    Once it has arrived, as its task asks, those that are missing are covered by it; once it counts no more they are due again.
    """
    if not lead.task.by_area:
        return
    if lead.state in ARRIVED[lead.task.review]:
        _cover(lead, by)
    else:
        _uncover(lead, by)


def _cover(lead: Filing, by) -> None:
    led = {"unit__school__lead_school__unit": lead.unit_id, "unit__school__state": SchoolState.CURRENT}
    rows = _held(Filing.objects.filter(task=lead.task, state__in=MISSING, **led).exclude(pk=lead.pk))
    _move(rows, FilingState.COVERED, lead)
    record_each(by, "filing.covered", rows, note=str(lead.unit))
    _tell(rows, _("“%(task)s”已由%(lead)s按片区统一报送，本校不用另报。") % {"task": lead.task, "lead": lead.unit.name})


def _uncover(lead: Filing, by) -> None:
    rows = _held(Filing.objects.filter(covered_by=lead, state=FilingState.COVERED))
    _move(rows, FilingState.DUE, None)
    record_each(by, "filing.uncovered", rows, note=str(lead.unit))
    _tell(
        rows,
        _("%(lead)s统一报送的“%(task)s”现不作数，本校须待其重新通过或自行报送。") % {"task": lead.task, "lead": lead.unit.name},
    )


def _held(rows) -> list[Filing]:
    return list(rows.select_for_update(of=("self",)).select_related("unit", "task").order_by("pk"))


def _move(rows, state, lead) -> None:
    found = Filing.objects.filter(pk__in=[row.pk for row in rows])
    found.stamp(state=state, covered_by=lead, return_reason="", revision=F("revision") + 1)


def _tell(rows, text: str) -> None:
    tell_staff((row.unit, text, row.get_absolute_url()) for row in rows)
