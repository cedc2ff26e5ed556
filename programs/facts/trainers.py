"""How many chief trainers a notice asks for, and how many there are (佛教人〔2020〕8号 附件1三(四))."""

from dataclasses import dataclass

from portal.units.models import Unit, within
from programs.enums.calendar import DesignationKind
from programs.facts.targets import Reached, aims, targets_over
from programs.finding import today
from programs.models import Designation, Program

MEASURE = f"designated_{DesignationKind.LEAD_TRAINER.value}"


@dataclass(frozen=True)
class Places:
    """The target over a unit as its issuer stands with it, None where no notice sets one, and how many this unit has."""

    step: Reached | None
    own: int


def places_of(unit: Unit, program: Program) -> Places:
    """What is asked of the issuer of the latest notice, reached by all its units together."""
    rows = [row for row in targets_over(unit, program) if row.measured_by == MEASURE]
    issuer = rows[-1].notice.issuer if rows else None
    found = aims(issuer, program, today(), [row for row in rows if row.notice_id == rows[-1].notice_id]) if issuer else []
    held = Designation.objects.current().filter(within(unit.path, "unit__path"), program=program)
    return Places(found[0].current if found else None, held.filter(kind=DesignationKind.LEAD_TRAINER).count())
