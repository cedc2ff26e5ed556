"""The part ``periods`` of a notice file: which year each evaluation period stands for."""

from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.kit.errors import Refused
from portal.units.enums import Level
from programs.models import EvaluationPeriod


def load_periods(notice, periods, by) -> None:
    """Bring the programme's evaluation periods to what the notice states; periods it does not name stay as they are."""
    there = {period.number: period for period in EvaluationPeriod.objects.filter(program=notice.program)}
    for part in periods:
        period = there.get(part.number) or EvaluationPeriod(program=notice.program, number=part.number)
        changes = {name: (getattr(period, name), getattr(part, name)) for name in ("year", "name")}
        if all(before == after for before, after in changes.values()):
            continue
        new = period.pk is None
        _check_set(notice, period, by)
        period.year, period.name = part.year, part.name
        period.save()
        record(by, "period.set", period, unit=notice.issuer, changes={} if new else changes)


def _check_set(notice, period, by) -> None:
    """Periods are the programme's, for every unit: a province's notice adds one, and what stands is changed by the system alone."""
    if by is not None and (period.pk is not None or notice.issuer.level != Level.PROVINCE):
        raise Refused(
            _("第 %(number)d 期是“%(program)s”各单位共用的期次：新期次由省级通知设立，已有的期次请联系系统管理员更正。")
            % {"number": period.number, "program": notice.program.name}
        )
