from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from awards.actions import cycles as actions
from awards.actions import nominations
from awards.facts_desk import cycles as desk
from awards.facts_desk.freshness import outdated
from awards.forms.nominations import DeadlineForm
from awards.models import AwardCycle
from awards.policies import cycles as policies
from awards.policies.drafts import can_prepare_somewhere
from awards.results import quota_table
from awards.views.finding import desk_address, find_category, find_cycle
from portal.jobs.actions import request_job
from portal.kit.pages import refusals_to_messages
from portal.kit.paging import page_of
from portal.units.enums import Level
from portal.units.models import Unit


@login_required
@require_safe
def cycle_list(request):
    cycles = AwardCycle.objects.visible_to(request.user).select_related("notice", "unit").prefetch_related("phases")
    context = {"page": page_of(request, cycles, order=["-pk"]), "prepares": can_prepare_somewhere(request.user)}
    return render(request, "awards/cycle_list.html", context)


@login_required
@require_safe
def cycle(request, code):
    found = find_cycle(request, code)
    return render(request, "awards/cycle.html", overview(request, found))


def overview(request, cycle, deadline_form=None) -> dict:
    """What the page of a cycle shows."""
    unit = request.post.unit if request.post else None
    office, run = policies.is_office(request.user, cycle), desk.last_batch(cycle)
    quota = quota_table(cycle, request.user)
    return {
        "cycle": cycle,
        "calendar": desk.calendar_of(cycle),
        "lines": desk.categories_of(cycle, request.user),
        "quota": quota["total"],
        "quota_rules": quota["rules"],
        "run": run,
        "outdated": outdated(cycle, run.as_of if run else None),
        "offers": desk.offers_for(cycle, request.user, unit),
        "clauses": desk.clauses_of(cycle),
        "office": office,
        "open": cycle.state == AwardCycle.State.OPEN,
        "desk_url": _desk_url(cycle, unit, office),
        "deadline_form": deadline_form or DeadlineForm(),
        "refused_phase": deadline_form["phase"].value() if deadline_form else "",
    }


def _desk_url(cycle, unit, office: bool) -> str:
    """The city desk of whoever has one."""
    if unit is not None and unit.level == Level.CITY and unit.is_within(cycle.unit):
        return desk_address(cycle, unit)
    return ""


@login_required
@require_POST
def draft(request, code):
    """Open the form of one's unit in a category; the one there is when there is one."""
    found = find_cycle(request, code)
    category = find_category(found, request.POST.get("category", ""))
    unit = get_object_or_404(Unit.objects.visible_to(request.user), code=request.POST.get("unit", ""))
    with refusals_to_messages(request):
        row = nominations.draft(category=category, unit=unit, by=request.user)
        if row.version == 1 and row.reason:
            messages.info(request, _("已带入上次撤回的推荐表的内容，请核对后再报送。"))
        return redirect(row)
    return redirect(found)


@login_required
@require_POST
def score(request, code):
    """Judge all nominees anew, as a job."""
    found = find_cycle(request, code)
    with refusals_to_messages(request):
        policies.check_score(request.user, found)
        return redirect(request_job(kind="awards.score_cycle", params={"cycle": found.pk}, unit=found.unit, by=request.user))
    return redirect(found)


@login_required
@require_POST
def move_deadline(request, code):
    found = find_cycle(request, code)
    form = DeadlineForm(request.POST)
    phase = found.phase(request.POST.get("phase", ""))
    if phase is None:
        raise Http404
    if not form.is_valid():
        return render(request, "awards/cycle.html", overview(request, found, form), status=422)
    phase.cycle = found
    with refusals_to_messages(request):
        actions.move_deadline(
            phase=phase, ends_at=form.cleaned_data["ends_at"], reason=form.cleaned_data["reason"], by=request.user
        )
        messages.success(request, _("“%(phase)s”的截止时间已调整。") % {"phase": phase})
    return redirect(found)
