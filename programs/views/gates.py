from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.kit.exports import FORMATS, table_download
from portal.kit.paging import page_of
from programs.facts.gates import asked_of, gates_of, held_up
from programs.filters.gates import GateFilter
from programs.finding import find_program, find_unit, line_of
from programs.policy import resolve

HEADINGS = ("单位代码", "单位", "是否通过", "尚缺")


@login_required
@require_safe
def gate_list(request):
    """Schools before a gate: what each has filed, and what waits for the rest."""
    unit, program = find_unit(request), find_program(request.GET)
    if unit is None or program is None:
        return render(request, "programs/gates/list.html", {"unit": None})
    form = GateFilter(request.GET)
    rows = (asked_of if form.all_asked else held_up)(unit, program, form.gate_asked)
    if (kind := request.GET.get("export")) in FORMATS:
        return table_download(HEADINGS, _cells(rows, program, form.gate_asked), _("入口出口"), kind)
    page = page_of(request, rows, order=["path"])
    passages = gates_of(page.rows, program)
    for row in page.rows:
        row.passage = passages.get(row.pk, {}).get(form.gate_asked)
    rule = resolve(unit, program).get("start_gate_blocks")
    context = {"unit": unit, "form": form, "page": page, "rule": rule, "line": line_of(request, unit)}
    return render(request, "programs/gates/list.html", context)


def _cells(rows, program, gate):
    found = list(rows.order_by("path"))
    passages = gates_of(found, program)
    for row in found:
        passage = passages[row.pk][gate]
        lacking = "、".join(need.title for need in passage.lacking)
        yield row.code, row.name, _("已通过") if passage.passed else _("未通过"), lacking
