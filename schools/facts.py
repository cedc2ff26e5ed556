"""Figures about rosters, in a fixed number of queries."""

import hashlib

from django.db.models import Count, Max

from schools.enums import RecordState, StaffCategory
from schools.models import School, Teacher


def current_school(unit) -> School | None:
    """What is told of a unit as a school; None where nobody described it, or that was taken back."""
    school = getattr(unit, "school", None)
    return school if school is not None and school.is_current else None


def roster_figures(unit) -> dict:
    """One school's roster in numbers: people in post or on leave, by category."""
    counted = Teacher.objects.employed().filter(unit=unit).values("category").annotate(count=Count("pk")).order_by()
    by_category = {row["category"]: row["count"] for row in counted}
    return {"total": sum(by_category.values()), **{category.value: by_category.get(category, 0) for category in StaffCategory}}


def roster_digest(unit) -> str:
    """A fingerprint of who is on the roster and in which version, to tell whether it changed since."""
    rows = Teacher.objects.employed().filter(unit=unit).order_by("pk").values_list("code", "updated_at")
    text = "\n".join(f"{code} {updated.isoformat()}" for code, updated in rows)
    return hashlib.sha256(text.encode()).hexdigest()


def counts_by_school(units) -> dict[int, tuple]:
    """School → (people employed, when its roster last changed); one query."""
    rows = Teacher.objects.filter(unit__in=units, state=RecordState.CURRENT).employed()
    return {
        row["unit"]: (row["n"], row["last"])
        for row in rows.values("unit").annotate(n=Count("pk"), last=Max("updated_at")).order_by()
    }
