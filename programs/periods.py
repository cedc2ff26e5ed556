"""The part ``periods`` of a notice file: which year each evaluation period stands for."""

from portal.audit.recording import record
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
        period.year, period.name = part.year, part.name
        period.save()
        record(by, "period.set", period, unit=notice.issuer, changes={} if new else changes)
