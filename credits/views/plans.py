"""学校规划: which points a school proposes to the teachers of a subject, and how their choosing goes."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from credits import finding, lists
from credits.actions import plans as actions
from credits.actions.choices import movable
from credits.enums.choosing import Stage
from credits.facts.choosing import chosen_points, stages_of, teachers_of, without_choice
from credits.forms.choosing import PlanForm, ReasonForm, RevisePlanForm
from credits.models import SelectionPlan
from credits.policies.choosing import can_agree, can_plan
from portal.units.enums import Level
from programs.views.entering import QUESTION, WRITABLE, entered, filled, today
from schools.policies import KEEPERS

NAMED = 200


@login_required
@require_safe
def plan_list(request):
    listing = lists.plans(request)
    context = {"listing": listing, "page": listing.page, "heading": _("选点规划"), "keeps": request.user.holds(*KEEPERS)}
    return render(request, "credits/choices/plans.html", context)


@login_required
@require_safe
def plan(request, pk):
    """One plan: what it proposes, how many chose it, who has not chosen yet, and what waits."""
    row = _find(request, pk)
    selections = row.selections.current()
    people = teachers_of(row)
    mine = selections.filter(stage=Stage.PROPOSED).select_related("teacher__unit", "plan__head")
    context = {
        "plan": row,
        "stages": stages_of(selections),
        "points": chosen_points(row),
        "people": people.count(),
        "lacking": list(without_choice(people, row.program).order_by("name", "pk")[: NAMED + 1]),
        "keeps": row.is_current and can_plan(request.user, row.unit),
    }
    context["agrees"] = context["keeps"] or (bool(movable(mine, Stage.AGREED)) and can_agree(request.user, list(mine)))
    return render(request, "credits/choices/plan.html", context)


@login_required
@WRITABLE
def set_up(request):
    unit, program = _school(request), finding.find_program(request.GET)
    if program is None:
        raise Http404

    def act(**said):
        return actions.set_up(unit=unit, program=program, by=request.user, **said)

    form = filled(PlanForm, request, unit=unit, initial={"year": today().year})
    context = {"heading": _("制定选点规划"), "of": unit.name, "button": _("保存"), "said": _("已制定“%(made)s”。")}
    return entered(request, form, act, back=reverse("credits:plan-list"), **context)


@login_required
@WRITABLE
def revise(request, pk):
    row = _kept(request, pk)

    def act(**said):
        actions.revise(plan=row, by=request.user, **said)

    form = filled(RevisePlanForm, request, unit=row.unit, initial=RevisePlanForm.initial_of(row))
    context = {"heading": _("修改选点规划"), "of": str(row), "button": _("保存"), "said": _("已修改。")}
    return entered(request, form, act, back=row.get_absolute_url(), **context)


@login_required
@WRITABLE
def void(request, pk):
    row = _kept(request, pk)

    def act(reason):
        actions.void(plan=row, reason=reason, by=request.user)

    question = _("确定作废“%s”？教师已有的选点保留。") % row
    context = {"heading": _("作废选点规划"), "question": question, "label": _("作废"), "tone": "danger", "said": _("已作废。")}
    back = reverse("credits:plan-list")
    return entered(request, filled(ReasonForm, request), act, template=QUESTION, back=back, **context)


def _find(request, pk) -> SelectionPlan:
    rows = SelectionPlan.objects.visible_to(request.user).select_related("unit", "head", "program").prefetch_related("abilities")
    return get_object_or_404(rows, pk=pk)


def _kept(request, pk) -> SelectionPlan:
    row = _find(request, pk)
    if not row.is_current or not can_plan(request.user, row.unit):
        raise Http404
    return row


def _school(request):
    """The school the plan is for: the one the address names or one's own."""
    unit = finding.find_unit(request)
    if unit is None or unit.level != Level.SCHOOL or not can_plan(request.user, unit):
        raise Http404
    return unit
