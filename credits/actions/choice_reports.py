"""上报: a school reports upward what its teachers chose; the bureau may send it back."""

from contextlib import suppress

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from credits.enums.choosing import ReportState
from credits.facts.choosing import standings
from credits.filed_choices import asked_of
from credits.models import SelectionReport
from credits.policies import choosing as policies
from portal.audit.recording import record
from portal.kit.errors import DomainError, Refused, WrongState
from portal.kit.reasons import reason_of
from portal.kit.text import clean_text
from portal.units.models import Unit
from programs.actions.filings import prepare_and_submit
from programs.policies.filings import can_file

REASON_LIMIT = 200


@transaction.atomic
def report(*, unit: Unit, program, year: int, by, note: str = "") -> SelectionReport:
    """Report the confirmed choices of a school; an earlier report of the year is replaced.

    Where a task asks for them, they are handed in at once; ``handed_in`` and ``left`` of the report name those filings.
    Refused while choices wait for the group or the school, and where nobody has chosen.
    """
    policies.check_plan(by, unit)
    Unit.objects.select_for_update().get(pk=unit.pk)
    stands = next(iter(standings(unit, program, year)), None)
    if stands is None or not stands.chosen:
        raise Refused(_("%s还没有教师确认选点，不能上报。") % unit.name)
    if stands.open:
        raise Refused(
            _("%(unit)s还有 %(count)d 条选点没有商定或确认，请办理后再上报。") % {"unit": unit.name, "count": stands.open}
        )
    if stands.report is not None and not stands.changed:
        raise WrongState(_("%(unit)s %(year)d 年度的选点已经上报，上报后没有变动。") % {"unit": unit.name, "year": year})
    about = {"unit": unit, "program": program, "year": year}
    number = SelectionReport.objects.filter(**about).count() + 1
    SelectionReport.objects.filed().filter(**about).stamp(state=ReportState.REPLACED)
    figures = {"teachers": stands.teachers, "chosen": stands.chosen, "points": stands.points}
    said = {"note": clean_text(note)[:500], "reported_by": by, "reported_at": Now()}
    row = SelectionReport.objects.create(**about, number=number, **figures, **said)
    record(by, "choices.reported", row, note=row.note, data=figures)
    row.refresh_from_db()
    row.handed_in, row.left = _hand_in(row, by)
    return row


def _hand_in(row: SelectionReport, by) -> tuple[list, list]:
    """The filings that ask for the choices: those handed in now, and those too late, too early or not his to file."""
    done, left = [], []
    for filing in asked_of(row.unit, row.program, row.year):
        with suppress(DomainError), transaction.atomic():
            if can_file(by, filing):
                prepare_and_submit(filing=filing, by=by, note=row.note)
                done.append(filing)
        if filing not in done:
            left.append(filing)
    return done, left


@transaction.atomic
def send_back(*, row: SelectionReport, reason: str, by) -> None:
    """Ask a school to report anew."""
    policies.check_return_report(by, row.unit)
    reason = reason_of(reason, limit=REASON_LIMIT, asked=_("请写明退回的原因"))
    if not SelectionReport.objects.filed().filter(pk=row.pk).stamp(state=ReportState.RETURNED, reason=reason):
        raise WrongState(_("“%s”已经退回或重报。") % row)
    record(by, "choices.sent_back", row, changes={"state": (ReportState.FILED, ReportState.RETURNED)}, note=reason)
