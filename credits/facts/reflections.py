"""Which stages a teacher reflects on, and who has done so; a fixed number of queries."""

from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from credits.models import StageReflection
from portal.units.enums import Level
from portal.units.models import Unit, within
from programs.enums.notices import NoticeState, PhaseKind
from programs.models import CalendarPhase, Clause
from schools.enums import StaffCategory
from schools.models import Teacher

ASKED = "反思"
BELOW_COUNTY = frozenset({Level.SCHOOL_DISTRICT, Level.TOWNSHIP, Level.SCHOOL})


def stages_of(unit, program):
    """The stages of the calendars that bind a unit, in their order of time; one of some 学区 binds only what lies there."""
    rows = CalendarPhase.objects.current().filter(kind=PhaseKind.PHASE, opens_on__isnull=False, **_binding(unit, program))
    if unit.level in BELOW_COUNTY:
        rows = rows.exclude(pk__in=_elsewhere(rows, unit))
    return rows.select_related("notice__issuer", "clause__notice").order_by("opens_on", "notice", "position", "pk")


def _elsewhere(rows, unit) -> list[int]:
    """Those of the stages that name 学区 none of which the unit lies in."""
    named = [(pk, names) for pk, names in rows.values_list("pk", "districts") if names]
    above = set(Unit.objects.filter(path__in=unit.paths_upward()).values_list("name", flat=True)) if named else set()
    return [pk for pk, names in named if not above.intersection(names)]


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
    """The teachers at and below a unit whom a stage binds, with ``written``: whether they have reflected on it."""
    own = StageReflection.objects.filter(teacher=OuterRef("pk"), phase=phase)
    rows = Teacher.objects.employed().filter(within(unit.path, "unit__path"), category=StaffCategory.TEACHER)
    if phase.districts:
        rows = rows.filter(_in_districts(phase))
    return rows.select_related("unit").annotate(written=Exists(own))


def _in_districts(phase) -> Q:
    """Who works in one of the 学区 a stage names."""
    found = Unit.objects.active().at(Level.SCHOOL_DISTRICT).filter(name__in=phase.districts)
    paths = found.filter(within(phase.notice.issuer.path)).values_list("path", flat=True)
    return reduce(or_, (within(path, "unit__path") for path in paths), Q(pk__in=[]))
