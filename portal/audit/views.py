from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.audit.actions import note_reading
from portal.audit.facts import kind_text, may_read_changes, told, told_change, verb_text
from portal.audit.filters import EventFilter
from portal.audit.models import Change, Event
from portal.kit.lists import Listing, Ordering
from portal.kit.paging import page_of

ORDERING = Ordering({"at": ()}, default="-at")
SHOWN_WITH = ("actor", "post__unit", "unit")


@login_required
@require_safe
def event_list(request):
    events = Event.objects.visible_to(request.user).select_related(*SHOWN_WITH)
    listing = Listing(request, EventFilter(request.GET, events), ORDERING)
    rows = told(listing.page.rows, request.user)
    audits = _note_reading(request, request.GET.dict())
    return render(request, "audit/event_list.html", {"listing": listing, "page": listing.page, "rows": rows, "audits": audits})


@login_required
@require_safe
def event(request, pk):
    found = get_object_or_404(Event.objects.visible_to(request.user).select_related(*SHOWN_WITH), pk=pk)
    changes = found.changes.all() if may_read_changes(request.user, found) else Change.objects.none()
    page = page_of(request, changes, order=["pk"])
    context = {
        "event": found,
        "verb_text": verb_text(found.verb),
        "unit_open": found.unit is not None and type(found.unit).objects.visible_to(request.user).filter(pk=found.unit_id).exists(),
        "object_kind": kind_text(found.object_type),
        "page": page,
        "changes": [(change.object_id, told_change(found, change, longest=None)) for change in page.rows],
        "audits": _note_reading(request, {"event": str(pk)}),
    }
    return render(request, "audit/event.html", context)


def _note_reading(request, filters: dict) -> bool:
    """Whether the reader is the audit admin, whose reading leaves a row of its own."""
    audits = request.user.holds("auditor")
    if audits:
        note_reading(by=request.user, filters=filters)
    return audits
