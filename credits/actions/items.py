"""What a point asks: the shipped defaults, and what an office sets for its subtree; an edit leaves the replaced row behind."""

import csv
from pathlib import Path

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from credits.enums.items import ItemState
from credits.enums.ledger import CATALOGUE
from credits.facts.items import items_of
from credits.models import EvidenceItem, MicroAbility
from credits.policies import items as policies
from credits.rules.items import MOST_ITEMS, Wanted, faults
from portal.audit.recording import record
from portal.kit.errors import Refused, Stale, WrongState
from portal.kit.reasons import reason_of
from portal.kit.text import clean_text

SHIPPED = Path(__file__).parent.parent / "data" / "evidence-items.csv"
SAID = ("name", "kinds", "largest", "minutes", "characters", "required", "excellent", "passed")
COPIED = ("key", "position", "default", *SAID)


def read_items(path: Path = SHIPPED) -> list[dict]:
    """The rows of the shipped defaults: kinds only, since no notice gives limits or indicators."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@transaction.atomic
def load_items(*, rows: list[dict], by, catalogue: str = CATALOGUE) -> dict[str, int]:
    """Bring the defaults to what ``rows`` say; answers new, changed and unchanged. What offices set stays as it is."""
    abilities = {ability.code: ability for ability in MicroAbility.objects.filter(catalogue=catalogue)}
    known = {item.key: item for item in EvidenceItem.objects.current().filter(unit=None, ability__catalogue=catalogue)}
    counts = {"new": 0, "changed": 0, "unchanged": 0}
    places: dict[str, int] = {}
    for row in rows:
        places[row["code"]] = places.get(row["code"], 0) + 1
        values = {"name": row["name"], "kinds": row["kinds"].split(), "position": places[row["code"]]}
        counts[_load_one(known.get(row["key"]), abilities[row["code"]], row["key"], values, by)] += 1
    return counts


def _load_one(item, ability, key, values, by) -> str:
    if item is None:
        item = EvidenceItem.objects.create(ability=ability, key=key, default=True, **values)
        record(by, "item.added", item)
        return "new"
    if all(getattr(item, name) == value for name, value in values.items()):
        return "unchanged"
    _replace(item, values, by)
    return "changed"


@transaction.atomic
def change(*, item: EvidenceItem, unit, by, **said) -> EvidenceItem:
    """Set an item anew for ``unit``; the first change of a point there takes over the other items as they bind now.

    Raises ``Stale`` when somebody has changed it since ``item`` was read, ``Refused`` for values that make no sense.
    """
    wanted = _checked(unit, by, said)
    _lock(item.ability)
    binding = next((one for one in items_of(item.ability, unit) if one.key == item.key), None)
    if binding is None:
        raise WrongState(_("“%s”已停用，不能修改。") % item.name)
    if binding.pk != item.pk:
        raise Stale(_("“%s”刚被他人修改，请核对现在的内容后再改。") % item.name)
    own = _own(item.ability, unit, by)
    return _replace(own[item.key], {**_values(wanted), "default": False}, by)


@transaction.atomic
def add(*, ability: MicroAbility, unit, by, **said) -> EvidenceItem:
    """Ask one more item of a point at ``unit``."""
    wanted = _checked(unit, by, said)
    own = _own(ability, unit, by)
    if len(own) >= MOST_ITEMS:
        raise Refused(_("%(ability)s已有 %(count)d 项材料，不能再加。") % {"ability": ability, "count": len(own)})
    serials = [int(key.rsplit("-", 1)[-1]) for key in EvidenceItem.objects.filter(ability=ability).values_list("key", flat=True)]
    last = max((item.position for item in own.values()), default=0)
    about = {"ability": ability, "unit": unit, "key": f"{ability.code}-{max(serials, default=0) + 1}", "position": last + 1}
    item = EvidenceItem.objects.create(**about, **_values(wanted))
    record(by, "item.added", item)
    return item


@transaction.atomic
def drop(*, item: EvidenceItem, unit, reason: str, by) -> None:
    """Ask an item no more at ``unit``; what was handed in for it stays. The last item of a point cannot go."""
    policies.check_set_items(by, unit)
    reason = reason_of(reason)
    own = _own(item.ability, unit, by)
    if item.key not in own:
        raise WrongState(_("“%s”已经停用。") % item.name)
    if len(own) == 1:
        raise Refused(_("%s只剩这一项材料，不能停用。") % item.ability)
    EvidenceItem.objects.filter(pk=own[item.key].pk).stamp(state=ItemState.VOID)
    record(by, "item.dropped", own[item.key], changes={"state": (ItemState.CURRENT, ItemState.VOID)}, note=reason)


def carry_over(*, points: dict[int, MicroAbility], by) -> int:
    """Let points of a new catalogue ask for what their older versions asked, everywhere; how many items.

    ``points`` gives each new point by the primary key of the older one; what stands under that stays as it is.
    """
    items = list(EvidenceItem.objects.current().filter(ability__in=list(points)).order_by("pk"))
    for item in items:
        about = {"ability": points[item.ability_id], "unit_id": item.unit_id}
        copy = EvidenceItem.objects.create(**about, **{name: getattr(item, name) for name in COPIED})
        record(by, "item.adopted", copy)
    return len(items)


@transaction.atomic
def restore(*, ability: MicroAbility, unit, reason: str, by) -> int:
    """Give up what ``unit`` set of a point, so that what the offices above or the defaults say binds again; how many items went."""
    policies.check_set_items(by, unit)
    reason = reason_of(reason)
    items = list(EvidenceItem.objects.current().filter(ability=ability, unit=unit))
    if not items:
        raise WrongState(_("%(unit)s没有为%(ability)s另定材料。") % {"unit": unit.name, "ability": ability})
    EvidenceItem.objects.filter(pk__in=[item.pk for item in items]).stamp(state=ItemState.VOID)
    for item in items:
        record(by, "item.dropped", item, changes={"state": (ItemState.CURRENT, ItemState.VOID)}, note=reason)
    return len(items)


def _checked(unit, by, said) -> Wanted:
    policies.check_set_items(by, unit)
    wanted = Wanted(
        name=clean_text(said["name"]),
        kinds=tuple(said["kinds"]),
        required=bool(said["required"]),
        **{name: said[name] for name in ("largest", "minutes", "characters")},
        **{name: tuple(filter(None, map(clean_text, said[name]))) for name in ("excellent", "passed")},
    )
    if found := faults(wanted):
        raise Refused(next(iter(found.values())), fields=found)
    return wanted


def _values(wanted: Wanted) -> dict:
    lists = {name: list(getattr(wanted, name)) for name in ("kinds", "excellent", "passed")}
    return {name: getattr(wanted, name) for name in SAID} | lists


def _own(ability, unit, by) -> dict[str, EvidenceItem]:
    """The unit's own items of a point by key, taken over from what binds there where it has none."""
    _lock(ability)
    own = {item.key: item for item in EvidenceItem.objects.current().filter(ability=ability, unit=unit)}
    if own:
        return own
    for item in items_of(ability, unit):
        copy = EvidenceItem(ability=ability, unit=unit, **{name: getattr(item, name) for name in COPIED})
        copy.version = _next_version(ability, unit, item.key)
        copy.save()
        record(by, "item.adopted", copy)
        own[copy.key] = copy
    return own


def _lock(ability) -> None:
    """Let one edit of a point's items wait for the other."""
    MicroAbility.objects.select_for_update().get(pk=ability.pk)


def _replace(item, values, by) -> EvidenceItem:
    """A new row in the place of ``item``, which stays as replaced."""
    EvidenceItem.objects.filter(pk=item.pk).stamp(state=ItemState.REPLACED)
    kept = {name: getattr(item, name) for name in COPIED}
    about = {"ability_id": item.ability_id, "unit_id": item.unit_id, "version": item.version + 1}
    made = EvidenceItem.objects.create(**about, **{**kept, **values})
    changes = {name: (_told(getattr(item, name)), _told(getattr(made, name))) for name in SAID}
    record(by, "item.changed", made, changes=changes)
    return made


def _next_version(ability, unit, key) -> int:
    before = EvidenceItem.objects.filter(ability=ability, unit=unit, key=key).aggregate(last=Max("version"))
    return (before["last"] or 0) + 1


def _told(value):
    return "；".join(value) if isinstance(value, list) else value
