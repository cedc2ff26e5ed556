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
from programs.actions import engagements as actions
from programs.filters.engagements import CURRENT, EngagementFilter
from programs.forms.engagements import EndForm, EngagementForm
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
        row.endable = not row.ended and can_engage(request.user, row.unit)
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
            _refuse(form, refusal)
        else:
            about = {"institution": row.institution, "unit": row.unit}
            messages.success(request, _("已登记：%(institution)s承训%(unit)s。") % about)
            return redirect("programs:engagement-list")
    return render(request, "programs/engagements/new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request, pk):
    """Set the last day of an engagement."""
    rows = Engagement.objects.visible_to(request.user).select_related("institution", "unit")
    row = get_object_or_404(rows, pk=pk)
    if not can_engage(request.user, row.unit):
        raise Http404
    form = EndForm(request.POST if request.method == "POST" else None, initial={"ends_on": local(database_now()).date()})
    if form.is_valid():
        try:
            actions.end(engagement=row, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("已设定结束日期，此前上报的学时不受影响。"))
            return redirect("programs:engagement-list")
    about = {"institution": row.institution, "unit": row.unit}
    question = _("%(institution)s承训%(unit)s到哪一天为止？之后该机构不能再为其上报学时。") % about
    context = {"heading": _("结束承训"), "question": question, "label": _("设定结束日期"), "form": form}
    context |= {"action": request.path, "back": reverse("programs:engagement-list")}
    return render(request, "portal/confirm.html", context, status=422 if form.errors else 200)


def _refuse(form, refusal: DomainError) -> None:
    """A refusal beside the fields it names, else on top of the form."""
    form.add_error(None, refusal.sentence())
    for name, sentence in refusal.fields.items():
        if name in form.fields:
            form.add_error(name, sentence)
