"""Places that a newer version of the notice took away, as the audit log remembers them: they stood until then."""

from datetime import datetime

from django.db.models import prefetch_related_objects

from awards.models import AwardCategory, AwardCycle, Quota
from portal.audit.models import Event
from portal.units.models import Unit

VERB = "quota.withdrawn"
COLUMNS = ("category_id", "unit_id", "basis", "counted", "places", "ruled", "printed", "parameters", "clause", "position")


def remembered(quota: Quota) -> dict:
    """All that is needed to tell of a quota after it is gone."""
    category = {"key": quota.category.key, "name": quota.category.name}
    told = {"cycle": quota.cycle_id, "created_at": quota.created_at.isoformat(), "category": category}
    return told | {"row": {name: getattr(quota, name) for name in COLUMNS}}


def withdrawn_after(cycle: AwardCycle, moment: datetime, user=None) -> list[Quota]:
    """The places, not to be saved, that stood at ``moment`` and were taken away since, as they were in the end.

    Those of units the user may see; one query, two more where there are any.
    """
    events = Event.objects.filter(object_type=Quota._meta.label_lower, verb=VERB, at__gt=moment, data__cycle=cycle.pk)
    found = [_told_of(cycle, event) for event in events.order_by("pk")]
    found = [quota for quota in found if quota.created_at <= moment]
    if not found:
        return []
    units = Unit.objects.filter(pk__in={quota.unit_id for quota in found})
    seen = {unit.pk: unit for unit in (units if user is None else units.visible_to(user))}
    found = [quota for quota in found if quota.unit_id in seen]
    for quota in found:
        quota.unit = seen[quota.unit_id]
    prefetch_related_objects(found, "changes")
    return found


def _told_of(cycle: AwardCycle, event: Event) -> Quota:
    row, category = event.data["row"], event.data["category"]
    quota = Quota(pk=int(event.object_id), cycle=cycle, created_at=datetime.fromisoformat(event.data["created_at"]), **row)
    quota.category = AwardCategory(pk=row["category_id"], cycle=cycle, **category)
    return quota
