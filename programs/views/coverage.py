"""试点覆盖: whether the pilots reach every place, stage and subject."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.kit.exports import FORMATS, table_download
from programs.facts.coverage import coverage_of
from programs.facts.pilot_candidates import candidates_of
from programs.finding import find_program, find_unit, line_of, today

CANDIDATES = [_("序号"), _("单位代码"), _("学校"), _("省级试点"), _("可补缺口"), _("推荐理由")]


@login_required
@require_safe
def coverage(request):
    """Units below by stages, with what the pilots leave out."""
    unit, program = find_unit(request), find_program(request.GET)
    found = coverage_of(unit, program, today()) if unit and program else None
    if found and (kind := request.GET.get("export")) in FORMATS:
        headings = [_("单位代码"), _("单位"), _("试点"), _("其中省级以上"), *(str(one.label) for one in found.stages)]
        headings += [_("未覆盖的学段"), _("试点学校的学科")]
        return table_download(headings, _cells(found), _("试点覆盖-%s") % unit.name, kind)
    candidates = candidates_of(unit, program, today(), found) if found else []
    if found and request.GET.get("export") == "candidates":
        return table_download(CANDIDATES, _candidate_cells(candidates), _("试点推荐人选-%s") % unit.name, "xlsx")
    rows = [(place, place.cells(found.stages)) for place in found.places] if found else []
    context = {"unit": unit, "line": line_of(request, unit) if unit else [], "found": found, "rows": rows}
    context["candidates"] = candidates
    return render(request, "programs/designations/coverage.html", context)


def _cells(found):
    for place in found.places:
        counts = [count if taught else "" for count, taught in place.cells(found.stages)]
        lacking = "、".join(str(stage.label) for stage in place.lacking)
        yield [place.unit.code, place.unit.name, place.pilots, place.provincial, *counts, lacking, "、".join(place.subjects)]


def _candidate_cells(candidates):
    for number, row in enumerate(candidates, start=1):
        yield [number, row.unit.code, row.unit.name, row.provincial, row.closed, "；".join(row.reasons)]
