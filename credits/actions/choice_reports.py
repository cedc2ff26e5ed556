"""上报: a school reports upward what its teachers chose; the bureau may send it back."""

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from credits.enums.choosing import ReportState
from credits.facts.choosing import standings
from credits.models import SelectionReport
from credits.policies import choosing as policies
from portal.audit.recording import record
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from portal.kit.text import clean_text
from portal.units.models import Unit

REASON_LIMIT = 200


@transaction.atomic
def report(*, unit: Unit, program, year: int, by, note: str = "") -> SelectionReport:
    """Report the confirmed choices of a school; an earlier report of the year is replaced.

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
    return row


@transaction.atomic
def send_back(*, row: SelectionReport, reason: str, by) -> None:
    """Ask a school to report anew."""
    policies.check_return_report(by, row.unit)
    reason = reason_of(reason, limit=REASON_LIMIT, asked=_("请写明退回的原因"))
    if not SelectionReport.objects.filed().filter(pk=row.pk).stamp(state=ReportState.RETURNED, reason=reason):
        raise WrongState(_("“%s”已经退回或重报。") % row)
    record(by, "choices.sent_back", row, changes={"state": (ReportState.FILED, ReportState.RETURNED)}, note=reason)
