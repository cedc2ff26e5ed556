"""Targets of notices against what was reached."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby

from portal.kit.numbers import plain_hundredths
from portal.units.models import Unit
from programs.enums.notices import TargetMeasure
from programs.enums.targets import TONES, Verdict
from programs.measures import Actual, Measure, measures
from programs.models import Assumption, Notice, Program, Target
from programs.rules import targets as rules

SHARES = frozenset({TargetMeasure.SHARE_OF_TEACHERS, TargetMeasure.SHARE_OF_SCHOOLS})


@dataclass(frozen=True)
class Reached:
    """A step of a target: what is due by its day (hundredths, of a percent for shares), and the count.

    ``before`` is the count of the step before where only what came since counts; ``binds`` is false where the figure is asked of
    a unit above as a whole, so that this unit only adds to it.
    """

    target: Target
    due: int
    actual: Actual | None
    open: bool
    before: Actual | None = None
    binds: bool = True
    today: date | None = None

    @property
    def needed(self) -> int:
        """How many make up what is due, a part of one counting as one."""
        return rules.needed(self.target.measure, self.due, self.actual.of if self.actual else 0)

    @property
    def done(self) -> int | None:
        """How many there are, those of the steps before left out where they do not count."""
        return None if self.actual is None else self.actual.done - (self.before.done if self.before else 0)

    @property
    def short(self) -> int:
        return max(0, self.needed - (self.done or 0))

    @property
    def verdict(self) -> Verdict:
        """How the figure stands against what is asked; a share of nothing is unknown."""
        if not self.binds:
            return Verdict.PART
        counted = None if self.actual is None or (self.is_share and not self.actual.of) else self.done
        day = self.target.due_on
        return rules.verdict_of(done=counted, needed=self.needed, due_on=day, today=self.today or day)

    @property
    def tone(self) -> str:
        return TONES[self.verdict]

    @property
    def asked(self) -> str:
        """What is due as people write it: 80%, 100 名."""
        if self.is_share:
            return f"{plain_hundredths(self.due)}%"
        return f"{self.needed:,} {self.target.counted_in}".strip()

    @property
    def is_share(self) -> bool:
        return self.target.measure in SHARES

    @property
    def percent(self) -> int | None:
        """The part reached in hundredths of a percent, of the whole for shares and of what is needed for numbers."""
        if self.actual is None:
            return None
        whole = self.actual.of if self.is_share else self.needed
        return self.done * rules.WHOLE // whole if whole else None


@dataclass(frozen=True)
class Aim:
    """One target with its steps in the order of their days, who counts it, and how the notice is read."""

    target: Target
    measure: Measure | None
    steps: list[Reached]
    readings: list[str] = field(default_factory=list)

    @cached_property
    def current(self) -> Reached:
        """The next step still to come; when all are over, the last."""
        return next((step for step in self.steps if step.open), self.steps[-1])


def reached(unit: Unit, program: Program, until: date) -> list[Reached]:
    """The share targets set for the unit or over it that somebody counts, step by step.

    A step whose day has passed is counted as of that day where it was counted then, everything else as of ``until``.
    """
    rows = [row for row in targets_over(unit, program) if row.measure in SHARES]
    return [step for aim in aims(unit, program, until, rows) if aim.measure for step in aim.steps]


def aims(unit: Unit, program: Program, until: date, rows: list[Target] | None = None) -> list[Aim]:
    """The targets of ``rows``, else all set for the unit or over it; a fixed number of queries for each step that is counted."""
    rows = targets_over(unit, program) if rows is None else rows
    gathered = Gathered(unit, program, until)
    read = _readings({row.notice_id for row in rows})
    groups = groupby(rows, key=lambda row: (row.notice_id, row.key))
    return [aim_of(sorted(steps, key=lambda step: step.due_on), gathered, unit, read.get(key, [])) for key, steps in groups]


def targets_over(unit: Unit, program: Program) -> list[Target]:
    """The current targets that bind the unit, in the order of their notices, each target's steps together."""
    rows = Target.objects.current().filter(
        notice__program=program, notice__state=Notice.State.CURRENT, notice__issuer__path__in=unit.paths_upward()
    )
    order = ("notice__issued_on", "notice_id", "position", "due_on")
    return list(rows.select_related("notice__issuer", "clause__notice").order_by(*order))


class Gathered:
    """Counts of one unit, each day's asked for once."""

    def __init__(self, unit: Unit, program: Program, until: date):
        self.unit, self.program, self.until = unit, program, until
        self.known: dict[tuple, Actual | None] = {}

    def at(self, measure: Measure, day: date) -> Actual | None:
        """The count as of that day where it was counted then, else the newest."""
        day = min(day, self.until)
        if (measure.key, day) not in self.known:
            count: Callable = measure.gather
            self.known[measure.key, day] = count(self.unit, self.program, day) or count(self.unit, self.program, self.until)
        return self.known[measure.key, day]


def aim_of(rows: list[Target], gathered, unit: Unit, readings: list[str]) -> Aim:
    """One target's steps against the counts that ``gathered.at`` answers."""
    measure = measures().get(rows[0].measured_by)
    asked = rules.asked_by(rows[0].counting, [(row.due_on, row.value) for row in rows])
    steps = [_step(row, one, measure, gathered, unit) for row, one in zip(rows, asked, strict=True)]
    own = [str(measure.reading)] if measure and measure.reading else []
    return Aim(rows[0], measure, steps, [*own, *readings])


def _step(row: Target, asked: rules.Asked, measure: Measure | None, gathered, unit: Unit) -> Reached:
    return Reached(
        target=row,
        due=asked.due,
        actual=gathered.at(measure, row.due_on) if measure else None,
        open=row.due_on >= gathered.until,
        before=gathered.at(measure, asked.since) if measure and asked.since else None,
        binds=row.measure in SHARES or row.notice.issuer_id == unit.pk,
        today=gathered.until,
    )


def _readings(notices: set[int]) -> dict[tuple, list[str]]:
    """How the portal reads a target, by notice and the target's key."""
    found: dict[tuple, list[str]] = {}
    for row in Assumption.objects.current().filter(notice__in=notices).order_by("position"):
        found.setdefault((row.notice_id, row.key), []).append(row.text)
    return found


@dataclass(frozen=True)
class Below:
    """The figures of one step at one unit below."""

    unit: Unit
    step: Reached


def below(aim: Aim, step: Reached, unit: Unit, program: Program, until: date) -> list[Below]:
    """How the units right below stand with a step; nothing where its measure does not tell."""
    if not (aim.measure and aim.measure.below):
        return []
    day = min(step.target.due_on, until)
    counts = aim.measure.below(unit, program, day) or aim.measure.below(unit, program, until)
    earlier = aim.measure.below(unit, program, asked_since(aim, step)) if step.before else {}
    children = Unit.objects.active().filter(pk__in=counts).order_by("position", "code")
    return [Below(child, _part(step, child, counts, earlier)) for child in children]


def asked_since(aim: Aim, step: Reached) -> date:
    """The day of the step before."""
    return aim.steps[aim.steps.index(step) - 1].target.due_on


def _part(step: Reached, child: Unit, counts: dict, earlier: dict) -> Reached:
    return Reached(
        target=step.target,
        due=step.due,
        actual=counts[child.pk],
        open=step.open,
        before=earlier.get(child.pk),
        binds=step.is_share,
        today=step.today,
    )
