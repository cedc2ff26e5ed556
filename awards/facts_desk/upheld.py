"""Objections that were upheld on a city's own notices, told on its desk beside the forms they struck."""

from awards.models import Objection


def mark_upheld(desk) -> None:
    """Tell every form of the desk when an objection to it, or to an earlier form of its unit, was upheld last; one query."""
    rows = Objection.objects.filter(notice__cycle=desk.cycle, notice__unit=desk.city, state=Objection.State.UPHELD)
    found = rows.order_by("answered_at").values_list("listed__nomination__category", "listed__nomination__unit", "answered_at")
    upheld = {(category, unit): moment for category, unit, moment in found}
    for group in desk.groups:
        for candidate in group.candidates:
            if candidate.nomination is not None:
                candidate.nomination.upheld_at = upheld.get((group.category.pk, candidate.unit.pk))
