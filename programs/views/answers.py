"""网上填写汇总: what units answered, and how often each choice was taken."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.kit.exports import FORMATS, table_download
from programs.contents import content_kind
from programs.facts.answers import answers_to
from programs.policies.tasks import can_issue
from programs.views.tasks import visible

MOST = 200


@login_required
@require_safe
def answers(request, pk):
    """All answers of the units in one's reach to a task that is filled in online."""
    task = visible(request, pk)
    if not content_kind(task.content).typed or not can_issue(request.user, task.issuer):
        raise Http404
    found = answers_to(task, request.user)
    if (kind := request.GET.get("export")) in FORMATS:
        headings = [_("单位代码"), _("单位"), *(column.heading for column in found.columns)]
        cells = ([row.unit.code, row.unit.name, *texts] for row, texts in found.rows)
        return table_download(headings, cells, _("汇总-%s") % task.title, kind)
    context = {"task": task, "found": found, "rows": found.rows[:MOST], "more": len(found.rows) > MOST}
    return render(request, "programs/tasks/answers.html", context)
