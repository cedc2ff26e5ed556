"""公平性档案: asked for by the office, fetched from the job that made it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from awards.actions import fairness
from awards.policies.cycles import OFFICE
from awards.views.panels import find_office_cycle
from portal.documents import bundles
from portal.jobs.models import Job


@login_required
@require_POST
def pack(request, code):
    """Ask for the package; the job's page tells how far it is."""
    return redirect(fairness.request_package(cycle=find_office_cycle(request, code), by=request.user))


@login_required
@require_safe
def package(request, pk):
    """The package a job made; a week later it must be made again."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk, kind=fairness.KIND)
    name = job.result.get("files", {}).get("zip")
    if not name or not request.user.holds(*OFFICE, unit=job.unit):
        raise Http404
    path = bundles.path_of(name)
    if not path.is_file():
        messages.error(request, _("打包的文件只保留 7 天，请重新打包。"))
        return redirect(job)
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{job.title}.zip", content_type="application/zip")
