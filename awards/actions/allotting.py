"""Giving out places: from the notice when it is loaded, and by hand with a reason."""

from django.db import transaction
from django.utils.translation import gettext as _

from awards.actions.places import lock_bounds, lock_quotas
from awards.actions.withdrawing import withdraw_quotas
from awards.facts_desk.bases import places_table
from awards.facts_desk.quota_past import terms_of
from awards.models import AwardCycle, Quota, QuotaBound, QuotaChange
from awards.notice_section import CycleSection, QuotaPart
from awards.policies.quotas import check_change
from awards.quota_rules.table import QuotaRow
from portal.audit.recording import record
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of

LARGEST = 1000


def load_quotas(cycle: AwardCycle, section: CycleSection, by) -> None:
    """Bring the places and the rules on them to what the notice says; what was changed by hand stays changed.

    Rules and quotas are held first, in the order in which whoever takes a place holds them.
    Raises ``Refused`` where it no longer gives places that are held or were changed by hand.
    """
    lock_bounds(QuotaBound.objects.filter(cycle=cycle), cycle.unit)
    lock_quotas(Quota.objects.filter(cycle=cycle), cycle.unit)
    kept = [_load_table(cycle, part, by) for part in section.quotas]
    withdraw_quotas(cycle, set().union(*kept), by)
    for position, rule in enumerate(section.quota_rules):
        values = {"parameters": rule.model_dump(mode="json", exclude_none=True), "current": True}
        QuotaBound.objects.update_or_create(cycle=cycle, position=position, defaults=values)
    QuotaBound.objects.filter(cycle=cycle, position__gte=len(section.quota_rules), current=True).stamp(current=False)


def _load_table(cycle: AwardCycle, part: QuotaPart, by) -> set[tuple[int, int]]:
    """The printed table is stored as it stands; the formula fills in units it does not name; (category id, unit id) of each."""
    units, bases, rows = places_table(cycle.unit, part)
    missing = [row.unit for row in part.printed if row.unit not in units]
    if missing:
        raise Refused(_("名额表中的单位 %(codes)s 不在单位树中。") % {"codes": "、".join(missing)})
    category = cycle.categories.get(key=part.category)
    standing = {quota.unit_id: quota for quota in Quota.objects.filter(cycle=cycle, category=category)}
    for position, row in enumerate(rows):
        unit = units[row.unit_code]
        values = _columns(part, row) | {"counted": bases[row.unit_code], "position": position}
        quota = standing.get(unit.pk)
        if quota is None or not quota.changed:
            values["places"] = row.places
        _check_holders(quota, values)
        now, _new = Quota.objects.update_or_create(cycle=cycle, category=category, unit=unit, defaults=values)
        if quota is not None:
            _record_correction(quota, now, by)
    return {(category.pk, units[row.unit_code].pk) for row in rows}


def _record_correction(before: Quota, after: Quota, by) -> None:
    """A table that is brought in again and says something else leaves a trace, as a change by hand does."""
    now = terms_of(after)
    changes = {name: (old, now[name]) for name, old in terms_of(before).items()}
    if any(old != new for old, new in changes.values()):
        record(by, "quota.corrected", after, unit=after.unit, changes=changes)


def _columns(part: QuotaPart, row: QuotaRow) -> dict:
    return {
        "basis": row.basis,
        "ruled": row.places,
        "printed": row.printed_places is not None,
        "parameters": part.rule.model_dump(mode="json", exclude_none=True),
        "clause": part.clause,
    }


def _check_holders(quota: Quota | None, values: dict) -> None:
    if quota is not None and values.get("places", quota.places) < quota.places:
        _check_room(quota, values["places"])


@transaction.atomic
def change_places(*, quota: Quota, places: int, reason: str, by) -> QuotaChange | None:
    """Give a unit another number of places than the notice, with a reason; the notice's own number stays beside it.

    None when it has that number already. Raises ``Refused`` without a reason, ``WrongState`` below what is held.
    """
    check_change(by, quota.cycle)
    reason = reason_of(reason, asked=_("请写明调整名额的理由"))
    if not 0 <= places <= LARGEST:
        raise Refused(_("名额要填 0 至 %d 的整数。") % LARGEST, fields={"places": _("应为 0 至 %d") % LARGEST})
    [locked] = lock_quotas(Quota.objects.filter(pk=quota.pk), quota.unit)
    before = locked.places
    if before == places:
        return None
    _check_room(locked, places)
    Quota.objects.filter(pk=quota.pk).stamp(places=places)
    quota.places = places
    change = QuotaChange.objects.create(quota=quota, before=before, after=places, reason=reason, by=by)
    record(by, "quota.changed", quota, unit=quota.unit, changes={"places": (before, places)}, note=reason)
    return change


def _check_room(quota: Quota, places: int) -> None:
    used = quota.used()
    if places < used:
        words = {"unit": quota.unit, "used": used, "places": places}
        raise WrongState(_("%(unit)s已推荐 %(used)d 个，名额不能少到 %(places)d 个。") % words, code="quota_held")
