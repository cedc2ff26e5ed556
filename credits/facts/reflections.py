"""Which stages a teacher reflects on, and who has done so; a fixed number of queries."""

from django.db.models import Exists, OuterRef

from credits.models import StageReflection
from portal.units.models import within
from programs.enums.notices import NoticeState, PhaseKind
from programs.models import CalendarPhase, Clause
from schools.enums import StaffCategory
from schools.models import Teacher

ASKED = "反思"


def stages_of(unit, program):
    """The stages of the calendars that bind a unit, in their order of time."""
    rows = CalendarPhase.objects.current().filter(kind=PhaseKind.PHASE, opens_on__isnull=False, **_binding(unit, program))
    return rows.select_related("notice", "clause__notice").order_by("opens_on", "notice", "position", "pk")


def asked_by(unit, program, user) -> list[Clause]:
    """The clauses that bind a unit and ask for reflections in so many words, as far as the user may read them; one query."""
    rows = Clause.objects.current().visible_to(user).filter(text__contains=ASKED, **_binding(unit, program))
    return list(rows.select_related("notice").order_by("notice", "position", "pk"))


def _binding(unit, program) -> dict:
    return {"notice__program": program, "notice__issuer__path__in": unit.paths_upward(), "notice__state": NoticeState.CURRENT}


def chosen_stage(stages: list[CalendarPhase], asked: str, today) -> CalendarPhase | None:
    """The stage somebody names, else the one begun last, else the first."""
    named = next((one for one in stages if str(one.pk) == asked), None)
    begun = [one for one in stages if one.opens_on <= today]
    return named or (begun[-1] if begun else next(iter(stages), None))


def written_by(teacher, phases) -> dict[int, StageReflection]:
    """Stage → what the teacher wrote on it."""
    return {row.phase_id: row for row in StageReflection.objects.filter(teacher=teacher, phase__in=phases)}


def people_of(unit, phase):
    """The teachers at and below a unit with ``written``: whether they have reflected on a stage."""
    own = StageReflection.objects.filter(teacher=OuterRef("pk"), phase=phase)
    rows = Teacher.objects.employed().filter(within(unit.path, "unit__path"), category=StaffCategory.TEACHER)
    return rows.select_related("unit").annotate(written=Exists(own))
