"""Putting derived figures right where they do not agree with the rows they come from."""

from collections import defaultdict

from django.db import transaction

from credits.actions import counting_sql
from credits.facts.checks import of_places, of_results, of_run, units_by_code
from credits.models import CompletionResult, CompletionRun, CompletionStat
from portal.audit.recording import record
from portal.units.models import Unit
from schools.models import Teacher


@transaction.atomic
def mend(*, differences: list[dict], by) -> None:
    """Set every figure to what the records say, and then what rests on it: shortfalls on sums, units on people, places on both."""
    _mend_units([row for row in differences if row["figure"] == "unit.path"], by)
    _mend_teachers([row for row in differences if row["figure"] == "teacher.unit"], by)
    for run in CompletionRun.objects.filter(pk__in={row["run"] for row in differences if "run" in row}).order_by("pk"):
        _mend_rows(CompletionResult, "result", [row for row in differences if row.get("run") == run.pk], by)
        _mend_rows(CompletionResult, "result", of_results(run), by)
        _mend_rows(CompletionStat, "stat", of_run(run), by)
        _mend_places(run, by)


def _mend_rows(model, key: str, rows, by) -> None:
    """Figures of people or of units of one run, each row at once."""
    changes: dict[int, dict] = defaultdict(dict)
    for row in rows:
        if key in row:
            changes[row[key]][row["figure"].partition(".")[2]] = (row["stored"], row["recorded"])
    found = model.objects.select_related("unit").in_bulk(list(changes))
    for pk, own in changes.items():
        model.objects.filter(pk=pk).update(**{name: after for name, (_before, after) in own.items()})
        record(by, "figures.mended", found[pk], unit=found[pk].unit, changes=own)


def _mend_places(run, by) -> None:
    astray = of_places(run)
    if astray:
        counting_sql.rank_units(run)
        counting_sql.rank_people(run)
        record(by, "figures.mended", run, unit=run.unit, data={"places": len(astray)})


def _mend_teachers(rows, by) -> None:
    units = units_by_code(row["recorded"] for row in rows)
    for row in rows:
        unit = units[row["recorded"]]
        teacher = Teacher.objects.select_for_update().get(code=row["teacher"])
        Teacher.objects.filter(pk=teacher.pk).stamp(unit=unit)
        record(by, "figures.mended", teacher, unit=unit, changes={"unit": (row["stored"], row["recorded"])})


def _mend_units(rows, by) -> None:
    for row in rows:
        unit = Unit.objects.get(code=row["unit"])
        Unit.objects.filter(pk=unit.pk).stamp(path=row["recorded"])
        unit.refresh_from_db()
        record(by, "figures.mended", unit, unit=unit, changes={"path": (row["stored"], row["recorded"])})
