from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.jobs import actions, list_files, policies
from portal.jobs.enums import JobState
from portal.jobs.forms import JobFilter
from portal.jobs.long_lists import list_named
from portal.jobs.models import Job, ListFile
from portal.jobs.timing import in_words, time_left
from portal.kit.exports import FORMATS, file_download
from portal.kit.pages import refusals_to_messages
from portal.kit.paging import page_of
from portal.kit.text import inside_quotes


def _visible(request, pk: int) -> Job:
    return get_object_or_404(Job.objects.visible_to(request.user).select_related("unit", "requested_by"), pk=pk)


def _shown(request, job: Job) -> dict:
    return {
        "job": job,
        "left": in_words(time_left(job)),
        "can_cancel": not job.finished and not job.cancel_requested_at and policies.can_steer(request.user, job),
        "can_retry": job.state == JobState.FAILED and policies.can_steer(request.user, job),
    }


@login_required
@require_safe
def job_list(request):
    form = JobFilter(request.GET)
    jobs = form.apply(Job.objects.visible_to(request.user)).select_related("unit", "requested_by")
    return render(request, "jobs/job_list.html", {"form": form, "page": page_of(request, jobs, order=["-pk"])})


@login_required
@require_safe
def job(request, pk):
    return render(request, "jobs/job.html", _shown(request, _visible(request, pk)))


@login_required
@require_safe
def progress(request, pk):
    """The part of a job's page that changes, asked for again every second; the whole page once the job has ended.

    Also when its state is no longer the one ``shown``, since the head of the page, its times and buttons say it too.
    """
    found = _visible(request, pk)
    if found.finished or request.GET.get("shown", found.state) != found.state:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "jobs/_progress.html", {"job": found, "left": in_words(time_left(found))})


@login_required
@require_POST
def cancel(request, pk):
    job = _visible(request, pk)
    with refusals_to_messages(request):
        job = actions.cancel(job=job, by=request.user)
        told = _("“%(job)s”已取消。") if job.finished else _("已要求取消“%(job)s”，当前一步做完后停止。")
        messages.success(request, told % {"job": inside_quotes(str(job))})
    return redirect(job)


@login_required
@require_POST
def retry(request, pk):
    job = _visible(request, pk)
    with refusals_to_messages(request):
        actions.retry(job=job, by=request.user)
        messages.success(request, _("“%(job)s”已重新开始。") % {"job": inside_quotes(str(job))})
    return redirect(job)


@login_required
@require_POST
def list_new(request):
    """Ask for a long list as a file; the job's page leads to it."""
    out, kind = list_named(request.POST.get("list", "")), request.POST.get("kind")
    if out is None or kind not in FORMATS:
        raise Http404
    return redirect(list_files.ask_for(out=out, query=request.POST.get("query", "")[:2000], kind=kind, by=request.user))


@login_required
@require_safe
def list_file(request, pk):
    row = get_object_or_404(ListFile.objects.visible_to(request.user).select_related("job"), pk=pk)
    return file_download(list_files.fetch(row=row, by=request.user), row.name)
