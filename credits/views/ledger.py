from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from credits import finding, lists
from credits.actions.ledger import void as take_back
from credits.facts.ledger import brought_by
from credits.facts.sent_up import mark_sent
from credits.facts.years import mark_closed
from credits.forms.ledger import VoidForm
from credits.policies.ledger import can_void, check_void_alone, reviewed
from credits.policies.years import can_adjust
from portal.accounts.enums import OFFICE_ROLES, Role
from portal.jobs.giving import give
from portal.kit.clock import database_now, local
from portal.kit.errors import DomainError
from portal.sheets.registry import layout_of
from programs.models import Engagement

LISTS = {
    "hours": "credits:hours-list",
    "credits": "credits:credit-list",
    "selections": "credits:selection-list",
    "assessments": "credits:assessment-list",
}


@login_required
@require_safe
def hours_list(request):
    listing = lists.hours(request)
    if listing.export:
        return give(request, lists.REGISTER if request.GET.get("as") == "register" else lists.HOURS, listing)
    told = {"engaged": _engaged(request.user), "closes_years": request.user.holds(*OFFICE_ROLES)}
    return _shown(request, "hours", listing, heading=_("学时"), **told)


@login_required
@require_safe
def selection_list(request):
    listing = lists.selections(request)
    if listing.export:
        return give(request, lists.SELECTIONS, listing)
    return _shown(request, "selections", listing, heading=_("选点"))


@login_required
@require_safe
def credit_list(request):
    listing = lists.credit_entries(request)
    if listing.export:
        return give(request, lists.CREDITS, listing)
    return _shown(request, "credits", listing, heading=_("考核结果"))


@login_required
@require_safe
def assessment_list(request):
    listing = lists.assessments(request)
    if listing.export:
        return give(request, lists.ASSESSMENTS, listing)
    return _shown(request, "assessments", listing, heading=_("外部测评结果"))


def _shown(request, kind, listing, **context):
    """The page of a list: its rows and whether this user may void them, and the sheet behind it."""
    if kind == "hours":
        mark_closed(listing.page.rows)
    elif kind == "credits":
        mark_sent(listing.page.rows)
    mark_voidable(listing.page.rows, request.user)
    for row in listing.page.rows:
        row.adjustable = getattr(row, "closed", False) and can_adjust(request.user, row.teacher)
        row.opens = row.teacher.user_id == request.user.pk or request.user.holds(*OFFICE_ROLES, over=row.teacher.unit)
    keeps = request.user.holds(*layout_of(kind).roles)
    context |= {"listing": listing, "page": listing.page, "kind": kind, "keeps": keeps}
    return render(request, f"credits/{kind}_list.html", context)


def mark_voidable(rows, user) -> None:
    """Tell rows whether they came out of a review and whether ``user`` may void them alone; ``mark_sent`` goes first."""
    for row in rows:
        row.reviewed = reviewed(row)
        goes_alone = not row.reviewed and not getattr(row, "sent_up", False)
        row.voidable = row.is_current and goes_alone and can_void(user, row)


def _engaged(user) -> list[dict]:
    """For people of institutions: the units they work for, and what they reported there."""
    own, told = user.units_of(Role.INSTITUTION), []
    today = local(database_now()).date() if own else None
    for institution in own:
        rows = Engagement.objects.current(today).filter(institution=institution).select_related("unit").order_by("unit__path")
        told += brought_by(institution, list(rows))
    return told


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def void(request, kind, pk):
    """Take one row back, with a reason."""
    row = finding.find_row(request, kind, pk)
    if not can_void(request.user, row):
        raise Http404
    form = VoidForm(request.POST if request.method == "POST" else None)
    try:
        check_void_alone(row)
    except DomainError as refusal:
        messages.error(request, refusal.sentence())
        return redirect(LISTS[kind])
    if form.is_valid():
        try:
            take_back(row=row, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            messages.error(request, refusal.sentence())
        else:
            messages.success(request, _("“%s”已作废，不再计入。") % row)
        return redirect(LISTS[kind])
    question = _("确定作废“%s”？作废后不再计入完成情况，记录仍然保留；重新计算后名单和完成率才会变化。") % row
    context = {"heading": _("作废记录"), "question": question, "label": _("作废"), "tone": "danger", "form": form}
    context |= {"action": request.path, "back": reverse(LISTS[kind]), "about": row}
    return render(request, "portal/confirm.html", context, status=422 if form.errors else 200)
