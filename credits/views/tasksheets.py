"""任务单: looked at, issued, printed for a whole school."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from credits import finding
from credits.actions import tasksheets as actions
from portal.documents.policies import can_issue
from portal.documents.rendering import render as draw
from portal.kit.pages import refusals_to_messages


@login_required
@require_safe
def sheet(request, code):
    """The sheet as it would print now, marked 校对稿."""
    teacher, program = finding.find_teacher(request, code), _program(request.GET)
    with refusals_to_messages(request):
        [drawn] = draw(actions.sheets_of(teacher.unit, program, [teacher]), draft=True)
        response = HttpResponse(drawn.pdf, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="tasks-{teacher.code}.pdf"'
        response["Cache-Control"] = "no-store"
        return response
    return redirect("credits:planner", teacher.code)


@login_required
@require_POST
def issue(request, code):
    """Issue one teacher's sheet with its number and keep it in the archive."""
    teacher, program = finding.find_teacher(request, code), _program(request.POST)
    if not can_issue(request.user, teacher.unit):
        raise Http404
    with refusals_to_messages(request):
        document = actions.issue(teacher=teacher, program=program, by=request.user)
        messages.success(request, _("已生成%(number)s，可以下载打印。") % {"number": document.number})
        return redirect(document)
    return redirect("credits:planner", teacher.code)


@login_required
@require_POST
def batch(request):
    """All sheets of a school, by a job."""
    unit = get_object_or_404(finding.units_in_reach(request.user), code=request.POST.get("unit", ""))
    program = _program(request.POST)
    if not can_issue(request.user, unit):
        raise Http404
    with refusals_to_messages(request):
        return redirect(actions.request_batch(unit=unit, program=program, by=request.user))
    return redirect(f"{reverse('credits:choice-overview')}?unit={unit.code}")


def _program(query):
    program = finding.find_program(query)
    if program is None:
        raise Http404
    return program
