from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from awards.actions.late import allow_late
from awards.facts_desk.late import permits_in
from awards.forms.late import LateForm
from awards.policies import cycles as policies
from awards.views.finding import find_cycle
from portal.kit.errors import DomainError
from schools.views.asking import refuse


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def late(request, code):
    """Who may come late in this selection, and letting one more."""
    cycle = find_cycle(request, code)
    if not policies.is_office(request.user, cycle):
        raise Http404
    form = LateForm(request.POST if request.method == "POST" else None, cycle=cycle)
    if form.is_valid():
        try:
            permit = allow_late(cycle=cycle, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("已准许%s逾期办理，对方会收到消息。") % permit.unit)
            return redirect("awards:late", code=cycle.code)
    context = {"cycle": cycle, "form": form, "permits": permits_in(cycle, request.user)}
    return render(request, "awards/late.html", context, status=422 if form.errors else 200)
