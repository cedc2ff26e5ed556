"""What units say of the steps of calendars."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.kit.errors import Refused, WrongState
from portal.units.models import Unit
from programs.attaching import PAPERS, accepted
from programs.enums.calendar import Progress
from programs.facts.calendar import columns_of
from programs.models import CalendarStep, StepProgress
from programs.policies import calendar as policies


@transaction.atomic
def report_step(
    *, step: CalendarStep, unit: Unit, state: str, evidence: str = "", done_on: date | None = None, file=None, today: date, by
):
    """Say how far a unit is with its own step, and what shows it.

    ``file`` is one file that shows it, in place of the one before. Refused where the step is not the unit's, where its filings
    tell already, and where a step is done without the evidence or the day it needs.
    """
    policies.check_report(by, unit)
    _check_own(step, unit)
    done_on = (done_on or today) if state == Progress.DONE else None
    row = StepProgress.objects.select_for_update().filter(step=step, unit=unit).first() or StepProgress(step=step, unit=unit)
    kept = accepted(file, PAPERS, field="file")
    _check_done(step, state, evidence.strip() or row.file_name or kept.get("file_name", ""), done_on, today)
    wanted = {"state": state, "evidence": evidence.strip(), "done_on": done_on, **kept}
    changes = {name: (getattr(row, name), value) for name, value in wanted.items() if name != "file"}
    for name, value in wanted.items():
        setattr(row, name, value)
    row.reported_by = by
    row.save()
    row.refresh_from_db(fields=["updated_at"])
    record(by, "step.reported", row, unit=unit, changes=changes, note=row.evidence[:200])
    return row


def _check_own(step: CalendarStep, unit: Unit) -> None:
    column = columns_of([step])[0]
    about, clause = {"unit": unit.name, "step": step.name}, step.clause.citation()
    if not column.concerns(unit):
        raise Refused(_("“%(step)s”不是%(unit)s的事项。") % about, clause=clause)
    if column.task:
        message = _("“%(step)s”的进展由“%(task)s”的报送情况得出，请去报送。")
        raise WrongState(message % (about | {"task": column.task.title}), clause=clause)


def _check_done(step: CalendarStep, state: str, evidence: str, done_on: date | None, today: date) -> None:
    if state == Progress.DONE and step.evidence and not evidence:
        message = _("“%(step)s”完成后应有材料（%(evidence)s），请写明材料名称和存放处，或附上材料。")
        fields = {"evidence": _("请写明材料。")}
        raise Refused(message % {"step": step.name, "evidence": step.evidence}, clause=step.clause.citation(), fields=fields)
    if done_on and done_on > today:
        raise Refused(_("完成日期 %s 在今天之后。") % done_on.isoformat(), fields={"done_on": _("不能晚于今天。")})
