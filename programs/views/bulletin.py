from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.kit.exports import FORMATS, table_download
from portal.units.models import Unit
from programs.exports.bulletin import COLUMNS, bulletin_rows
from programs.facts.bulletin import bulletin as gathered
from programs.filters.bulletin import BulletinFilter
from programs.finding import find_program, find_unit, line_of, today, units_below

MOST = 500


@login_required
@require_safe
def bulletin(request):
    """The figures behind a 通报: filings, completion and targets of each unit in a period."""
    unit, program, day = find_unit(request), find_program(request.GET), today()
    if unit is None or program is None:
        return render(request, "programs/targets/bulletin.html", {"unit": None})
    form = BulletinFilter(request.GET, unit=unit, today=day)
    rows = _rows(unit, program, form) if form.is_valid() else []
    if (kind := request.GET.get("export")) in FORMATS and form.is_valid():
        cells = [[row[name] for name in COLUMNS] for row in rows]
        name = _("通报数据-%(unit)s-%(day)s") % {"unit": unit.name, "day": f"{form.cleaned_data['until']:%Y%m%d}"}
        return table_download(list(COLUMNS.values()), cells, name, kind)
    shown = list(COLUMNS)[2:]
    table = [(row, [row[name] for name in shown]) for row in rows[:MOST]]
    context = {"unit": unit, "form": form, "table": table, "more": len(rows) > MOST, "line": line_of(request, unit)}
    context["columns"] = [COLUMNS[name] for name in shown]
    return render(request, "programs/targets/bulletin.html", context)


def _rows(unit: Unit, program, form) -> list[dict]:
    asked = form.cleaned_data
    level = asked["rows"] or None
    units = list(units_below(unit, level).order_by("path"))
    return bulletin_rows(gathered(unit, units, program, asked["since"], asked["until"], level))
