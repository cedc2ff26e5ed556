from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from awards.actions import grading
from awards.facts_desk.grades import grade_desk
from awards.policies import cycles as policies
from awards.policies.quotas import can_change
from awards.views.finding import find_cycle
from portal.kit.pages import refusals_to_messages


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def grades(request, code):
    """Who is to have which grade, and how many of each are left; the office sets them all at once."""
    cycle = find_cycle(request, code)
    if not policies.is_office(request.user, cycle):
        raise Http404
    if request.method == "POST":
        sent = {name.removeprefix("grade-"): value for name, value in request.POST.items() if name.startswith("grade-")}
        wanted = {int(key): value for key, value in sent.items() if key.isascii() and key.isdigit() and len(key) < 19}
        with refusals_to_messages(request):
            count = grading.give_grades(cycle=cycle, wanted=wanted, by=request.user)
            messages.success(request, _("已改定 %d 条推荐的等次。") % count)
        return redirect("awards:grades", cycle.code)
    context = {"cycle": cycle, "desk": grade_desk(cycle), "may_change": can_change(request.user, cycle)}
    return render(request, "awards/grades.html", context)
