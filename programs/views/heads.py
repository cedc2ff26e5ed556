"""督导与考核: the figures of heads and bureaus for supervision and the yearly assessment."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.documents.rendering import render as draw
from portal.kit.exports import FORMATS, download, table_download
from portal.kit.pages import refusals_to_messages
from portal.units.enums import Level
from programs.documents.heads import head_sheet
from programs.enums.heads import READINGS, WEIGHTS
from programs.exports.heads import COLUMNS, MOST_SHEETS, head_rows, head_sheets, sheet_rows
from programs.facts.heads import head_lines
from programs.filters.bulletin import HeadsFilter
from programs.finding import find_program, find_unit, line_of, today, units_in_reach

MOST = 500


@login_required
@require_safe
def heads(request):
    """Schools or bureaus below a unit by their composite, the highest first."""
    unit, program = find_unit(request), find_program(request.GET)
    if unit is None or program is None:
        return render(request, "programs/heads/list.html", {"unit": None})
    form = HeadsFilter(request.GET, unit=unit, today=today())
    found = head_lines(unit, program, *form.period, form.level) if form.is_valid() else []
    found.sort(key=lambda row: (row.rank is None, row.rank or 0, row.unit.path))
    if (kind := request.GET.get("export")) in FORMATS and form.is_valid():
        name = _("督导与考核数据-%(unit)s-%(day)s") % {"unit": unit.name, "day": f"{form.period[1]:%Y%m%d}"}
        return table_download([str(label) for label in COLUMNS.values()], sheet_rows(head_rows(found)), name, kind)
    if request.GET.get("export") == "zip" and 0 < len(found) <= MOST_SHEETS:
        with refusals_to_messages(request):
            return head_sheets(found, *form.period, today(), unit)
        return redirect("programs:head-list")
    context = {"unit": unit, "form": form, "line": line_of(request, unit), "rows": found[:MOST], "more": len(found) > MOST}
    context["packed"] = len(found) <= MOST_SHEETS
    return render(request, "programs/heads/list.html", context | {"parts": _parts()})


@login_required
@require_safe
def head(request, code):
    """One unit's figures with what each counts; as a sheet to print."""
    unit, program = get_object_or_404(units_in_reach(request.user), code=code), find_program(request.GET)
    form = HeadsFilter(request.GET, unit=unit, today=today())
    if program is None or unit.parent is None or not form.is_valid():
        raise Http404
    level = unit.level
    [line] = [row for row in head_lines(unit.parent, program, *form.period, level) if row.unit.pk == unit.pk]
    if request.GET.get("export") == "pdf":
        with refusals_to_messages(request):
            [drawn] = draw([head_sheet(line, *form.period, today())])
            return download(drawn.pdf, f"{_('督导与考核数据')}-{unit.name}.pdf", "application/pdf")
        return redirect("programs:head", code)
    rows = [(part.label, line.parts[part], weight, READINGS[part]) for part, weight in WEIGHTS.items()]
    context = {"unit": unit, "row": line, "form": form, "rows": rows, "is_school": level == Level.SCHOOL}
    return render(request, "programs/heads/head.html", context | {"since": form.period[0], "until": form.period[1]})


def _parts() -> list[tuple]:
    return [(part.label, weight, READINGS[part]) for part, weight in WEIGHTS.items()]
