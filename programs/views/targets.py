from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.kit.exports import FORMATS, table_download
from programs.exports import targets as exports
from programs.facts import targets as facts
from programs.finding import find_program, find_unit, line_of, today
from programs.models import Program, Target

MOST_BARS = 30
WIDE, LONG = 12, 8


@login_required
@require_safe
def target_list(request):
    """Everything a unit is to reach by some day, against what there is."""
    unit, program, day = find_unit(request), find_program(request.GET), today()
    context = {"unit": unit, "program": program, "programs": Program.objects.order_by("pk"), "today": day}
    if unit is None or program is None:
        return render(request, "programs/targets/list.html", context)
    aims = facts.aims(unit, program, day)
    if (kind := request.GET.get("export")) in FORMATS:
        rows = [[row[name] for name in exports.COLUMNS] for row in exports.rows(unit, aims)]
        return table_download(list(exports.COLUMNS.values()), rows, _name(_("目标"), unit, day), kind)
    context |= {"aims": [(aim, _planned(aim)) for aim in aims], "line": line_of(request, unit)}
    return render(request, "programs/targets/list.html", context)


def _name(title, unit, day) -> str:
    return f"{title}-{unit.name}-{day:%Y%m%d}"


def _planned(aim: facts.Aim) -> dict | None:
    """The chart of a target's plan and what was reached by each day; a single step says it all in the table."""
    steps = [step for step in aim.steps if step.binds]
    if len(steps) < 2 or not aim.measure:
        return None
    share = steps[0].is_share
    plan = [step.due / 100 if share else step.needed for step in steps]
    series = [{"name": str(_("应达到")), "values": plan}, {"name": str(_("实际")), "values": [_reached(step) for step in steps]}]
    labels = [step.target.deadline for step in steps]
    return {"labels": labels, "series": series, "unit": "%" if share else steps[0].target.counted_in, "whole": not share}


def _reached(step: facts.Reached) -> float | int | None:
    """What was reached by a step's day; nothing yet for days to come."""
    if step.actual is None or (step.open and step.target.due_on > (step.today or step.target.due_on)):
        return None
    return (step.percent or 0) / 100 if step.is_share else step.done


@login_required
@require_safe
def target(request, pk):
    """One step of a target, unit by unit."""
    rows = Target.objects.visible_to(request.user).current().select_related("notice__program", "notice__issuer")
    row = get_object_or_404(rows, pk=pk)
    unit, program, day = _within(find_unit(request), row.notice.issuer), row.notice.program, today()
    same = [one for one in facts.targets_over(unit, program) if (one.notice_id, one.key) == (row.notice_id, row.key)]
    aim = facts.aims(unit, program, day, same)[0]
    step = next(step for step in aim.steps if step.target.pk == row.pk)
    below = facts.below(aim, step, unit, program, day)
    if (kind := request.GET.get("export")) in FORMATS:
        return table_download(exports.BELOW, exports.below_rows(below), _name(row.name, unit, day), kind)
    context = {"unit": unit, "aim": aim, "step": step, "below": below, "line": line_of(request, unit), "chart": _drawn(below)}
    context["rows_page"] = aim.measure.page(unit) if aim.measure and aim.measure.page else ""
    context["sideways"] = len(below) > WIDE or any(len(one.unit.name) > LONG for one in below)
    return render(request, "programs/targets/target.html", context)


def _within(unit, issuer):
    """The unit, or the issuer for somebody over it; a target says nothing of anybody else."""
    if unit is None or not (unit.is_within(issuer) or issuer.is_within(unit)):
        raise Http404
    return unit if unit.is_within(issuer) else issuer


def _drawn(below: list[facts.Below]) -> dict | None:
    """The chart of the units below; charts of very many units say nothing."""
    if len(below) < 2 or len(below) > MOST_BARS:
        return None
    share = below[0].step.is_share
    values = [(one.step.percent or 0) / 100 if share else one.step.done for one in below]
    unit = "%" if share else below[0].step.target.counted_in
    series = [{"name": str(_("实际")), "values": values}]
    return {"labels": [one.unit.name for one in below], "series": series, "unit": unit, "whole": not share}
