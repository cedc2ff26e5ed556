"""Targets of notices against what was reached."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from portal.units.models import Unit
from programs.enums.notices import Counting, TargetMeasure
from programs.measures import Actual, measures
from programs.models import Notice, Program, Target

WHOLE = 10_000


@dataclass(frozen=True)
class Reached:
    """A step of a target: the share due by the end of its year (hundredths of a percent, earlier years included), and the count."""

    target: Target
    due: int
    actual: Actual | None
    open: bool

    @property
    def needed(self) -> int:
        """How many make up the due share, a part of one counting as one."""
        return -(-self.due * self.actual.of // WHOLE)

    @property
    def short(self) -> int:
        return max(0, self.needed - self.actual.done)


def reached(unit: Unit, program: Program, until: date) -> list[Reached]:
    """The share targets set for the unit or over it that somebody counts, year by year.

    A year that has ended is counted as of its last day where it was counted then, everything else as of ``until``.
    """
    known = measures()
    rows = Target.objects.current().filter(
        key__in=known,
        notice__program=program,
        notice__state=Notice.State.CURRENT,
        notice__issuer__path__in=unit.paths_upward(),
        measure__in=[TargetMeasure.SHARE_OF_TEACHERS, TargetMeasure.SHARE_OF_SCHOOLS],
    )
    sums, found, counted = defaultdict(int), [], {}
    for target in rows.select_related("notice__issuer", "clause__notice").order_by("notice__issued_on", "notice_id", "key", "year"):
        day = min(until, date(target.year, 12, 31))
        if (target.key, day) not in counted:
            gather = known[target.key].gather
            counted[target.key, day] = gather(unit, program, day) or gather(unit, program, until)
        sums[target.notice_id, target.key] += target.value
        due = target.value if target.counting == Counting.CUMULATIVE else sums[target.notice_id, target.key]
        found.append(Reached(target, due, counted[target.key, day], open=target.year >= until.year))
    return found
