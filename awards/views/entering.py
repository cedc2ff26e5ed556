from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from awards.actions.entering import enter_on_behalf
from awards.forms.entering import EntryForm
from awards.policies.cycles import is_office
from awards.policies.entering import enters_somewhere
from awards.views.finding import find_category, find_city, find_cycle
from portal.kit.errors import DomainError
from schools.views.asking import refuse


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request, code):
    """代录: begin a form for a unit below; its content is filled in on the page of the form."""
    cycle = find_cycle(request, code)
    city = None if is_office(request.user, cycle) else find_city(request, cycle)
    if not enters_somewhere(request.user, cycle, city):
        raise Http404
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = EntryForm(*posted, cycle=cycle, top=city or cycle.unit, initial={"unit": request.GET.get("for", "")})
    if form.is_valid():
        said = {**form.cleaned_data, "category": find_category(cycle, form.cleaned_data["category"])}
        try:
            row = enter_on_behalf(by=request.user, **said)
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("已开始代录，请照原件填写后报送。"))
            return redirect(row)
    return render(request, "awards/enter.html", {"cycle": cycle, "form": form}, status=422 if form.errors else 200)
