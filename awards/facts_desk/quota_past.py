"""How places stood at a moment gone by, read from the audit log, which keeps every act on them."""

from collections import Counter
from datetime import datetime

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

from awards.models import AwardCycle, Nomination, Quota
from portal.audit.models import Event

TAKEN = "nomination.recommended"
GIVEN_BACK = ("nomination.sent_back", "nomination.revoked", "nomination.withdrawn")
MOVED = "nomination.moved"
NUMBERS = ("basis", "ruled", "places")


def taken_at(rows: QuerySet, moment: datetime) -> dict[int, datetime]:
    """Which of the nominations held a place then, by key, and since when; one query.

    A place is taken by recommending and given back by sending back, revoking and withdrawing, whoever did it.
    """
    found = {}
    for event in _about(rows).filter(verb__in=[TAKEN, *GIVEN_BACK], at__lte=moment).order_by("pk"):
        if event.verb == TAKEN:
            found[int(event.object_id)] = event.at
        else:
            found.pop(int(event.object_id), None)
    return found


def held_at(cycle: AwardCycle, moment: datetime) -> Counter:
    """How many places each (category id, id of the unit it went through) held then; three queries."""
    rows = cycle.nominations.all()
    through = {}
    for event in _about(rows).filter(verb=MOVED, at__gt=moment).order_by("pk"):
        through.setdefault(int(event.object_id), event.data["from"])
    held = rows.filter(pk__in=taken_at(rows, moment)).values_list("pk", "category_id", "via_id")
    return Counter((category, through.get(pk, via)) for pk, category, via in held)


def _about(rows: QuerySet) -> QuerySet:
    keys = rows.order_by().annotate(key=Cast("pk", CharField())).values("key")
    return Event.objects.filter(object_type=Nomination._meta.label_lower, object_id__in=keys)


def put_back(quotas: list[Quota], moment: datetime) -> None:
    """Give quotas, which are not to be saved, the numbers they had then; two queries."""
    found = {str(quota.pk): quota for quota in quotas}
    changed = Event.objects.filter(object_type=Quota._meta.label_lower, object_id__in=found, at__gt=moment)
    for event in changed.order_by("-pk").prefetch_related("changes"):
        for change in event.changes.all():
            if change.field in NUMBERS:
                setattr(found[event.object_id], change.field, int(change.before))
