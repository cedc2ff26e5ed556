"""How places stood at a moment gone by, read from the audit log, which keeps every act on them."""

import json
from collections import Counter
from datetime import datetime

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

from awards.models import AwardCycle, Nomination, Quota
from portal.audit.models import Event

TAKEN = "nomination.recommended"
GIVEN_BACK = ("nomination.sent_back", "nomination.revoked", "nomination.withdrawn")
MOVED = "nomination.moved"
EDITED = "nomination.edited"
OF_QUOTA = {"basis": int, "ruled": int, "places": int, "printed": "True".__eq__, "clause": str, "parameters": json.loads}
OF_FORM = {"manager_name": str, "manager_workplace": str}
OF_FORM |= dict.fromkeys(("period", "score", "rank"), lambda text: int(text) if text else None)


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


def terms_of(quota: Quota) -> dict[str, object]:
    """What a correction of a quota is recorded by."""
    return {name: getattr(quota, name) for name in OF_QUOTA} | {"parameters": json.dumps(quota.parameters, ensure_ascii=False)}


def quotas_as_then(quotas: list[Quota], moment: datetime) -> None:
    """Give quotas, which are not to be saved, the numbers and the rule they had then; two queries."""
    found = {str(quota.pk): quota for quota in quotas}
    changed = Event.objects.filter(object_type=Quota._meta.label_lower, object_id__in=found)
    _put_back(found, changed, OF_QUOTA, moment)


def forms_as_then(forms: list[Nomination], moment: datetime) -> None:
    """Give nominations, which are not to be saved, whom they named, by which result and through whom, then; two queries.

    ``came_through`` is the name of the unit they went through.
    """
    found = {str(form.pk): form for form in forms}
    for form in forms:
        form.came_through = form.via.name
    changed = Event.objects.filter(object_type=Nomination._meta.label_lower, object_id__in=found, verb__in=[EDITED, MOVED])
    _put_back(found, changed, OF_FORM | {"via": str}, moment, {"via": "came_through"})


def _put_back(found: dict, changed: QuerySet, read: dict, moment: datetime, names: dict | None = None) -> None:
    """Set each field of ``read`` to what it was before its first change after the moment."""
    for event in changed.filter(at__gt=moment).order_by("-pk").prefetch_related("changes"):
        for change in event.changes.all():
            if change.field in read:
                value = read[change.field](change.before)
                setattr(found[event.object_id], (names or {}).get(change.field, change.field), value)
