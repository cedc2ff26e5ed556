"""电子档案: a teacher's page and paper, and the package of a school."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from credits import dossiers, finding
from credits.actions import packing
from credits.documents.dossiers import dossier_paper
from credits.facts.dossiers import archive_of
from credits.policies.reviews import can_panel
from portal.documents import bundles
from portal.documents.rendering import render as draw
from portal.jobs.models import Job
from portal.kit.errors import DomainError
from portal.kit.exports import download
from portal.kit.pages import refusals_to_messages


def _found(request, code):
    teacher = finding.find_teacher(request, code)
    program = finding.find_program(request.GET)
    if program is None:
        raise Http404
    judged, ledger = dossiers.judged(teacher, program), dossiers.dossier(teacher, program, request.user)
    return teacher, program, judged, ledger, archive_of(teacher, program, request.user)


@login_required
@require_safe
def dossier(request, code):
    """What is on record of a teacher; a fixed number of queries."""
    teacher, program, judged, ledger, archive = _found(request, code)
    context = {
        "teacher": teacher,
        "program": program,
        "own": teacher.user_id == request.user.pk,
        "judged": judged,
        "lines": dossiers.lines_of(judged, request.user),
        "years": ledger.years(),
        "counting": ledger.counting(),
        "archive": archive,
        "packs": can_panel(request.user, teacher.unit),
    }
    return render(request, "credits/dossier/dossier.html", context)


@login_required
@require_safe
def paper(request, code):
    """The same as a PDF, drawn when asked for."""
    teacher, program, judged, ledger, archive = _found(request, code)
    made = dossier_paper(teacher, program, judged=judged, ledger=ledger, archive=archive)
    try:
        (drawn,) = draw([made])
    except DomainError as refusal:
        messages.error(request, refusal.sentence())
        return redirect("credits:dossier", teacher.code)
    return download(drawn.pdf, f"{made.title}-{teacher.name}.pdf", "application/pdf")


@login_required
@require_POST
def pack(request):
    """Have a school's dossiers packed; the job's page tells how far it is."""
    unit = get_object_or_404(finding.units_in_reach(request.user), code=request.POST.get("unit", ""))
    program = finding.find_program(request.POST)
    if program is None:
        raise Http404
    films = request.POST.get("films") == "yes"
    with refusals_to_messages(request):
        return redirect(packing.request_package(unit=unit, program=program, films=films, by=request.user))
    return redirect("credits:completion")


@login_required
@require_safe
def package(request, pk):
    """The package a job made; a week later it must be made again."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk, kind=packing.KIND)
    name = job.result.get("files", {}).get("zip")
    if not name or not can_panel(request.user, job.unit):
        raise Http404
    path = bundles.path_of(name)
    if not path.is_file():
        messages.error(request, _("打包的文件只保留 7 天，请重新打包。"))
        return redirect(job)
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{job.title}.zip", content_type="application/zip")
