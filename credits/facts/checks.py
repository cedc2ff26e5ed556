"""Derived figures against the rows they were derived from; every difference says what stands and what the rows say."""

from datetime import timedelta

from django.db import connection
from django.db.models import Count, F, Q

from credits.enums.ledger import Completion
from credits.facts import batch_figures as facts_batch_figures
from credits.facts.points import choice_sums
from credits.facts.sums import SHORTS, SUMS, asked, counted, had, hour_sums, people_places, shorts, table, unit_places
from credits.models import CompletionResult, CompletionRule, CompletionRun, CompletionStat, CreditEntry, MicroAbility, TrainingHours
from portal.units.enums import Level
from portal.units.models import Unit
from schools.models import Employment, Teacher

COUNTS = {
    "required": Q(status__in=[Completion.COMPLETE, Completion.INCOMPLETE]),
    "complete": Q(status=Completion.COMPLETE),
    "incomplete": Q(status=Completion.INCOMPLETE),
    "no_requirement": Q(status=Completion.NO_REQUIREMENT),
}
UNDER_WAY = timedelta(seconds=60)  # what was written shortly before a run may have become visible after it


def differences(under_way: timedelta = UNDER_WAY) -> list[dict]:
    """Everything that does not agree: figures of finished runs, schools on teachers' rows, paths of units, batches and samples."""
    runs = CompletionRun.objects.done().order_by("pk")
    of_runs = [difference for run in runs for difference in differences_of(run, under_way)]
    return of_runs + of_teachers() + of_units() + facts_batch_figures.differences()


def by_hand(rows: list[dict]) -> list[dict]:
    """Those no rule can put right: what was sent up, drawn or promised is evidence, and which side is wrong a person must find."""
    return [row for row in rows if row["figure"].partition(".")[0] in facts_batch_figures.EVIDENCE]


def differences_of(run: CompletionRun, under_way: timedelta = UNDER_WAY) -> list[dict]:
    """One run: people against their ledgers and their own sums, units against their people, places against rates and sums."""
    return of_ledgers(run, under_way) + of_results(run) + of_run(run) + of_places(run)


def of_ledgers(run: CompletionRun, under_way: timedelta) -> list[dict]:
    """Sums of people whose ledgers nobody touched since the run; what changed later belongs to the next run.

    The rows of a registration that was merged went over to another.
    """
    since = run.created_at - under_way
    if MicroAbility.objects.filter(updated_at__gte=since).exists():
        return []
    touched = " UNION ".join(
        f"SELECT teacher_id FROM {table(model)} WHERE updated_at >= %s" for model in (TrainingHours, CreditEntry)
    )
    stored = ", ".join(f"r.{name} AS stored_{name}" for name in SUMS)
    people = f"(SELECT teacher_id, rule_id FROM {table(CompletionResult)} WHERE run_id = {int(run.pk)})"
    rows = (
        f"SELECT r.id, r.teacher_id, {stored}, {counted('h', 'q')}, {had('c')} "
        f"FROM {table(CompletionResult)} r JOIN {table(CompletionRule)} q ON q.id = r.rule_id "
        f"JOIN {table(Teacher)} m ON m.id = r.teacher_id AND m.merged_into_id IS NULL "
        f"LEFT JOIN ({hour_sums()}) h ON h.teacher_id = r.teacher_id "
        f"LEFT JOIN ({choice_sums(run, people)}) c ON c.teacher_id = r.teacher_id "
        f"WHERE r.run_id = %s AND r.teacher_id NOT IN ({touched})"
    )
    ledger, moment = [run.program_id, run.as_of], connection.ops.adapt_datetimefield_value(since)
    return _of_people(run, SUMS, rows, [*ledger, *ledger, run.pk, moment, moment])


def of_results(run: CompletionRun) -> list[dict]:
    """What is missing, and the answer, by the sums beside them and the rule of the run."""
    stored = ", ".join(f"r.{name} AS stored_{name}" for name in (*SHORTS, "status"))
    sums = ", ".join(f"r.{name}" for name in SUMS)
    bound = (
        f"SELECT r.id, r.teacher_id, {stored}, {sums}, {asked('q')}, r.lacks_assessment OR r.lacks_entry AS lacks "
        f"FROM {table(CompletionResult)} r JOIN {table(CompletionRule)} q ON q.id = r.rule_id "
        f"WHERE r.run_id = %s AND r.status <> '{Completion.NO_REQUIREMENT}'"
    )
    kept = ", ".join(f"stored_{name}" for name in (*SHORTS, "status"))
    judged = f"SELECT id, teacher_id, {kept}, {', '.join(shorts())}, lacks FROM ({bound}) b"
    status = (
        f"CASE WHEN {' + '.join(SHORTS)} > 0 OR lacks THEN '{Completion.INCOMPLETE}' ELSE '{Completion.COMPLETE}' END AS status"
    )
    return _of_people(run, (*SHORTS, "status"), f"SELECT j.*, {status} FROM ({judged}) j", [run.pk])


def _of_people(run, names, rows: str, parameters) -> list[dict]:
    """Where ``stored_`` columns of ``rows`` are not what stands under the bare names."""
    differ = " OR ".join(f"x.stored_{name} <> x.{name}" for name in names)
    pairs = ", ".join(f"x.stored_{name}, x.{name}" for name in names)
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT x.id, t.code, {pairs} FROM ({rows}) x JOIN {table(Teacher)} t ON t.id = x.teacher_id "
            f"WHERE {differ} ORDER BY x.id",
            parameters,
        )
        for key, code, *values in cursor.fetchall():
            about = {"run": run.pk, "teacher": code, "result": key}
            for name, stored, recorded in zip(names, values[::2], values[1::2], strict=True):
                if stored != recorded:
                    found.append({"figure": f"result.{name}", **about, "stored": stored, "recorded": recorded})
    return found


def of_places(run: CompletionRun) -> list[dict]:
    """Places of units and people that do not follow from rates and sums."""
    units = _astray(unit_places(), run)
    codes = dict(CompletionStat.objects.filter(pk__in=[key for key, *_places in units]).values_list("pk", "unit__code"))
    found = [
        {"figure": "completion.rank", "run": run.pk, "unit": codes[key], "stat": key, "stored": stored, "recorded": place}
        for key, stored, place in units
    ]
    people = _astray(people_places(), run)
    codes = dict(CompletionResult.objects.filter(pk__in=[key for key, *_places in people]).values_list("pk", "teacher__code"))
    return found + [
        {"figure": "result.place", "run": run.pk, "teacher": codes[key], "result": key, "stored": stored, "recorded": place}
        for key, stored, place in people
    ]


def _astray(places: str, run) -> list[tuple]:
    """(row, stored place, right place) where the two are not the same."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, stored, place FROM ({places}) p WHERE coalesce(stored, 0) <> coalesce(place, 0)", [run.pk])
        return [(key, stored, None if place is None else int(place)) for key, stored, place in cursor.fetchall()]


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


def of_units() -> list[dict]:
    """Units whose path does not lead through the codes of the units over them, the highest first."""
    units = {key: (code, parent, path) for key, code, parent, path in Unit.objects.values_list("pk", "code", "parent", "path")}
    right: dict[int | None, str] = {None: "/"}

    def path_of(key: int | None) -> str:
        if key not in right:
            code, parent, _path = units[key]
            right[key] = f"{path_of(parent)}{code}/"
        return right[key]

    found = [
        {"figure": "unit.path", "unit": code, "stored": path, "recorded": path_of(key)}
        for key, (code, _parent, path) in units.items()
        if path != path_of(key)
    ]
    return sorted(found, key=lambda row: row["recorded"].count("/"))


def units_by_code(codes) -> dict[str, Unit]:
    """Units by their code; one query."""
    return {unit.code: unit for unit in Unit.objects.filter(code__in=set(codes))}
