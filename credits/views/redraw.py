"""The public page of a sample: what was promised, what was drawn, and how anybody draws it again; it names no person."""

from pathlib import Path

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from credits.facts.spot_checks import part, redrawn
from credits.models import SpotCheck
from credits.rules.sampling import LEAST, Reason, rank, shares, thawed
from portal.documents.public import unkept
from portal.kit.exports import named

SHOWN = 500
SCRIPT = Path(__file__).parents[1] / "data" / "redraw_sample.py.txt"


def _find(code) -> SpotCheck:
    return get_object_or_404(SpotCheck.objects.published().select_related("unit"), code=code)


@require_safe
@unkept
def redraw(request, code):
    """Before the draw: digests alone. After it: seed, list, and the sample drawn again as this page is made."""
    check = _find(code)
    context = {"check": check, "least": LEAST, "ratio": check.ratio, "script": SCRIPT.read_text()}
    if check.drawn:
        found = redrawn(check)
        sample = [(one, Reason(one.reason).label, rank(check.seed, one.code)) for one in found[:SHOWN]]
        same = {(one.code, one.reason) for one in found} == set(check.items.values_list("line__code", "reason"))
        context |= {"sample": sample, "drawn": len(found), "same": same, "shares": shares(thawed(check.entries), part(check))}
    return render(request, "credits/checks/redraw.html", context)


@require_safe
@unkept
def frozen_list(request, code):
    """The frozen list as it was hashed, once it was drawn from."""
    check = _find(code)
    text = check.entries if check.drawn else ""
    return named(HttpResponse(text, content_type="text/plain; charset=utf-8"), f"{check.code}.txt")
