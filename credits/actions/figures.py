"""Putting derived figures right where they do not agree with the rows they come from."""

from django.db import transaction

from credits.actions import counting_sql
from credits.facts_checks import units_by_code
from credits.models import CompletionRun, CompletionStat
from portal.audit.recording import record
from schools.models import Teacher


@transaction.atomic
def mend(*, differences: list[dict], by) -> None:
    """Set every figure to what the records say."""
    units = units_by_code(row["recorded"] for row in differences if row["figure"] == "teacher.unit")
    of_stats: dict[int, dict] = {}
    for row in differences:
        if row["figure"] == "teacher.unit":
            _mend_teacher(row, units[row["recorded"]], by)
        else:
            of_stats.setdefault(row["stat"], {})[row["figure"].removeprefix("completion.")] = (row["stored"], row["recorded"])
    for key, changes in of_stats.items():
        _mend_stat(key, changes, by)
    for run in CompletionRun.objects.filter(stats__in=of_stats).distinct():
        counting_sql.rank_units(run)


def _mend_teacher(row, unit, by) -> None:
    teacher = Teacher.objects.select_for_update().get(code=row["teacher"])
    Teacher.objects.filter(pk=teacher.pk).stamp(unit=unit)
    record(by, "figures.mended", teacher, unit=unit, changes={"unit": (row["stored"], row["recorded"])})


def _mend_stat(key: int, changes: dict, by) -> None:
    stat = CompletionStat.objects.select_related("unit").get(pk=key)
    CompletionStat.objects.filter(pk=key).update(**{name: after for name, (_before, after) in changes.items()})
    record(by, "figures.mended", stat, unit=stat.unit, changes=changes)
