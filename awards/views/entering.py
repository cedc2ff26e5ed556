from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from awards.actions.entering import enter_on_behalf
from awards.facts_desk.entering import first_look
from awards.forms.entering import EntryForm, WhomForm
from awards.policies.cycles import is_office
from awards.policies.entering import enters_somewhere
from awards.views.finding import find_category, find_city, find_cycle
from portal.kit.errors import DomainError
from portal.kit.pages import refuse


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request, code):
    """代录: for whom is asked first; with its verdict in sight the original is uploaded, the content is filled in afterwards."""
    cycle = find_cycle(request, code)
    city = None if is_office(request.user, cycle) else find_city(request, cycle)
    if not enters_somewhere(request.user, cycle, city):
        raise Http404
    whom = WhomForm(_named(request), cycle=cycle, top=city or cycle.unit, initial={"unit": request.GET.get("for", "")})
    if not whom.is_valid():
        status = 422 if whom.errors else 200
        return render(request, "awards/enter.html", {"cycle": cycle, "city": city, "form": whom, "first": True}, status=status)
    return _second(request, cycle, city, whom)


def _named(request) -> dict | None:
    """The unit and the category as sent with the upload, else as the address names them; None while one is still to be chosen."""
    if request.method == "POST":
        return {"for": request.POST.get("unit", ""), "category": request.POST.get("category", "")}
    named = {"for": request.GET.get("for", ""), "category": request.GET.get("category", "")}
    return named if all(named.values()) else None


def _second(request, cycle, city, whom: WhomForm):
    """The upload for the unit and category chosen; what stands in the way is said instead of it."""
    unit, category = whom.cleaned_data["unit"], find_category(cycle, whom.cleaned_data["category"])
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = EntryForm(*posted, cycle=cycle, top=city or cycle.unit, initial={"unit": unit.code, "category": category.key})
    if form.is_valid():
        try:
            row = enter_on_behalf(by=request.user, **form.cleaned_data | {"category": category})
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("已开始代录，请照原件填写后报送。"))
            return redirect(row)
    look = first_look(category, unit, request.user)
    context = {"cycle": cycle, "city": city, "form": form, "unit": unit, "category": category, "look": look}
    return render(request, "awards/enter.html", context, status=422 if form.errors else 200)
