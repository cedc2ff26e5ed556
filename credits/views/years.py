"""Years of hours: closed, opened again, and what was adjusted since."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from credits import finding
from credits.actions import years as actions
from credits.facts.years import years_of
from credits.forms.years import AdjustForm, AdjustJointForm, CloseForm, LateForm, ReasonForm
from credits.models import ClosedYear, TrainingHours
from credits.policies.years import can_adjust, can_close
from portal.kit.numbers import from_hundredths
from portal.units.models import within
from programs.finding import line_of
from programs.views.entering import QUESTION, WRITABLE, entered, filled, today

ADJUSTED_SHOWN = 50


@login_required
@require_safe
def year_list(request):
    """The hours of a unit by year, which years are closed, and what was adjusted."""
    unit, program = _where(request)
    adjusted = TrainingHours.objects.visible_to(request.user).current().exclude(adjustment="").filter(program=program)
    adjusted = adjusted.filter(within(unit.path, "teacher__unit__path")).select_related("teacher__unit", "adjusts")
    context = {"unit": unit, "program": program, "rows": years_of(unit, program), "line": line_of(request, unit)}
    context |= {"closes": can_close(request.user, unit), "adjusted": adjusted.order_by("-pk")[:ADJUSTED_SHOWN]}
    for row in context["rows"]:
        row.opens = row.closed is not None and can_close(request.user, row.closed.unit)
    return render(request, "credits/years/list.html", context)


@login_required
@WRITABLE
def close(request):
    unit, program = _where(request)
    if not can_close(request.user, unit):
        raise Http404

    def act(**said):
        actions.close(unit=unit, program=program, by=request.user, **said)

    form = filled(CloseForm, request, initial={"year": request.GET.get("year") or today().year - 1})
    question = _("结账后，%s及其下级该年度的学时不能再导入、修改或作废，只能由主管部门逐条调整。") % unit.name
    context = {"heading": _("学时年度结账"), "question": question, "label": _("结账"), "said": _("已结账。")}
    return entered(request, form, act, template=QUESTION, back=_list(unit), **context)


@login_required
@WRITABLE
def reopen(request, pk):
    row = get_object_or_404(ClosedYear.objects.visible_to(request.user).closed().select_related("unit"), pk=pk)
    if not can_close(request.user, row.unit):
        raise Http404

    def act(reason):
        actions.reopen(row=row, reason=reason, by=request.user)

    question = _("重新开放%s？之后该年度的学时可以照常导入、作废。") % row
    context = {
        "heading": _("重新开放年度"),
        "question": question,
        "label": _("重新开放"),
        "tone": "danger",
        "said": _("已重新开放。"),
    }
    return entered(request, filled(ReasonForm, request), act, template=QUESTION, back=_list(row.unit), **context)


@login_required
@WRITABLE
def adjust(request, pk):
    """Set right one row of a closed year, in the unit it was recorded in."""
    rows = TrainingHours.objects.visible_to(request.user).current()
    row = get_object_or_404(rows.select_related("teacher__unit", "program", "institution"), pk=pk)
    if not can_adjust(request.user, row.teacher):
        raise Http404

    def act(**said):
        actions.adjust(row=row, by=request.user, **said)

    form_class, field, heading = (
        (AdjustForm, "hours", _("调整学时")) if row.hours is not None else (AdjustJointForm, "joint_credits", _("调整学分"))
    )
    form = filled(form_class, request, initial={field: from_hundredths(getattr(row, field)), "passed": row.passed})
    context = {"heading": heading, "of": str(row), "button": _("调整"), "said": _("已调整，原记录作废并保留。")}
    note = _("%(year)d 年度已结账时才能调整；没有结账的请直接作废后重新登记。") % {"year": row.year}
    return entered(request, form, act, back=reverse("credits:teacher", args=[row.teacher.code]), note=note, **context)


@login_required
@WRITABLE
def add_late(request, code):
    """Enter hours that were forgotten when their year was closed."""
    teacher, program = finding.find_teacher(request, code), finding.find_program(request.GET)
    if program is None or not can_adjust(request.user, teacher):
        raise Http404

    def act(**said):
        actions.add_late(teacher=teacher, program=program, by=request.user, **said)

    context = {"heading": _("补登已结账年度学时"), "of": teacher.name, "button": _("补登"), "said": _("已补登。")}
    return entered(request, filled(LateForm, request), act, back=reverse("credits:teacher", args=[code]), **context)


def _where(request):
    unit, program = finding.find_unit(request), finding.find_program(request.GET)
    if unit is None or program is None:
        raise Http404
    return unit, program


def _list(unit) -> str:
    return f"{reverse('credits:year-list')}?unit={unit.code}"
