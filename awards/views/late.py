from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from awards.actions.late import allow_late
from awards.facts_desk.late import permits_in
from awards.forms.late import LateForm
from awards.policies.cycles import is_office
from awards.policies.late import lets_come_to
from awards.views.finding import find_city, find_cycle
from portal.kit.errors import DomainError
from portal.kit.pages import refuse


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def late(request, code):
    """Who may come late in this selection, and letting one more: the office anybody, a city those below it."""
    cycle = find_cycle(request, code)
    city = None if is_office(request.user, cycle) else find_city(request, cycle)
    if city is not None and not lets_come_to(request.user, cycle, city):
        raise Http404
    initial = {"unit": request.GET.get("for", "")}
    form = LateForm(request.POST if request.method == "POST" else None, cycle=cycle, city=city, initial=initial)
    if form.is_valid():
        try:
            permit = allow_late(cycle=cycle, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("已准许%s逾期办理，对方会收到消息。") % permit.unit)
            here = reverse("awards:late", args=[cycle.code])
            return redirect(f"{here}?unit={city.code}" if city else here)
    context = {"cycle": cycle, "city": city, "form": form, "permits": permits_in(cycle, request.user)}
    return render(request, "awards/late.html", context, status=422 if form.errors else 200)
