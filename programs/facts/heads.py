"""Figures of heads and bureaus for supervision and the yearly assessment: gathered for many units at once."""

from dataclasses import dataclass
from datetime import date

from portal.accounts.enums import Role
from portal.accounts.models import Post
from portal.units.enums import Level
from portal.units.models import Unit
from programs.enums.heads import WEIGHTS, Part
from programs.facts.bulletin import Line, bulletin
from programs.finding import units_below
from programs.measures import Actual, measures
from programs.models import Program
from programs.rules.heads import OF_ENVIRONMENT, composite, ranks, rate, weight_known
from schools.models import School


@dataclass
class HeadLine:
    """One unit with its head, the parts of its composite in hundredths, how much of the weight they carry, and its rank."""

    unit: Unit
    head: str
    line: Line
    accepted: Actual | None
    parts: dict[str, int | None]
    rank: int | None = None

    @property
    def score(self) -> int | None:
        return composite(self.parts)

    @property
    def known(self) -> int:
        return weight_known(self.parts)

    @property
    def cells(self) -> list[int | None]:
        return [self.parts[part] for part in WEIGHTS]


def head_lines(unit: Unit, program: Program, since: date, until: date, level: str | None = Level.SCHOOL) -> list[HeadLine]:
    """The units of ``level`` below one (right below where none is named), a school by itself among those of its parent.

    The queries do not grow with the units.
    """
    over = unit.parent if unit.level == Level.SCHOOL else unit
    level = Level.SCHOOL if unit.level == Level.SCHOOL else level
    units = list(units_below(over, level).order_by("path"))
    lines = bulletin(over, units, program, since, until, level)
    accepting = measures().get("accepted_results")
    accepted = accepting.below(over, program, until, level) if accepting else {}
    heads, places = _heads(units), _environments(units)
    found = [_told(line, accepted.get(line.unit.pk), heads, places) for line in lines]
    for row, rank in zip(found, ranks([row.score for row in found]), strict=True):
        row.rank = rank
    return [row for row in found if unit.level != Level.SCHOOL or row.unit.pk == unit.pk]


def _told(line: Line, accepted: Actual | None, heads, environments) -> HeadLine:
    teachers = line.counted.get("trained_teachers")
    parts = {
        Part.COMPLETION: rate(teachers.done, teachers.of) if teachers else None,
        Part.TARGETS: rate(line.met, line.due),
        Part.ACCEPTANCE: rate(accepted.done, accepted.of) if accepted else None,
        Part.FILINGS: rate(line.on_time, line.filed.asked),
        Part.TEAMS: _teams(line),
        Part.ENVIRONMENT: OF_ENVIRONMENT.get(environments.get(line.unit.pk)),
    }
    return HeadLine(line.unit, heads.get(line.unit.pk, ""), line, accepted, parts)


def _teams(line: Line) -> int | None:
    """The schools with a management team and those with a training team, of twice the schools."""
    found = [line.counted[key] for key in ("school_management_teams", "school_training_teams") if key in line.counted]
    return rate(sum(one.done for one in found), sum(one.of for one in found))


def _heads(units) -> dict[int, str]:
    """Unit → its head: 校长（园长） of a school, the leader of a bureau; one query."""
    posts = Post.objects.current().filter(unit__in=[unit.pk for unit in units], role__in=(Role.CIO, Role.BUREAU_LEADER))
    return dict(posts.order_by("-pk").values_list("unit", "user__name"))


def _environments(units) -> dict[int, str]:
    rows = School.objects.current().filter(unit__in=[unit.pk for unit in units])
    return dict(rows.values_list("unit", "environment"))
