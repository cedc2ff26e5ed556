"""Evidence beside the indicators: pages of PDFs and pictures of Office files as marked pictures, Office files as text."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from credits.evidence import readings, serving
from credits.facts.readings import name_for
from credits.views.evidence import visible_file


def _find(request, pk: int):
    file = visible_file(request, pk)
    if file is None or not file.is_clean:
        raise Http404
    return file


@login_required
@require_safe
def part(request, pk, part, number):
    """On to the short-lived address of one page or picture of a file."""
    file = _find(request, pk)
    if not serving.has(file, part, number):
        raise Http404
    return redirect(serving.link_for(file, request, part, number))


@login_required
@require_safe
def reading(request, pk):
    """What an Office file says: a part of the desk, or a page of its own where no script fetches it."""
    file = _find(request, pk)
    if file.kind not in readings.KINDS:
        raise Http404
    file.name = name_for(file, request.user)
    context = {"file": file, "reading": readings.read(file), "mark": serving.mark_text(request.user)}
    return render(request, "credits/declarations/_reading.html" if request.htmx else "credits/declarations/reading.html", context)
