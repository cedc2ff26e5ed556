from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.audit.facts import history_of
from portal.kit.errors import DomainError
from portal.kit.pages import act
from schools import facts, policies
from schools.actions import censuses as actions
from schools.enums import ROSTER_CLOSED, RosterState, StaffCategory
from schools.finding import find_census, find_report, find_school
from schools.forms import ReasonForm
from schools.links import links_on
from schools.models import RosterReport


def _figures(then: dict, now: dict) -> list[tuple]:
    """Label, as reported, now, difference: the total first, then by category."""
    names = [("total", _("在岗和请假合计")), *((category.value, category.label) for category in StaffCategory)]
    return [(label, then.get(name, 0), now.get(name, 0), now.get(name, 0) - then.get(name, 0)) for name, label in names]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request, pk, code):
    """The figures a school is about to report, to look at and confirm."""
    census = find_census(request, pk)
    unit = find_school(request, census, code)
    if request.method == "POST":
        try:
            report = actions.report(census=census, unit=unit, by=request.user)
        except DomainError as refusal:
            messages.error(request, refusal.sentence())
            return redirect("schools:report-new", pk, code)
        messages.success(request, _("已上报 %d 人。审核期间名册不能改动。") % report.figures["total"])
        return redirect(report)
    found = RosterReport.objects.filter(census=census, unit=unit).first()
    if found and found.state in ROSTER_CLOSED:
        return redirect(found)
    now = facts.roster_figures(unit)
    context = {
        "census": census,
        "unit": unit,
        "report": found,
        "figures": _figures(now, now),
        "total": now["total"],
        "may_report": policies.can_keep(request.user, unit),
    }
    return render(request, "schools/report_new.html", context)


@login_required
@require_safe
def report(request, pk):
    row = find_report(request, pk)
    now = facts.roster_figures(row.unit)
    reviews = policies.can_review_roster(request.user, row.unit)
    context = {
        "report": row,
        "figures": _figures(row.figures, now),
        "changed": facts.roster_digest(row.unit) != row.digest,
        "may_lock": reviews and row.state == RosterState.SUBMITTED,
        "may_unlock": reviews and row.state == RosterState.LOCKED,
        "may_report": row.state not in ROSTER_CLOSED and policies.can_keep(request.user, row.unit),
        "returning": ReasonForm(auto_id="return_%s"),
        "unlocking": ReasonForm(auto_id="unlock_%s"),
        "events": history_of(row),
        "links": links_on("school", request.user, row.unit),
    }
    return render(request, "schools/report.html", context)


@login_required
@require_POST
def lock(request, pk):
    row = find_report(request, pk)
    return act(request, row, None, actions.lock, _("已锁定%s的名册。") % row.unit.name, report=row)


@login_required
@require_POST
def send_back(request, pk):
    row = find_report(request, pk)
    said = _("已退回%s的名册，学校会收到理由。") % row.unit.name
    return act(request, row, ReasonForm(request.POST), actions.send_back, said, report=row)


@login_required
@require_POST
def unlock(request, pk):
    row = find_report(request, pk)
    said = _("已解锁%s的名册，学校会收到理由。") % row.unit.name
    return act(request, row, ReasonForm(request.POST), actions.unlock, said, report=row)
