"""One notice: what it says, its file and the format of such files."""

from django.contrib.auth.decorators import login_required
from django.db.models import F, Prefetch
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.kit.exports import download
from programs.facts.notices import bases_of, implementing
from programs.facts.receipts import counted, own_receipts
from programs.models import Assumption, CalendarPhase, CalendarStep, Clause, Notice, PolicyValue, Target
from programs.notice_file import notice_schema
from programs.policies.notices import can_load_notice
from programs.preview import rows_in_force
from programs.sections import links_of

YAML = "application/yaml; charset=utf-8"


@login_required
@require_safe
def notice(request, pk):
    found = get_object_or_404(Notice.objects.visible_to(request.user).select_related("issuer", "program", "replaced_by"), pk=pk)
    return render(
        request,
        "programs/notice.html",
        {
            "notice": found,
            "clauses": rows_in_force(Clause, found),
            "values": rows_in_force(PolicyValue, found).select_related("clause", "unit"),
            "targets": rows_in_force(Target, found).select_related("clause"),
            "phases": _phases(found),
            "assumptions": rows_in_force(Assumption, found).select_related("clause"),
            "links": links_of(found, request.user),
            "versions": list(found.versions.select_related("loaded_by").defer("text")),
            "bases": bases_of(found, request.user),
            "implementing": implementing(found, request.user),
            "files": found.files.current(),
            "receipts": counted(found, request.user),
            "own_receipts": list(own_receipts(request.user).filter(notice=found).order_by("unit__path")[:20]),
            "may_act": can_load_notice(request.user, found.issuer),
        },
    )


def _phases(notice: Notice):
    """The phases with their steps; a phase that is a step itself says it all in its own line."""
    steps = CalendarStep.objects.current().exclude(key=F("phase__key")).select_related("clause").order_by("position")
    phases = rows_in_force(CalendarPhase, notice).select_related("clause")
    return phases.prefetch_related(Prefetch("steps", steps, to_attr="told"))


@login_required
@require_safe
def notice_file(request, pk, version=None):
    """The notice file as it was loaded; the newest version unless another is asked for."""
    found = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    versions = found.versions.filter(number=version) if version else found.versions.all()
    kept = get_object_or_404(versions[:1])
    return download(kept.text.encode(), f"{found.number}-v{kept.number}.yaml", YAML)


@login_required
@require_safe
def schema(request):
    """The JSON Schema of notice files, for editors and checkers."""
    return JsonResponse(
        notice_schema(), json_dumps_params={"ensure_ascii": False, "indent": 2}, content_type="application/schema+json"
    )
