from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from credits import dossiers, finding
from credits.facts.declarations import open_choices
from credits.facts.dossiers import certificates_of
from credits.facts.sent_up import mark_sent
from credits.facts.years import mark_closed
from credits.models import Declaration
from credits.policies.declarations import can_declare_for
from credits.policies.years import can_adjust
from credits.views.ledger import mark_voidable
from credits.words.stages import groups_of
from portal.sheets.models import Upload
from schools.models import Teacher


@login_required
@require_safe
def teacher(request, code):
    """One teacher's ledger and how it is judged."""
    person = finding.find_teacher(request, code)
    return _page(request, person, own=person.user_id == request.user.pk)


@login_required
@require_safe
def my(request):
    """A teacher's own page."""
    person = Teacher.objects.current().filter(user=request.user).select_related("unit__parent").first()
    if person is None:
        return render(request, "credits/teacher.html", {"teacher": None, "own": True})
    return _page(request, person, own=True)


def _page(request, person, *, own):
    program = finding.find_program(request.GET)
    if program is None and not own:
        raise Http404
    context = {"teacher": person, "program": program, "own": own}
    if program:
        context |= _told(request, person, program)
    return render(request, "credits/teacher.html", context)


def _told(request, person, program) -> dict:
    judged = dossiers.judged(person, program)
    found = dossiers.dossier(person, program, request.user)
    mark_closed(found.hours)
    mark_sent(found.credits)
    for row in found.hours:
        row.adjustable = row.closed and can_adjust(request.user, person)
    for rows in (found.hours, found.selections, found.credits, found.assessments):
        mark_voidable(rows, request.user)
    startable = {row.pk for row in open_choices(person)} if can_declare_for(request.user, person) else set()
    for row in found.selections:
        row.startable = row.pk in startable
    context = {"judged": judged, "lines": dossiers.lines_of(judged, request.user), "dossier": found, "years": found.years()}
    context["adjusts"] = can_adjust(request.user, person)
    context["certificates"] = certificates_of(person, program, request.user)
    declared = Declaration.objects.visible_to(request.user).filter(teacher=person, program=program).select_related("ability")
    context["stages"] = groups_of(
        selections=found.selections, declarations=declared, entries=found.credits, certificates=context["certificates"]
    )
    context["anchors"] = {group.anchor for group in context["stages"]}
    return context | {"uploads": _uploads(request.user, found)}


def _uploads(user, found) -> set[int]:
    """Of the uploads that wrote these rows, those whose page the user may open; one query."""
    rows = [*found.hours, *found.selections, *found.credits, *found.assessments]
    wrote = {row.upload_id for row in rows if row.upload_id}
    return set(Upload.objects.visible_to(user).filter(pk__in=wrote).values_list("pk", flat=True)) if wrote else set()
