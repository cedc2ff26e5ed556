"""Derived figures against the rows they were derived from."""

from django.db.models import Count, F, Q

from credits.enums import Completion
from credits.models import CompletionResult, CompletionRun, CompletionStat
from portal.units.enums import Level
from portal.units.models import Unit
from schools.models import Employment, Teacher

COUNTS = {
    "required": Q(status__in=[Completion.COMPLETE, Completion.INCOMPLETE]),
    "complete": Q(status=Completion.COMPLETE),
    "incomplete": Q(status=Completion.INCOMPLETE),
    "no_requirement": Q(status=Completion.NO_REQUIREMENT),
}


def differences() -> list[dict]:
    """Everything that does not agree: figures of finished runs, and schools on teachers' rows."""
    found = [difference for run in CompletionRun.objects.done().order_by("pk") for difference in of_run(run)]
    return found + of_teachers()


def of_run(run: CompletionRun) -> list[dict]:
    """Where a unit's stored figures are not those of the results below it; three queries."""
    wanted = _wanted(run)
    found = []
    for stat in CompletionStat.objects.filter(run=run).select_related("unit").order_by("unit__path"):
        for name in (*COUNTS, "schools", "schools_complete"):
            value = wanted.get(stat.unit_id, {}).get(name, 0)
            if getattr(stat, name) != value:
                about = {"figure": f"completion.{name}", "run": run.pk, "unit": stat.unit.code, "stat": stat.pk}
                found.append({**about, "stored": getattr(stat, name), "recorded": value})
    return found


def _wanted(run) -> dict[int, dict]:
    """Unit → its figures by the results of the run, added up the tree as it stands."""
    counts = {name: Count("pk", filter=condition) for name, condition in COUNTS.items()}
    schools = {row["unit"]: row for row in CompletionResult.objects.filter(run=run).order_by().values("unit").annotate(**counts)}
    stats = list(CompletionStat.objects.filter(run=run).values_list("unit_id", "unit__path", "unit__level"))
    key_of = {path: key for key, path, _level in stats}
    wanted: dict[int, dict] = {}
    for key, path, level in stats:
        if level == Level.SCHOOL and key in schools:
            own = _figures(schools[key])
            for above in _upward(path):
                if above in key_of:
                    _add(wanted.setdefault(key_of[above], {}), own)
    return wanted


def _figures(row: dict) -> dict:
    own = {name: row[name] for name in COUNTS}
    own["schools"] = int(own["required"] > 0)
    own["schools_complete"] = int(own["complete"] > 0 and own["incomplete"] == 0)
    return own


def _add(sums: dict, own: dict) -> None:
    for name, value in own.items():
        sums[name] = sums.get(name, 0) + value


def _upward(path: str) -> list[str]:
    codes = path.strip("/").split("/")
    return [f"/{'/'.join(codes[: depth + 1])}/" for depth in range(len(codes))]


def of_teachers() -> list[dict]:
    """Teachers whose school is not that of their open employment."""
    astray = Employment.objects.active().exclude(unit=F("teacher__unit")).select_related("teacher__unit", "unit").order_by("pk")
    return [
        {
            "figure": "teacher.unit",
            "teacher": row.teacher.code,
            "stored": row.teacher.unit.code,
            "recorded": row.unit.code,
        }
        for row in astray.filter(teacher__state=Teacher.State.CURRENT)
    ]


def units_by_code(codes) -> dict[str, Unit]:
    """Units by their code; one query."""
    return {unit.code: unit for unit in Unit.objects.filter(code__in=set(codes))}
