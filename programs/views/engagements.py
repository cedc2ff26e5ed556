from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.kit.clock import database_now, local
from portal.kit.errors import DomainError
from portal.kit.lists import Listing, Ordering, with_defaults
from portal.kit.pages import refuse
from programs.actions import engagements as actions
from programs.enums.evidence import RecordState
from programs.filters.engagements import CURRENT, EngagementFilter
from programs.forms.engagements import EndForm, EngagementForm, VoidForm
from programs.models import Engagement
from programs.policies.engagements import KEEPERS, can_engage

ORDERING = Ordering({"new": ()}, default="-new")


@login_required
@require_safe
def engagement_list(request):
    asked = with_defaults(request.GET, when=CURRENT)
    rows = Engagement.objects.visible_to(request.user).select_related("institution", "unit")
    listing = Listing(request, EngagementFilter(asked, rows, request=request), ORDERING)
    today = local(database_now()).date()
    for row in listing.page.rows:
        row.ended = row.ends_on is not None and row.ends_on < today
        row.coming = row.starts_on > today
        row.void = row.state == RecordState.VOID
        row.voidable = not row.void and can_engage(request.user, row.unit)
        row.endable = row.voidable and not row.ended
    context = {"heading": _("承训关系"), "listing": listing, "page": listing.page, "keeps": request.user.holds(*KEEPERS)}
    return render(request, "programs/engagements/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def engage(request):
    """Put down a new engagement."""
    if not request.user.holds(*KEEPERS):
        raise Http404
    initial = {"unit": request.post.unit.code if request.post else "", "starts_on": local(database_now()).date()}
    form = EngagementForm(request.POST if request.method == "POST" else None, user=request.user, initial=initial)
    if form.is_valid():
        try:
            row = actions.engage(by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            about = {"institution": row.institution, "unit": row.unit}
            messages.success(request, _("已登记：%(institution)s承训%(unit)s。") % about)
            return redirect("programs:engagement-list")
    return render(request, "programs/engagements/new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request, pk):
    """Set the last day of an engagement."""
    row = _own(request, pk)
    form = EndForm(request.POST if request.method == "POST" else None, initial={"ends_on": local(database_now()).date()})
    question = _("%(institution)s承训%(unit)s到哪一天为止？之后该机构不能再为其上报学时。") % _named(row)
    asking = {"heading": _("结束承训"), "question": question, "label": _("设定结束日期"), "form": form}
    return _asked(request, row, actions.end, _("已设定结束日期，此前上报的学时不受影响。"), asking)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def void(request, pk):
    """Take back an engagement put down by mistake."""
    row = _own(request, pk)
    form = VoidForm(request.POST if request.method == "POST" else None)
    question = _("作废“%(institution)s承训%(unit)s”？只用于登记错了的；合作已经结束的，请用“结束”。") % _named(row)
    asking = {"heading": _("作废承训"), "question": question, "label": _("作废"), "form": form, "tone": "danger"}
    return _asked(request, row, actions.void, _("这条承训关系已作废。"), asking)


def _own(request, pk) -> Engagement:
    """A current engagement the user may change; 404 for everybody else."""
    rows = Engagement.objects.visible_to(request.user).filter(state=RecordState.CURRENT).select_related("institution", "unit")
    row = get_object_or_404(rows, pk=pk)
    if not can_engage(request.user, row.unit):
        raise Http404
    return row


def _named(row) -> dict:
    return {"institution": row.institution, "unit": row.unit}


def _asked(request, row, deed, said: str, asking: dict):
    """Do ``deed`` with what the form says, or ask for it; 422 when it was refused."""
    form = asking["form"]
    if form.is_valid():
        try:
            deed(engagement=row, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, said)
            return redirect("programs:engagement-list")
    context = asking | {"action": request.path, "back": reverse("programs:engagement-list")}
    return render(request, "portal/confirm.html", context, status=422 if form.errors else 200)
