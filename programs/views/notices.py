from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.kit.paging import page_of
from portal.units.models import Unit
from programs.forms.notices import NoticeFilter
from programs.models import Assumption, CalendarPhase, Clause, Notice, PolicyValue, Program, Target
from programs.notice_file import notice_schema
from programs.parameters import parameter_named
from programs.policies.notices import can_load_somewhere
from programs.policy import resolve
from programs.preview import rows_in_force
from programs.sections import links_of

CHILDREN_SHOWN = 60
FOUND_SHOWN = 20


@login_required
@require_safe
def notice_list(request):
    form = NoticeFilter(request.GET)
    notices = form.apply(Notice.objects.visible_to(request.user).select_related("issuer", "program"))
    page = page_of(request, notices, order=["-issued_on", "-pk"])
    return render(request, "programs/notice_list.html", {"form": form, "page": page, "may_load": can_load_somewhere(request.user)})


@login_required
@require_safe
def notice(request, pk):
    found = get_object_or_404(Notice.objects.visible_to(request.user).select_related("issuer", "program"), pk=pk)
    return render(
        request,
        "programs/notice.html",
        {
            "notice": found,
            "clauses": rows_in_force(Clause, found),
            "values": rows_in_force(PolicyValue, found).select_related("clause", "unit"),
            "targets": rows_in_force(Target, found).select_related("clause"),
            "phases": rows_in_force(CalendarPhase, found).select_related("clause"),
            "assumptions": rows_in_force(Assumption, found).select_related("clause"),
            "links": links_of(found, request.user),
            "versions": found.versions.select_related("loaded_by").defer("text"),
        },
    )


@login_required
@require_safe
def notice_file(request, pk, version=None):
    """The notice file as it was loaded; the newest version unless another is asked for."""
    found = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    versions = found.versions.filter(number=version) if version else found.versions.all()
    kept = get_object_or_404(versions[:1])
    response = HttpResponse(kept.text, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="notice-{found.pk}-v{kept.number}.yaml"'
    return response


@login_required
@require_safe
def schema(request):
    """The JSON Schema of notice files, for editors and checkers."""
    return JsonResponse(
        notice_schema(), json_dumps_params={"ensure_ascii": False, "indent": 2}, content_type="application/schema+json"
    )


@login_required
@require_safe
def policy(request):
    """Which policy binds a unit, who set it and where; starts at the unit one acts for."""
    units = Unit.objects.visible_to(request.user)
    unit = _asked_unit(request, units)
    programs = list(Program.objects.visible_to(request.user).order_by("pk"))
    program = next((one for one in programs if one.code == request.GET.get("program")), programs[0] if programs else None)
    context = {"unit": unit, "programs": programs, "program": program, "q": request.GET.get("q", "").strip()[:60]}
    context["found"] = _found(units, context["q"])
    if unit and program:
        context |= _policy_of(unit, program) | _neighbours(unit, units)
    return render(request, "programs/policy.html", context)


def _asked_unit(request, units):
    code = request.GET.get("unit", "")
    if code:
        return get_object_or_404(units, code=code)
    return request.post.unit if request.post else None


def _found(units, words: str) -> list[Unit]:
    """Units by code or part of the name, for the finder of the page."""
    if not words:
        return []
    return list(units.filter(Q(code__startswith=words) | Q(name__contains=words)).order_by("path")[: FOUND_SHOWN + 1])


def _policy_of(unit: Unit, program: Program) -> dict:
    rows = resolve(unit, program)
    stated = [row for row in rows.values() if row]
    assumptions = Assumption.objects.current().filter(notice__in={row.notice.pk for row in stated})
    return {
        "stated": stated,
        "unstated": [parameter_named(key).label for key, row in rows.items() if row is None],
        "assumptions": assumptions.select_related("notice", "clause").order_by("notice_id", "position"),
    }


def _neighbours(unit: Unit, units) -> dict:
    """The line of units above and the units directly below, as far as the user may see them."""
    below = list(units.active().filter(parent=unit).order_by("position", "code")[: CHILDREN_SHOWN + 1])
    return {"line": units.above(unit), "below": below[:CHILDREN_SHOWN], "more_below": len(below) > CHILDREN_SHOWN}
