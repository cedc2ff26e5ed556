from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from credits import finding
from credits.actions import completion as actions
from credits.exports import ledger as exports
from credits.facts import runs as facts_runs
from credits.facts.ledger import doings_of
from credits.filters.ledger import PeopleFilter
from credits.forms.ledger import ScoreForm
from credits.models import CompletionResult
from credits.policies.ledger import can_score
from credits.words.completion import awaited_acts, next_acts
from portal.kit.clock import database_now, local
from portal.kit.desk import shades
from portal.kit.exports import table_download
from portal.kit.lists import Listing, Ordering
from portal.kit.pages import refusals_to_messages
from portal.units.enums import Level
from portal.units.models import within
from programs.facts.gates import held_at
from programs.facts.targets import reached
from programs.finding import line_of
from programs.models import Program

PEOPLE = Ordering({"school": ("unit_id", "status"), "name": ("teacher__name",)}, default="school")
CHILDREN = {
    "place": lambda row: row.unit.path,
    "rate": lambda row: (row.rate is not None, row.rate or 0),
    "incomplete": lambda row: row.incomplete,
    "required": lambda row: row.required,
}
RUNS_OFFERED = 20
MOST_BARS = 30
WIDE, LONG = 12, 8


@login_required
@require_safe
def completion(request):
    """One unit's figures in one run, with what lies below it."""
    unit = finding.find_unit(request)
    program = finding.find_program(request.GET)
    run = finding.find_run(request, program, unit) if unit and program else None
    context = {"unit": unit, "program": program, "run": run, "programs": Program.objects.order_by("pk")}
    if unit:
        context |= {"line": line_of(request, unit), "may_score": can_score(request.user, unit), "score_form": ScoreForm()}
    if run is None:
        return render(request, "credits/completion.html", context)
    context |= {
        "row": facts_runs.row_of(run, unit),
        "rules": facts_runs.rules_of(run, unit, request.user),
        "runs": facts_runs.runs_of(request.user, program, unit)[:RUNS_OFFERED],
        "query": _query(unit, program, run),
        "held": held_at(unit, program),
        "outdated": facts_runs.outdated(run, unit),
    }
    return _school(request, context) if unit.level == Level.SCHOOL else _above(request, context)


def _above(request, context):
    """A unit over schools: targets, and a row for each unit right below it."""
    run, unit = context["run"], context["unit"]
    order = request.GET.get("order", "place")
    key = CHILDREN.get(order.removeprefix("-"), CHILDREN["place"])
    rows = sorted(facts_runs.rows_below(run, unit), key=key, reverse=order.startswith("-"))
    if kind := _export(request):
        return table_download(*exports.units(rows), exports.name_of(_("完成情况"), unit, run), kind)
    context |= {"rows": rows, "order": order, "targets": reached(unit, context["program"], run.as_of)} | _drawn(unit, rows)
    return render(request, "credits/completion.html", context)


def _school(request, context):
    listing = _people(request, context["run"], context["unit"])
    if listing.export:
        return _people_file(listing, context["run"], context["unit"])
    context |= {"listing": listing, "page": listing.page, "clear": f"{request.path}?{context['query']}"}
    _tell(listing.page.rows, context["run"])
    return render(request, "credits/completion.html", context)


@login_required
@require_safe
def people(request):
    """The people of a run at and below a unit."""
    unit, program = finding.find_unit(request), finding.find_program(request.GET)
    run = finding.find_run(request, program, unit) if unit and program else None
    if run is None:
        return redirect("credits:completion")
    listing = _people(request, run, unit)
    if listing.export:
        return _people_file(listing, run, unit)
    _tell(listing.page.rows, run)
    query = _query(unit, program, run)
    context = {"unit": unit, "program": program, "run": run, "listing": listing, "page": listing.page, "query": query}
    context |= {"line": line_of(request, unit), "clear": f"{request.path}?{query}"}
    return render(request, "credits/people.html", context)


def _people(request, run, unit) -> Listing:
    rows = CompletionResult.objects.visible_to(request.user).filter(within(unit.path, "unit__path"), run=run)
    return Listing(request, PeopleFilter(request.GET, rows.select_related("teacher", "unit", "rule"), request=request), PEOPLE)


def _people_file(listing, run, unit):
    rows = exports.people(listing.rows, run)
    return table_download(exports.PEOPLE, rows, exports.name_of(_("完成情况名单"), unit, run), listing.export)


def _tell(results, run) -> None:
    """Give every result what is missing, who acts next, and what is awaited of others besides."""
    today = local(database_now()).date()
    doings = doings_of([(result.teacher_id, result.unit.path) for result in results], run.program_id, today)
    for result in results:
        result.missing = facts_runs.missing_of(result)
        doing = doings[result.teacher_id]
        result.acts = next_acts(facts_runs.short_of(result), doing, **facts_runs.lacks_of(result))
        result.awaited = awaited_acts(doing, beside=result.acts)


def _query(unit, program, run) -> str:
    return urlencode({"unit": unit.code, "program": program.code, "run": run.pk})


def _export(request) -> str | None:
    asked = request.GET.get("export")
    return asked if asked in {"xlsx", "csv"} else None


def _drawn(unit, rows) -> dict:
    """The chart of the rates below, and tiles for a province or a city; charts of very many units say nothing."""
    rated = [row for row in rows if row.rate is not None]
    if len(rated) < 2 or len(rows) > MOST_BARS:
        return {}
    values = [{"name": str(_("完成率")), "values": [float(row.rate * 100) for row in rated]}]
    chart = {"labels": [row.unit.name for row in rated], "series": values, "unit": "%"}
    drawn = {"chart": chart, "sideways": len(rated) > WIDE or max(len(row.unit.name) for row in rated) > LONG}
    if unit.level in {Level.PROVINCE, Level.CITY}:
        shaded = shades(None if row.rate is None else int(row.rate * 10_000) for row in rows)
        drawn["tiles"] = list(zip(shaded, rows, strict=True))
    return drawn


@login_required
@require_POST
def score(request):
    """Have a unit's completion worked out anew; the job's page tells how far it is."""
    unit = get_object_or_404(finding.units_in_reach(request.user), code=request.POST.get("unit", ""))
    program = finding.find_program(request.POST)
    back = f"{reverse('credits:completion')}?{urlencode({'unit': unit.code})}"
    form = ScoreForm(request.POST)
    if program is None or not form.is_valid():
        messages.error(request, "；".join(form.errors.get("as_of", [])) or _("还没有载入任何通知，不能计算。"))
        return redirect(back)
    with refusals_to_messages(request):
        return redirect(actions.request_scoring(program=program, unit=unit, by=request.user, **form.cleaned_data))
    return redirect(back)
