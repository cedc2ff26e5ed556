"""受理核对: everything the office looks at before it takes one recommendation in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from awards.actions import judging, publicity, recommending
from awards.enums import NominationState
from awards.facts_desk.acceptance import check_of
from awards.forms.nominations import ReturnForm
from awards.forms.publicity import PaperForm
from awards.models import Nomination
from awards.policies import cycles as policies
from awards.views.finding import find_nomination
from awards.views.panels import as_understood
from portal.kit.clock import database_now, local
from portal.kit.pages import refusals_to_messages


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def acceptance(request, pk):
    row = find_nomination(request, pk)
    if not policies.is_office(request.user, row.cycle):
        raise Http404
    if request.method == "POST":
        return _act(request, row)
    paper = PaperForm(initial={"received_on": local(database_now()).date()})
    context = {
        "cycle": row.cycle,
        "nomination": row,
        "check": check_of(row),
        "paper_form": paper,
        "return_form": ReturnForm(),
        "waiting": row.state == NominationState.RECOMMENDED and policies.can_judge(request.user, row),
        "own_hand": policies.own_hand(request.user, row),
        "following": _next(row),
    }
    return render(request, "awards/acceptance.html", context)


def _next(row: Nomination) -> Nomination | None:
    """The next one of the category that waits to be taken in."""
    waiting = row.cycle.nominations.filter(category=row.category_id, state=NominationState.RECOMMENDED).exclude(pk=row.pk)
    return waiting.in_notice_order().first()


def _act(request, row: Nomination):
    act, following = request.POST.get("act", ""), _next(row)
    done = False
    with refusals_to_messages(request):
        if act == "paper":
            publicity.receive_paper(nomination=row, by=request.user, **as_understood(PaperForm(request.POST)))
            messages.success(request, _("纸质件已登记。"))
        elif act == "accept":
            judging.accept(nomination=row, by=request.user)
            messages.success(request, _("已受理%s的推荐。") % row.subject)
            done = True
        elif act == "return":
            recommending.send_back(nomination=row, reason=request.POST.get("reason", ""), by=request.user)
            messages.success(request, _("已退回%s，对方会收到理由。") % row.subject)
            done = True
    if done:
        desk = f"{reverse('awards:province', args=[row.cycle.code])}?category={row.category.key}"
        return redirect("awards:acceptance", following.pk) if following else redirect(desk)
    return redirect("awards:acceptance", row.pk)
