"""What this user may look at of completion and ledgers; anything else is 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from credits.facts_runs import latest_run, runs_of
from credits.models import CompletionRun, CreditEntry, ExternalAssessment, Selection, TrainingHours
from portal.units.enums import Level
from portal.units.models import Unit
from programs.models import Program
from schools.models import Teacher

LEDGER = {"hours": TrainingHours, "credits": CreditEntry, "selections": Selection, "assessments": ExternalAssessment}
USUAL = "ict2"


def units_in_reach(user):
    """Units under one's offices that have teachers."""
    return Unit.objects.active().filter(user.reach("")).exclude(level=Level.INSTITUTION)


def find_unit(request) -> Unit | None:
    """The unit the address names, else the one acted for, else the highest in reach; None without any office."""
    reach = units_in_reach(request.user)
    if code := request.GET.get("unit"):
        return get_object_or_404(reach, code=code)
    acted_for = request.post.unit_id if request.post else None
    return reach.filter(pk=acted_for).first() or reach.order_by("path").first()


def find_program(query) -> Program | None:
    """The programme the address names, else the usual one; None while no notice has brought one."""
    if code := query.get("program"):
        return get_object_or_404(Program, code=code)
    return min(Program.objects.order_by("pk"), key=lambda program: program.code != USUAL, default=None)


def find_run(request, program, unit) -> CompletionRun | None:
    """The run the address names, else the newest that covers the unit; None while it was never scored."""
    asked = request.GET.get("run", "")
    if not asked:
        return latest_run(request.user, program, unit)
    if not (asked.isascii() and asked.isdigit() and len(asked) < 16):
        raise Http404
    return get_object_or_404(runs_of(request.user, program, unit), pk=asked)


def find_teacher(request, code: str) -> Teacher:
    return get_object_or_404(Teacher.objects.visible_to(request.user).select_related("unit__parent"), code=code)


def find_row(request, kind: str, pk: int):
    """A row of the ledger of that kind."""
    if kind not in LEDGER:
        raise Http404
    related = ("teacher__unit", "institution") if kind == "hours" else ("teacher__unit",)
    return get_object_or_404(LEDGER[kind].objects.visible_to(request.user).select_related(*related), pk=pk)
