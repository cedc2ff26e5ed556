"""通报 as data: what units filed in a period, how far they are, and which targets they reached (岳教体通〔2020〕85号 四(四))."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from portal.kit.clock import SHANGHAI
from portal.units.models import Unit
from programs.enums.targets import Verdict
from programs.enums.tasks import TaskState
from programs.facts.targets import SHARES, Gathered, aim_of, targets_over
from programs.facts.tasks import Standing, standing
from programs.measures import Actual, measures
from programs.models import Program, Target, Task

COUNTED = ("trained_teachers", "trained_schools", "school_management_teams", "school_training_teams")


@dataclass
class Line:
    """One unit in a bulletin."""

    unit: Unit
    filed: Standing = field(default_factory=Standing)
    counted: dict[str, Actual] = field(default_factory=dict)
    due: int = 0
    met: int = 0

    @property
    def on_time(self) -> int:
        """Handed in before the deadline."""
        return self.filed.handed_in - self.filed.late


def bulletin(unit: Unit, units: list[Unit], program: Program, since: date, until: date, level: str | None = None) -> list[Line]:
    """A line for each of ``units``, which lie right below ``unit`` or are those of a level below it.

    The number of queries grows with the targets that are due, not with the units.
    """
    lines = {one.pk: Line(one) for one in units}
    for (pk, _task), counts in standing(tasks_due(since, until), units).items():
        lines[pk].filed += counts
    known = measures()
    for key in COUNTED:
        if key in known and known[key].below:
            _spread(lines, key, known[key].below(unit, program, until, level))
    _add_targets(lines, unit, program, until, level)
    return list(lines.values())


def _spread(lines: dict[int, Line], key: str, counts: dict[int, Actual]) -> None:
    for pk, actual in counts.items():
        if pk in lines:
            lines[pk].counted[key] = actual


def tasks_due(since: date, until: date) -> Iterable[Task]:
    """What was to be handed in from one day to another."""
    first, last = (datetime.combine(day, clock, SHANGHAI) for day, clock in ((since, time.min), (until, time.max)))
    return Task.objects.filter(state__in=(TaskState.OPEN, TaskState.CLOSED), due_at__range=(first, last))


def _add_targets(lines: dict[int, Line], unit: Unit, program: Program, until: date, level: str | None) -> None:
    """How many share targets were due by the last day, and how many of them each unit had reached."""
    known, groups = measures(), defaultdict(list)
    for row in targets_over(unit, program):
        if row.measure in SHARES and row.measured_by in known and known[row.measured_by].below:
            groups[row.notice_id, row.key].append(row)
    for rows in groups.values():
        _judge_each(lines, rows, Below(unit, program, until, level))


def _judge_each(lines: dict[int, Line], rows: list[Target], gathered: "Below") -> None:
    for line in lines.values():
        gathered.child = line.unit.pk
        for step in aim_of(rows, gathered, line.unit, []).steps:
            if step.target.due_on <= gathered.until and step.verdict != Verdict.UNKNOWN:
                line.due += 1
                line.met += step.verdict == Verdict.MET


class Below(Gathered):
    """Counts of one unit below at a time, each day's asked for all of them at once."""

    child: int

    def __init__(self, unit: Unit, program: Program, until: date, level: str | None):
        super().__init__(unit, program, until)
        self.level, self.all = level, {}

    def at(self, measure, day: date) -> Actual | None:
        day = min(day, self.until)
        if (measure.key, day) not in self.all:
            counts = measure.below(self.unit, self.program, day, self.level)
            self.all[measure.key, day] = counts or measure.below(self.unit, self.program, self.until, self.level)
        return self.all[measure.key, day].get(self.child)
