"""How units stand with the steps of calendars: for many units and steps at once, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, Count, Q, Value, When
from django.db.models.functions import Now

from portal.kit.clock import local
from portal.units.enums import Level
from portal.units.models import Unit, within
from programs.enums.calendar import TONES, Progress, Standing
from programs.enums.filings import MISSING, FilingState
from programs.enums.tasks import TaskState
from programs.models import CalendarPhase, CalendarStep, Designation, Filing, Notice, Program, StepProgress, Task
from programs.rules.calendar import RolloutWave, Tally, half_years, progress_of, standing_of

AT_WORK = (TaskState.OPEN, TaskState.CLOSED)


@dataclass
class Column:
    """A step with the days that hold: those of its filing task where that was opened, else the notice's."""

    step: CalendarStep
    task: Task | None
    opens_on: date | None
    closes_on: date | None
    places: list[str] | None = None
    only: set[int] | None = None

    def concerns(self, unit: Unit) -> bool:
        """Whether it is this unit's own step."""
        return unit.level in self.step.owners and self.covers(unit.path) and (self.only is None or unit.pk in self.only)

    def covers(self, path: str) -> bool:
        """Whether a place lies where the notice and the step reach."""
        issuer = self.step.notice.issuer.path
        return path.startswith(issuer) and (self.places is None or any(path.startswith(place) for place in self.places))


@dataclass
class Own:
    """How one unit stands with its own step."""

    standing: Standing
    row: StepProgress | None = None
    filing: Filing | None = None

    @property
    def tone(self) -> str:
        return TONES[self.standing]

    @property
    def label(self) -> str:
        return str(self.standing.label)


@dataclass
class Cell:
    """A unit's own standing with a step, and the tally of those below it."""

    step: CalendarStep
    own: Own | None = None
    tally: Tally = field(default_factory=Tally)


def columns_of(steps: Iterable[CalendarStep]) -> list[Column]:
    """The steps with what limits them; four queries however many they are."""
    steps = list(steps)
    tasks = _tasks({(step.notice_id, step.task) for step in steps if step.task})
    places, chosen = _places(steps), _designated(steps)
    found = []
    for step in steps:
        task = tasks.get((step.notice_id, step.task))
        days = (_day(task.opens_at), _day(task.due_at)) if task else (step.opens_on, step.closes_on)
        column = Column(step, task, *days)
        if step.districts:
            column.places = [path for name, path in places if name in step.districts]
        if step.only:
            column.only = chosen[step.notice.program_id, step.only]
        found.append(column)
    return found


def _day(moment) -> date | None:
    return local(moment).date() if moment else None


def _tasks(keys: set[tuple]) -> dict[tuple, Task]:
    """The newest opened task of each (notice, key)."""
    if not keys:
        return {}
    rows = Task.objects.filter(notice__in={notice for notice, _key in keys}, state__in=AT_WORK).order_by("year", "pk")
    return {(row.notice_id, row.key): row for row in rows if (row.notice_id, row.key) in keys}


def _places(steps) -> list[tuple[str, str]]:
    names = {name for step in steps for name in step.districts}
    if not names:
        return []
    return list(Unit.objects.active().at(Level.SCHOOL_DISTRICT).filter(name__in=names).values_list("name", "path"))


def _designated(steps) -> dict[tuple, set[int]]:
    kinds = {step.only for step in steps if step.only}
    found: dict[tuple, set[int]] = defaultdict(set)
    if kinds:
        for program, kind, unit in Designation.objects.current().filter(kind__in=kinds).values_list("program", "kind", "unit"):
            found[program, kind].add(unit)
    return found


def steps_over(unit: Unit, program: Program | None = None, notice: Notice | None = None):
    """The current steps of the notices that bind a unit, or of one notice, in the order of the calendar."""
    rows = CalendarStep.objects.current().filter(notice__state=Notice.State.CURRENT)
    rows = rows.filter(notice=notice) if notice else rows.filter(notice__issuer__path__in=unit.paths_upward())
    if program:
        rows = rows.filter(notice__program=program)
    return rows.select_related("notice__issuer", "phase", "clause__notice").order_by("notice__issued_on", "notice_id", "position")


def owns_of(units: Iterable[Unit], columns: list[Column], today: date) -> dict[tuple[int, int], Own]:
    """How each unit stands with each step that is its own, by (unit, step); two queries."""
    units = list(units)
    filings = _filings(units, columns)
    rows = StepProgress.objects.filter(unit__in=units, step__in=[column.step for column in columns])
    said = {(row.unit_id, row.step_id): row for row in rows}
    found = {}
    for unit in units:
        for column in columns:
            if column.concerns(unit):
                filing = filings.get((unit.pk, column.task.pk)) if column.task else None
                own = _own(column, filing, said.get((unit.pk, column.step.pk)), today)
                if own:
                    found[unit.pk, column.step.pk] = own
    return found


def _filings(units, columns) -> dict[tuple, Filing]:
    tasks = {column.task.pk for column in columns if column.task}
    if not tasks:
        return {}
    rows = Filing.objects.filter(unit__in=units, task__in=tasks).select_related("task")
    return {(row.unit_id, row.task_id): row for row in rows}


def _own(column: Column, filing: Filing | None, row: StepProgress | None, today: date) -> Own | None:
    if column.task is None:
        return Own(standing_of(row.state if row else Progress.NOT_BEGUN, column.closes_on, today), row)
    progress = progress_of(filing.state, filing.task.review) if filing else None
    if progress is None:
        return None  # not asked of this unit, or exempt
    return Own(standing_of(progress, _day(filing.due_at), today), row, filing)


@dataclass
class Matrix:
    """Units by steps."""

    columns: list[Column]
    rows: list[tuple[Unit, list[Cell]]]


def matrix(root: Unit, units: list[Unit], columns: list[Column], today: date) -> Matrix:
    """The cells of ``units``, which lie at or below ``root``; the number of queries does not depend on how many they are."""
    issuers = [column.step.notice.issuer for column in columns]
    owns = owns_of({unit.pk: unit for unit in [*units, *issuers]}.values(), columns, today)
    tallies = _tallies(root, units, columns, today) if any(unit.level != Level.SCHOOL for unit in units) else {}
    rows = []
    for unit in units:
        cells = []
        for column in columns:
            tally = tallies.get((unit.pk, column.step.pk), Tally())
            _add_issuer(tally, unit, column, owns)
            cells.append(Cell(column.step, owns.get((unit.pk, column.step.pk)), tally))
        rows.append((unit, cells))
    return Matrix(columns, rows)


def _add_issuer(tally: Tally, unit: Unit, column: Column, owns: dict) -> None:
    """An issuer that lies below the row counts there for its own step: its parent lies outside of the notice's reach."""
    issuer = column.step.notice.issuer
    own = owns.get((issuer.pk, column.step.pk))
    if own and issuer.pk != unit.pk and issuer.is_within(unit):
        tally.total += 1
        if own.standing != Standing.NOT_BEGUN:
            setattr(tally, own.standing, getattr(tally, own.standing) + 1)


def _tallies(root: Unit, units: list[Unit], columns: list[Column], today: date) -> dict[tuple[int, int], Tally]:
    """The owners below each unit, counted by their parents; four queries."""
    tallies: dict[tuple[int, int], Tally] = defaultdict(Tally)
    by_path = {unit.path: unit.pk for unit in units}
    plain = [column for column in columns if not column.task]
    _count_whole(root, plain, by_path, tallies)
    _count_said(root, plain, by_path, tallies)
    for column in plain:
        for pk in by_path.values():
            if (pk, column.step.pk) in tallies:
                tallies[pk, column.step.pk].settle(column.closes_on, today)
    _count_filed(root, [column for column in columns if column.task], by_path, tallies)
    return tallies


def _over(path: str, by_path: dict[str, int]) -> Iterable[int]:
    """The rows that a place lies at or below."""
    codes = path.strip("/").split("/")
    for depth in range(1, len(codes) + 1):
        if (pk := by_path.get(f"/{'/'.join(codes[:depth])}/")) is not None:
            yield pk


def _count_whole(root, columns, by_path, tallies) -> None:
    levels = {owner for column in columns for owner in column.step.owners}
    chosen = {pk for column in columns for pk in column.only or ()}
    if not levels:
        return
    here = Unit.objects.active().within(root).exclude(parent=None).order_by()
    groups = list(here.filter(level__in=levels).values_list("parent__path", "level").annotate(Count("pk")))
    designated = list(here.filter(pk__in=chosen).values_list("parent__path", "level", "pk")) if chosen else []
    for column in columns:
        some = ((path, level, 1) for path, level, pk in designated if pk in (column.only or ()))
        for path, level, count in groups if column.only is None else some:
            if level in column.step.owners and column.covers(path):
                for pk in _over(path, by_path):
                    tallies[pk, column.step.pk].total += count


def _count_said(root, columns, by_path, tallies) -> None:
    steps = {column.step.pk: column for column in columns}
    rows = StepProgress.objects.filter(within(root.path, "unit__path"), step__in=steps, unit__parent__isnull=False)
    rows = rows.exclude(state=Progress.NOT_BEGUN).exclude(unit__state="closed").order_by()
    for step, path, state, count in rows.values_list("step", "unit__parent__path", "state").annotate(Count("pk")):
        if steps[step].covers(path):
            for pk in _over(path, by_path):
                setattr(tallies[pk, step], state, getattr(tallies[pk, step], state) + count)


def _count_filed(root, columns, by_path, tallies) -> None:
    tasks = {column.task.pk: column for column in columns}
    if not tasks:
        return
    late = Case(When(Q(state__in=MISSING, due_at__lt=Now()), then=Value(True)), default=Value(False))
    rows = Filing.objects.filter(within(root.path, "unit__path"), task__in=tasks, unit__parent__isnull=False).annotate(over=late)
    rows = rows.exclude(state=FilingState.EXEMPT).order_by()
    for task, path, state, over, count in rows.values_list("task", "unit__parent__path", "state", "over").annotate(Count("pk")):
        column = tasks[task]
        progress = Standing.OVERDUE if over else progress_of(state, column.task.review)
        for pk in _over(path, by_path) if column.covers(path) else ():
            tally = tallies[pk, column.step.pk]
            tally.total += count
            if progress != Progress.NOT_BEGUN:
                setattr(tally, progress, getattr(tally, progress) + count)


def waves_over(unit: Unit) -> list[RolloutWave]:
    """The phases of the notices that bind a unit and are laid on some 学区, in the order of their days."""
    phases = CalendarPhase.objects.current().filter(notice__issuer__path__in=unit.paths_upward())
    phases = phases.filter(notice__state=Notice.State.CURRENT, opens_on__isnull=False, closes_on__isnull=False)
    rows = phases.select_related("notice", "clause").order_by("opens_on", "position")
    return [
        RolloutWave(row.name, tuple(row.districts), tuple(half_years(row.opens_on, row.closes_on)), row)
        for row in rows
        if row.districts
    ]
