"""Which stages a teacher reflects on, and who has done so; a fixed number of queries."""

from django.db.models import Exists, OuterRef

from credits.models import StageReflection
from portal.units.models import within
from programs.enums.notices import NoticeState, PhaseKind
from programs.models import CalendarPhase
from schools.enums import StaffCategory
from schools.models import Teacher


def stages_of(unit, program):
    """The stages of the calendars that bind a unit, in their order of time."""
    binding = {"notice__program": program, "notice__issuer__path__in": unit.paths_upward(), "notice__state": NoticeState.CURRENT}
    rows = CalendarPhase.objects.current().filter(kind=PhaseKind.PHASE, opens_on__isnull=False, **binding)
    return rows.select_related("notice", "clause").order_by("opens_on", "notice", "position", "pk")


def written_by(teacher, phases) -> dict[int, StageReflection]:
    """Stage → what the teacher wrote on it."""
    return {row.phase_id: row for row in StageReflection.objects.filter(teacher=teacher, phase__in=phases)}


def people_of(unit, phase):
    """The teachers at and below a unit with ``written``: whether they have reflected on a stage."""
    own = StageReflection.objects.filter(teacher=OuterRef("pk"), phase=phase)
    rows = Teacher.objects.employed().filter(within(unit.path, "unit__path"), category=StaffCategory.TEACHER)
    return rows.select_related("unit").annotate(written=Exists(own))
