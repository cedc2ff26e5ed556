from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.kit.pages import refusals_to_messages
from programs.actions import yearly as actions
from programs.finding import find_by_number, find_unit, line_of
from programs.models import Notice, Task
from programs.policies.calendar import can_plan_year


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def yearly(request):
    """The tasks that come back every year, and next year's made from them."""
    unit = find_unit(request)
    if unit is None or not can_plan_year(request.user, unit):
        raise Http404
    notices = Notice.objects.filter(issuer=unit, state=Notice.State.CURRENT)
    if request.method == "POST":
        return _plan(request, unit, notices)
    rows = Task.objects.filter(notice__in=notices, year__gt=0).exclude(state="void").select_related("notice", "clause__notice")
    by_notice: dict[Notice, list[Task]] = {}
    for row in rows.order_by("notice__issued_on", "notice_id", "key", "year"):
        by_notice.setdefault(row.notice, []).append(row)
    found = [(notice, tasks, min(_newest(tasks).values()) + 1) for notice, tasks in by_notice.items()]
    return render(request, "programs/calendar/yearly.html", {"unit": unit, "found": found, "line": line_of(request, unit)})


def _newest(tasks: list[Task]) -> dict[str, int]:
    return {task.key: task.year for task in tasks}


def _plan(request, unit, notices):
    notice = find_by_number(notices, request.POST.get("notice", ""))
    with refusals_to_messages(request):
        made = actions.plan_year(notice=notice, by=request.user)
        told = {"year": made[0].year, "count": len(made)}
        messages.success(request, _("已生成 %(year)d 年度的 %(count)d 项任务草稿，核对后逐项发布。") % told)
    return redirect(f"{reverse('programs:calendar-yearly')}?{urlencode({'unit': unit.code})}")
