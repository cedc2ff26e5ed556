from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.kit.exports import FORMATS, table_download
from portal.units.enums import Level
from programs.facts.responsibilities import responsibilities
from programs.filters.responsibilities import ResponsibilityFilter


@login_required
@require_safe
def responsibility_list(request):
    """Who does what of a notice: its duties by the levels of the tree."""
    form = ResponsibilityFilter(request.GET, user=request.user)
    notice = form.notice_asked
    rows = form.narrow(responsibilities(notice)) if notice else []
    if notice and (kind := request.GET.get("export")) in FORMATS:
        headings = [_("类别"), _("事项"), _("条款"), *(str(level.label) for level in Level)]
        return table_download(headings, _cells(rows), _("职责分工-%s") % notice.number, kind)
    context = {"form": form, "notice": notice, "rows": rows, "levels": list(Level), "clear": request.path}
    return render(request, "programs/responsibilities.html", context)


def _cells(rows):
    for row in rows:
        yield [str(row.kind.label), row.name, row.clause.key if row.clause else "", *row.cells]
