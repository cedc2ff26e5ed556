"""What this user may look at of completion and ledgers; anything else is 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from credits.facts.runs import latest_run, runs_of
from credits.models import CompletionRun, CreditEntry, ExternalAssessment, Selection, TrainingHours
from programs.finding import find_program, find_unit, units_in_reach
from schools.models import Teacher

__all__ = ["find_program", "find_row", "find_run", "find_teacher", "find_unit", "units_in_reach"]
LEDGER = {"hours": TrainingHours, "credits": CreditEntry, "selections": Selection, "assessments": ExternalAssessment}


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
