"""Schools choosing institutions: the list, one choice, objections, its end."""

from datetime import timedelta
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.audit.facts import history_of
from portal.kit.lists import Listing, Ordering
from portal.kit.pages import refusals_to_messages
from programs.actions import choices as actions
from programs.filters.institutions import ChoiceFilter
from programs.finding import find_program
from programs.forms.institutions import AnswerForm, ChoiceForm, ObjectionForm, ReasonForm
from programs.models import ChoiceObjection, InstitutionChoice
from programs.policies.institutions import CHOOSERS, can_choose, can_settle
from programs.policy import resolve
from programs.views.entering import QUESTION, WRITABLE, entered, filled, today

ORDERING = Ordering({"new": ()}, default="-new")
USUAL_DAYS = 7


def find_choice(request, pk) -> InstitutionChoice:
    rows = InstitutionChoice.objects.visible_to(request.user)
    rows = rows.select_related("unit", "institution", "replaces__institution", "engagement", "chosen_by")
    return get_object_or_404(rows, pk=pk)


@login_required
@require_safe
def choice_list(request):
    rows = InstitutionChoice.objects.visible_to(request.user).select_related("unit", "institution", "replaces__institution")
    listing = Listing(request, ChoiceFilter(request.GET, rows, request=request), ORDERING)
    context = {"heading": _("机构选择"), "listing": listing, "page": listing.page, "chooses": request.user.holds(*CHOOSERS)}
    return render(request, "programs/institutions/choices.html", context)


@login_required
@WRITABLE
def choose(request):
    if not request.user.holds(*CHOOSERS):
        raise Http404
    unit = request.post.unit if request.post else None
    until = today() + timedelta(days=_days(unit))
    initial = {"unit": unit.code if unit else "", "open_until": until}
    initial |= {"starts_on": until + timedelta(days=1), "institution": request.GET.get("institution", "")}
    form = filled(ChoiceForm, request, user=request.user, unit=unit, initial=initial)
    context = {"heading": _("选择培训机构"), "of": _("机构选择"), "button": _("提交"), "said": _("已提交，异议期内可以提出异议。")}
    return entered(request, form, partial(actions.choose, by=request.user), back=reverse("programs:choice-list"), **context)


def _days(unit) -> int:
    """How many days a choice stays open: what a notice says, else a week to start from."""
    program = find_program({})
    asked = resolve(unit, program).get("choice_objection_days") if unit and program else None
    return asked.value if asked else USUAL_DAYS


@login_required
@require_safe
def choice(request, pk):
    row = find_choice(request, pk)
    is_open, day = row.state == row.State.OPEN, today()
    objections = list(row.objections.select_related("raised_by", "answered_by").order_by("pk"))
    context = {
        "row": row,
        "objections": objections,
        "events": history_of(row),
        "objectable": is_open and day <= row.open_until,
        "answers": is_open and can_settle(request.user, row.unit),
        "settles": is_open and day > row.open_until and can_settle(request.user, row.unit),
        "withdraws": is_open and can_choose(request.user, row.unit),
    }
    return render(request, "programs/institutions/choice.html", context)


@login_required
@WRITABLE
def object_to(request, pk):
    row = find_choice(request, pk)

    def act(**said):
        actions.object_to(choice=row, by=request.user, **said)

    context = {"heading": _("提出异议"), "label": _("提出"), "said": _("已提出异议，主管部门会答复。"), "question": str(row)}
    return entered(request, filled(ObjectionForm, request), act, back=_page(row), template=QUESTION, **context)


@login_required
@WRITABLE
def answer(request, pk):
    rows = ChoiceObjection.objects.filter(choice__in=InstitutionChoice.objects.visible_to(request.user))
    objection = get_object_or_404(rows.select_related("choice__unit"), pk=pk)
    row = objection.choice
    if not can_settle(request.user, row.unit):
        raise Http404
    act = partial(actions.answer, objection=objection, by=request.user)
    context = {"heading": _("答复异议"), "label": _("答复"), "said": _("已答复。"), "question": objection.text}
    return entered(request, filled(AnswerForm, request), act, back=_page(row), template=QUESTION, **context)


@login_required
@WRITABLE
def withdraw(request, pk):
    row = find_choice(request, pk)
    if not can_choose(request.user, row.unit):
        raise Http404
    act = partial(actions.withdraw, choice=row, by=request.user)
    context = {"heading": _("撤回选择"), "label": _("撤回"), "said": _("已撤回。"), "question": _("撤回“%s”的选择？") % row}
    return entered(request, filled(ReasonForm, request), act, back=_page(row), template=QUESTION, **context)


@login_required
@require_POST
def settle(request, pk):
    row = find_choice(request, pk)
    if not can_settle(request.user, row.unit):
        raise Http404
    with refusals_to_messages(request):
        actions.settle(choice=row, by=request.user)
        messages.success(request, _("已确定，承训关系已登记。"))
    return redirect(_page(row))


def _page(row) -> str:
    return reverse("programs:choice", args=[row.pk])
