"""Who was let come late: on the page of a cycle, at a city's desk and beside a nomination."""

from django.db.models import Q

from awards.models import AwardCycle, LatePermit
from portal.units.models import within


def permits_in(cycle: AwardCycle, user) -> list[LatePermit]:
    """All of a cycle the user may see, the newest first."""
    rows = LatePermit.objects.visible_to(user).filter(cycle=cycle)
    return list(rows.select_related("unit", "city", "given_by").order_by("-updated_at", "-pk"))


def permits_of(cycle: AwardCycle, city, user) -> list[LatePermit]:
    """Those of a city and of what lies in it."""
    rows = LatePermit.objects.visible_to(user).filter(within(city.path, "unit__path"), cycle=cycle)
    return list(rows.select_related("unit", "city").order_by("unit__path", "pk"))


def permits_for(nomination) -> list[LatePermit]:
    """Those that cover a nomination."""
    rows = LatePermit.objects.filter(cycle=nomination.cycle_id, unit__in=[nomination.unit_id, nomination.via_id])
    rows = rows.filter(Q(city=None) | Q(city=nomination.via_id))
    return list(rows.select_related("unit", "city").order_by("unit__path", "pk"))
