"""上报: a school reports its teachers' choices; above it, who reported, who did not, and which points were chosen."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from credits import finding
from credits.actions import choice_reports as actions
from credits.enums.ledger import Environment
from credits.exports import choosing as exports
from credits.facts.choosing import by_ability, by_kind, standings, sums_of
from credits.filed_choices import asked_of
from credits.forms.choosing import OverviewForm, ReasonForm, ReportForm
from credits.models import SelectionReport
from credits.policies.choosing import can_plan, can_return_report
from portal.kit.exports import table_download
from portal.units.enums import Level
from programs.finding import line_of
from programs.policies.filings import can_file
from programs.views.entering import QUESTION, WRITABLE, entered, filled, today

SHOWN = {"missing": lambda one: one.report is None, "filed": lambda one: one.report is not None, "changed": lambda one: one.changed}


@login_required
@require_safe
def overview(request):
    """How choosing goes at and below a unit: each school's figures and report, and the points by dimension and environment."""
    if finding.find_program(request.GET) is None:
        return render(request, "credits/choices/no_program.html")
    unit, program, year = _where(request)
    every = standings(unit, program, year)
    shown = request.GET.get("show", "")
    rows = [one for one in every if SHOWN[shown](one)] if shown in SHOWN else every
    points = by_ability(unit, program)
    if kind := _export(request):
        wanted = (exports.ABILITIES, exports.abilities(points)) if request.GET.get("of") == "points" else None
        headings, lines = wanted or (exports.SCHOOLS, exports.schools(rows))
        return table_download(headings, lines, f"{_('选点情况')}-{unit.name}-{year}", kind)
    context = {"unit": unit, "program": program, "year": year, "rows": rows, "shown": shown, "line": line_of(request, unit)}
    context |= {"sums": sums_of(every), "points": points, "kinds": by_kind(points), "chart": _chart(points)}
    form = OverviewForm({"unit": unit.code, "year": year, "show": shown}, this_year=today().year)
    context |= {"environments": Environment, "form": form, "clear": f"{request.path}?unit={unit.code}"}
    context |= {"query": urlencode({"unit": unit.code, "year": year}), "missing": [one for one in every if one.report is None]}
    if unit.level == Level.SCHOOL:
        reports = SelectionReport.objects.visible_to(request.user).filter(unit=unit, program=program).select_related("reported_by")
        context |= {"reports": reports[:20], "reports_on": can_plan(request.user, unit)}
    for one in rows:
        one.report_returnable = one.report is not None and can_return_report(request.user, one.unit)
    return render(request, "credits/choices/overview.html", context)


@login_required
@WRITABLE
def report(request):
    """A school reports its choices of the year."""
    unit, program, year = _where(request)
    if unit.level != Level.SCHOOL or not can_plan(request.user, unit):
        raise Http404

    def act(note):
        made = actions.report(unit=unit, program=program, year=year, note=note, by=request.user)
        for one in made.handed_in:
            messages.success(request, _("同时报送了“%s”。") % one.task)
        for one in made.left:
            messages.warning(request, _("“%s”也要求选点情况，这次没有报送，请到“我的报送”办理。") % one.task)

    stands = next(iter(standings(unit, program, year)), None)
    words = {"unit": unit.name, "year": year, "chosen": stands.chosen if stands else 0, "points": stands.points if stands else 0}
    words |= {"teachers": stands.teachers if stands else 0, "lacking": stands.lacking if stands else 0}
    question = _(
        "上报%(unit)s %(year)d 年度选点：%(teachers)d 名教师中 %(chosen)d 人已确认选点，"
        "共 %(points)d 个，%(lacking)d 人还没有选点。"
    )
    asked = "".join(_("收表“%s”会同时报送。") % one.task for one in asked_of(unit, program, year) if can_file(request.user, one))
    context = {
        "heading": _("上报选点"),
        "question": question % words + asked,
        "label": _("上报"),
        "said": _("已上报，上级可以查看。"),
    }
    return entered(request, filled(ReportForm, request), act, template=QUESTION, back=_overview(unit, year), **context)


@login_required
@WRITABLE
def send_back(request, pk):
    rows = SelectionReport.objects.visible_to(request.user).select_related("unit")
    row = get_object_or_404(rows, pk=pk)
    if not can_return_report(request.user, row.unit):
        raise Http404

    def act(reason):
        actions.send_back(row=row, reason=reason, by=request.user)

    question = _("把“%s”退回学校？学校修改后可以重新上报。") % row
    context = {"heading": _("退回选点上报"), "question": question, "label": _("退回"), "tone": "danger", "said": _("已退回。")}
    back = _overview(row.unit.parent or row.unit, row.year)
    return entered(request, filled(ReasonForm, request), act, template=QUESTION, back=back, **context)


def _where(request):
    """The unit, the programme and the year the address asks for; 404 for who has no office."""
    unit, program = finding.find_unit(request), finding.find_program(request.GET)
    if unit is None or program is None:
        raise Http404
    asked = request.GET.get("year", "")
    fits = asked.isascii() and asked.isdigit() and len(asked) == 4
    return unit, program, int(asked) if fits else today().year


def _overview(unit, year) -> str:
    return f"{reverse('credits:choice-overview')}?{urlencode({'unit': unit.code, 'year': year})}"


def _export(request) -> str | None:
    asked = request.GET.get("export")
    return asked if asked in {"xlsx", "csv"} else None


def _chart(points) -> dict | None:
    """Choices by point, as many as were chosen."""
    if not points:
        return None
    values = [{"name": str(_("已确认选点人数")), "values": [count for _ability, count in points]}]
    return {"labels": [ability.code for ability, _count in points], "series": values, "unit": str(_("人"))}
