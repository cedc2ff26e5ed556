"""What hours and credits say on the front page: the unit's rate against its target, and to a teacher what is missing."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from credits.dossiers import judged
from credits.facts.runs import latest_run, row_of
from credits.finding import find_program
from portal.accounts.enums import OFFICE_ROLES, Role
from portal.kit.desk import Figure, Item, Waiting
from portal.units.enums import Level
from programs.facts.targets import reached
from schools.models import Teacher


def completion(user, post) -> Iterator[Item]:
    """Everything completion has to say to this person; a fixed number of queries for each target of a notice."""
    if post is None or not (post.role in OFFICE_ROLES or post.role == Role.TEACHER):
        return
    program = find_program({})
    if program is None:
        return
    yield from _own(user, program) if post.role == Role.TEACHER else _of_unit(user, post.unit, program)


def _own(user, program) -> Iterator[Item]:
    """A teacher's own gaps."""
    person = Teacher.objects.employed().filter(user=user).select_related("unit").first()
    if person is None:
        return
    found = judged(person, program)
    if found.standings:
        yield Figure(_("我的学时学分"), found.judgement.status.label, url=reverse("credits:my"))
    if found.missing:
        what = _("完成学时学分要求：%s") % "；".join(one.cited for one in found.missing)
        yield Waiting(what, reverse("credits:my"), _("查看"))


def _of_unit(user, unit, program) -> Iterator[Figure]:
    """The rate of the unit acted for, with the next target where a notice sets one."""
    run = latest_run(user, program, unit)
    row = row_of(run, unit) if run else None
    if row is None or not row.required:
        return
    counts = _("%(complete)s/%(required)s 人，截至 %(day)s") % {
        "complete": f"{row.complete:,}",
        "required": f"{row.required:,}",
        "day": run.as_of.isoformat(),
    }
    url = f"{reverse('credits:completion')}?unit={unit.code}"
    yield Figure(_("学时学分完成率"), row.percent, counts, url)
    if unit.level != Level.SCHOOL:
        yield from _next_target(unit, program, run, url)


def _next_target(unit, program, run, url) -> Iterator[Figure]:
    """The first target still to come; when all years are over, the last."""
    targets = [one for one in reached(unit, program, run.as_of) if one.actual and one.actual.of]
    chosen = next((one for one in targets if one.open), targets[-1] if targets else None)
    if chosen:
        note = _("%s目标") % chosen.target.deadline
        yield Figure(chosen.target.name, f"{chosen.done:,}/{chosen.needed:,}", note, url)
