from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.kit.exports import FORMATS, table_download
from portal.units.enums import Level
from programs.facts.responsibilities import responsibilities, with_heads
from programs.filters.responsibilities import ResponsibilityFilter
from programs.finding import place_of


@login_required
@require_safe
def responsibility_list(request):
    """Who does what of a notice: its duties by the levels of the tree."""
    form = ResponsibilityFilter(request.GET, user=request.user)
    notice = form.notice_asked
    rows = with_heads(form.narrow(responsibilities(notice)), place_of(request), notice.program) if notice else []
    if notice and (kind := request.GET.get("export")) in FORMATS:
        headings = [_("类别"), _("事项"), _("条款"), _("第一责任人"), *(str(level.label) for level in Level)]
        return table_download(headings, _cells(rows), _("职责分工-%s") % notice.number, kind)
    context = {"form": form, "notice": notice, "rows": rows, "levels": list(Level), "clear": request.path}
    return render(request, "programs/responsibilities.html", context)


def _cells(rows):
    for row in rows:
        yield [str(row.kind.label), row.name, row.clause.key if row.clause else "", row.answerable, *row.cells]
