from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.audit.facts import history_of
from portal.kit.errors import DomainError
from portal.kit.exports import FORMATS, table_download
from portal.kit.pages import refuse
from portal.kit.paging import page_of
from programs.actions import calendar as actions
from programs.attaching import given_out
from programs.enums.calendar import Progress
from programs.exports import calendar as exports
from programs.facts import calendar as facts
from programs.filters.calendar import CalendarFilter
from programs.finding import find_unit, line_of, today, units_below, units_in_reach
from programs.forms.calendar import ReportForm
from programs.models import CalendarStep, StepProgress
from programs.policies.calendar import can_plan_year, can_report
from programs.rules.calendar import half_years, span
from programs.views.entering import filled

AT_A_TIME = 500
IN_ORDER = ["path"]


@login_required
@require_safe
def calendar(request):
    """Units by steps: who has done what of the calendars that bind a unit."""
    unit = find_unit(request)
    if unit is None:
        return render(request, "programs/calendar/calendar.html", {"unit": None})
    form, day = CalendarFilter(request.GET, user=request.user, unit=unit), today()
    columns = form.narrow(facts.columns_of(facts.steps_over(unit, notice=form.notice_asked)), day)
    rows = units_below(unit, form.rows_asked)
    if (kind := request.GET.get("export")) in FORMATS:
        name = _("工作日程-%(unit)s-%(day)s") % {"unit": unit.name, "day": f"{day:%Y%m%d}"}
        return table_download(exports.headings(columns), exports.rows(_all(unit, rows, columns, day)), name, kind)
    page = page_of(request, rows, order=IN_ORDER)
    found = facts.matrix(unit, [unit, *page.rows], columns, day) if columns else None
    context = {"unit": unit, "line": line_of(request, unit), "form": form, "page": page, "matrix": found, "today": day}
    context |= {"clear": f"{request.path}?{urlencode({'unit': unit.code})}", "groups": _by_phase(columns)}
    context["agenda"] = _agenda(found) if found and not page.rows else None
    context |= {"waves": any(column.step.districts for column in columns), "plans": can_plan_year(request.user, unit)}
    return render(request, "programs/calendar/calendar.html", context)


def _agenda(found) -> list[tuple]:
    """The steps of a single unit by date, each with how the unit stands; those without a date last."""
    ((_unit, cells),) = found.rows
    return sorted(zip(found.columns, cells, strict=True), key=lambda pair: pair[0].closes_on or pair[0].opens_on or date.max)


def _all(unit, rows, columns, day):
    """The matrix of all rows, some at a time."""
    yield facts.matrix(unit, [unit], columns, day)
    found = list(rows.order_by(*IN_ORDER))
    for start in range(0, len(found), AT_A_TIME):
        yield facts.matrix(unit, found[start : start + AT_A_TIME], columns, day)


def _by_phase(columns) -> list[dict]:
    """Neighbouring steps of one phase together, for the upper line of the table's head."""
    groups: list[dict] = []
    for column in columns:
        phase = column.step.phase
        if not groups or groups[-1]["phase"] != phase:
            single = column.step.key == phase.key  # its name stands below already
            groups.append({"phase": phase, "notice": column.step.notice, "columns": [], "single": single})
        groups[-1]["columns"].append(column)
    return groups


@login_required
@require_safe
def step(request, pk):
    """One step: what is asked, of whom, and how a unit and those below it stand with it."""
    row = _find_step(request, pk)
    unit, day = find_unit(request), today()
    context = {"step": row, "unit": unit, "today": day}
    column = facts.columns_of([row])[0]
    context["column"] = column
    if unit is not None:
        page = page_of(request, units_below(unit), order=IN_ORDER)
        context |= {"page": page, "matrix": facts.matrix(unit, [unit, *page.rows], [column], day), "line": line_of(request, unit)}
    return render(request, "programs/calendar/step.html", context)


def _find_step(request, pk) -> CalendarStep:
    rows = CalendarStep.objects.visible_to(request.user).current()
    return get_object_or_404(rows.select_related("notice__issuer", "phase", "clause__notice"), pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, pk, code):
    """Say how far a unit is with a step."""
    row, day = _find_step(request, pk), today()
    unit = get_object_or_404(units_in_reach(request.user), code=code)
    column = facts.columns_of([row])[0]
    own = facts.owns_of([unit], [column], day).get((unit.pk, row.pk))
    if own is None:
        raise Http404
    if own.filing:
        return redirect(own.filing)
    may, form = can_report(request.user, unit), _report_form(request, own)
    if request.method == "POST" and not may:
        raise Http404
    if form.is_valid():
        try:
            actions.report_step(step=row, unit=unit, today=day, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("已填报%(unit)s“%(step)s”的进展。") % {"unit": unit.name, "step": row.name})
            return redirect(f"{reverse('programs:calendar')}?{urlencode({'unit': unit.code})}")
    context = {"step": row, "unit": unit, "column": column, "own": own, "form": form, "may": may}
    context["events"] = history_of(own.row) if own.row else []
    return render(request, "programs/calendar/report.html", context, status=422 if form.errors else 200)


def _report_form(request, own) -> ReportForm:
    said = own.row
    initial = {"state": said.state, "evidence": said.evidence, "done_on": said.done_on} if said else {"state": Progress.NOT_BEGUN}
    return filled(ReportForm, request, initial=initial)


@login_required
@require_safe
def evidence(request, pk, code):
    """The file a unit gave for a step."""
    rows = StepProgress.objects.visible_to(request.user).filter(step__in=CalendarStep.objects.visible_to(request.user))
    row = get_object_or_404(rows.exclude(file=""), step=pk, unit__code=code)
    return given_out(row.file, row.file_name)


@login_required
@require_safe
def waves(request):
    """分学区分批: the 学区 by half-years (乐教政〔2020〕22号 附件3一)."""
    unit = find_unit(request)
    found = facts.waves_over(unit) if unit else []
    halves = span(found)
    rows = [(wave, [half in wave.half_years for half in halves]) for wave in found]
    current = half_years(today(), today())[0]
    context = {"unit": unit, "rows": rows, "halves": halves, "current": current, "line": line_of(request, unit) if unit else []}
    return render(request, "programs/calendar/waves.html", context)
