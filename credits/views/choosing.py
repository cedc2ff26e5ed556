"""选点: the desk where groups agree and schools confirm, and the plans they follow."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from credits import lists
from credits.actions import choices as actions
from credits.enums.choosing import TURN, Stage
from credits.forms.choosing import AgreeForm, ReasonForm
from credits.models import Selection
from credits.policies import choosing as policies
from portal.jobs.giving import give
from portal.kit.errors import DomainError
from portal.kit.pages import refuse
from schools.finding import numbers
from schools.policies import KEEPERS

ACTS = {
    "agree": (Stage.AGREED, AgreeForm, policies.can_agree, actions.agree),
    "confirm": (Stage.CONFIRMED, None, policies.can_confirm, actions.confirm),
    "return": (Stage.RETURNED, ReasonForm, policies.can_send_back, actions.send_back),
}
RELATED = ("teacher__unit", "ability", "plan__head")


@login_required
@require_safe
def choice_list(request):
    """Choices of points with how far each has come; ticked ones go on together."""
    listing = lists.choices(request)
    if listing.export:
        return give(request, lists.CHOICES, listing)
    for row in listing.page.rows:
        row.turn = TURN[Stage(row.stage)]
        row.opens = request.user.holds(*KEEPERS, over=row.teacher.unit) or row.teacher.user_id == request.user.pk
    context = {"listing": listing, "page": listing.page, "heading": _("选点办理"), "keeps": request.user.holds(*KEEPERS)}
    context |= {"works": context["keeps"] or any(policies.leads(request.user, row) for row in listing.page.rows)}
    return render(request, "credits/choices/list.html", context)


@login_required
@require_POST
def move(request):
    """Ask, then act, on the ticked choices or on all of a plan: agree, confirm or send back."""
    if request.POST.get("act") not in ACTS:
        raise Http404
    stage, form_class, may, act = ACTS[request.POST["act"]]
    rows = _asked_for(request)
    fitting = actions.movable(rows, stage)
    if not fitting or not may(request.user, fitting):
        messages.error(request, _told_nothing(rows, fitting, stage))
        return redirect(_back(request))
    confirmed = request.POST.get("confirmed") == "yes"
    form = form_class(request.POST if confirmed else None) if form_class else None
    if confirmed and (form is None or form.is_valid()):
        try:
            moved = act(selections=rows, by=request.user, **(form.cleaned_data if form else {}))
        except DomainError as refusal:
            if form is None:
                messages.error(request, refusal.sentence())
                return redirect(_back(request))
            refuse(form, refusal)
        else:
            messages.success(request, _said(moved, stage))
            return redirect(_back(request))
    return _question(request, rows, fitting, stage, form)


def _question(request, rows, fitting, stage, form):
    told = {"count": len(fitting), "stage": stage.label}
    questions = {
        Stage.AGREED: _("登记教研组已商定这 %(count)d 条选点？之后由学校确认。"),
        Stage.CONFIRMED: _("确认这 %(count)d 条选点？"),
        Stage.RETURNED: _("把这 %(count)d 条选点退回教师？退回后教师可以重新选点。"),
    }
    question = questions[stage] % told
    if left := len(rows) - len(fitting):
        question += _("另有 %d 条不在这一环节，不受影响。") % left
    tone = "danger" if stage == Stage.RETURNED else "primary"
    hidden = [("row", row.pk) for row in rows] + [("act", request.POST["act"]), ("back", _back(request))]
    context = {"heading": _("办理选点"), "question": question, "label": _("确定"), "tone": tone, "form": form, "hidden": hidden}
    context |= {"action": request.path, "back": _back(request)}
    return render(request, "portal/confirm.html", context, status=422 if form is not None and form.errors else 200)


def _asked_for(request) -> list[Selection]:
    """The choices the form names, or those of the plan it names; foreign ones are not there."""
    rows = Selection.objects.visible_to(request.user).current().select_related(*RELATED)
    if plan := request.POST.get("plan"):
        return list(rows.filter(plan__in=numbers([plan]))[: actions.AT_ONCE])
    return list(rows.filter(pk__in=numbers(request.POST.getlist("row")[: actions.AT_ONCE])).order_by("pk"))


def _told_nothing(rows, fitting, stage) -> str:
    if not rows:
        return _("请先勾选选点。")
    if not fitting:
        return _("所选 %(count)d 条选点都不能办理“%(act)s”，请核对进度。") % {"count": len(rows), "act": stage.label}
    return _("所选选点中有您不能办理的，本人的选点和其他教研组的选点由学校办理。")


def _said(moved, stage) -> str:
    said = _("已办理 %(count)d 条选点，现为“%(stage)s”。") % {"count": moved.done, "stage": stage.label}
    return said + (_("另有 %d 条不在这一环节，没有改动。") % moved.left if moved.left else "")


def _back(request) -> str:
    asked = request.POST.get("back", "")
    allowed = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return asked if allowed else reverse("credits:choice-list")


@login_required
@require_POST
def withdraw(request, pk):
    """A teacher takes a choice of his own back."""
    row = get_object_or_404(Selection.objects.visible_to(request.user).select_related(*RELATED), pk=pk)
    if row.teacher.user_id != request.user.pk:
        raise Http404
    try:
        actions.withdraw(selection=row, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.sentence())
    else:
        messages.success(request, _("已撤回“%s”的选点。") % row.ability)
    return redirect(f"{reverse('credits:planner', args=[row.teacher.code])}?program={row.program.code}")
