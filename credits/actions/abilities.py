"""Bringing in the catalogue of abilities."""

import csv
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from credits.actions.items import carry_over
from credits.enums.ledger import CATALOGUE, AbilityState, Dimension, Environment
from credits.models import CreditEntry, Declaration, MicroAbility
from credits.rules.catalogues import is_version, order
from portal.audit.recording import record
from portal.kit.errors import Refused
from portal.kit.numbers import to_hundredths

SHIPPED = Path(__file__).parent.parent / "data" / "abilities.csv"
REQUIRED = ("code", "name", "dimension", "environment", "credits")
COPIED = ("name", "dimension", "environment", "credits", "position", "state")
SETTLED = ("dimension", "environment", "credits")  # by these results are judged


def read_abilities(path: Path = SHIPPED) -> list[dict]:
    """The rows of an abilities CSV; ``Refused`` when a column is missing or the file is not UTF-8."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except UnicodeDecodeError as error:
        raise Refused(_("文件不是 UTF-8 编码（第 %(offset)d 字节）。") % {"offset": error.start}) from None
    missing = [name for name in REQUIRED if not rows or name not in rows[0]]
    if missing:
        raise Refused(_("文件缺少列：%s。") % "、".join(missing))
    return rows


@transaction.atomic
def load_abilities(*, rows: list[dict], by, catalogue: str = CATALOGUE) -> dict[str, int]:
    """Bring a catalogue to what ``rows`` say, void what they no longer name, and retire the points of older catalogues.

    Points of a catalogue older than the newest one are loaded as retired. Answers new, changed, unchanged, voided, retired;
    ``Refused`` where results rest on a point whose credits, dimension or environment would change.
    """
    if not is_version(catalogue):
        raise Refused(_("目录版本“%s”应为数字，例如 2.0。") % catalogue[:20])
    there = list(MicroAbility.objects.select_for_update())
    state = AbilityState.VOID if any(order(one.catalogue) > order(catalogue) for one in there) else AbilityState.CURRENT
    known = {ability.code: ability for ability in there if ability.catalogue == catalogue}
    wanted = {row["code"]: _wanted(position, row, state) for position, row in enumerate(rows, start=1)}
    _check_settled(known, wanted)
    counts = {"new": 0, "changed": 0, "unchanged": 0, "voided": 0, "retired": 0}
    if state == AbilityState.CURRENT:
        counts["retired"] = _retire([one for one in there if one.catalogue != catalogue], by)
    fresh = {}
    for code, values in wanted.items():
        ability, done = _load_one(known.pop(code, None), catalogue, code, values, by)
        counts[done] += 1
        if done == "new":
            fresh[code] = ability
    for ability in known.values():
        counts["voided"] += _void(ability, by)
    _ask_as_before(fresh, there, by)
    return counts


def _check_settled(known: dict, wanted: dict) -> None:
    """What results were judged by stays as it was; a new version of the catalogue is the way to change it."""
    touched = [
        ability
        for code, ability in known.items()
        if code in wanted and any(getattr(ability, name) != wanted[code][name] for name in SETTLED)
    ]
    resting = set(CreditEntry.objects.current().filter(ability__in=touched).values_list("ability", flat=True))
    resting |= set(Declaration.objects.live().filter(ability__in=touched, grade__isnull=False).values_list("ability", flat=True))
    if codes := "、".join(ability.code for ability in touched if ability.pk in resting):
        words = {"codes": codes, "version": touched[0].catalogue}
        raise Refused(
            _("%(codes)s 已有按 %(version)s 版目录评定的结果，不能再改学分、维度或环境；确需更改的，请按新的目录版本载入。") % words
        )


def _retire(others: list[MicroAbility], by) -> int:
    """Points of other catalogues stay for those who chose or passed them, but are offered no more."""
    current = [ability for ability in others if ability.state == AbilityState.CURRENT]
    MicroAbility.objects.filter(pk__in=[ability.pk for ability in current]).stamp(state=AbilityState.VOID)
    for ability in current:
        record(by, "ability.retired", ability, changes={"state": (AbilityState.CURRENT, AbilityState.VOID)})
    return len(current)


def _ask_as_before(fresh: dict[str, MicroAbility], there: list[MicroAbility], by) -> None:
    """A new version's points ask for what the version before it asked, until somebody says otherwise."""
    before = {}
    for ability in sorted(there, key=lambda one: order(one.catalogue)):
        if ability.code in fresh and order(ability.catalogue) < order(fresh[ability.code].catalogue):
            before[ability.code] = ability
    carry_over(points={ability.pk: fresh[code] for code, ability in before.items()}, by=by)


def _wanted(position: int, row: dict, state: str) -> dict:
    """The field values of a row; ``Refused`` with its line when a word or number is not one of ours."""
    fits = row["dimension"] in Dimension.values and row["environment"] in Environment.values
    if not fits or not row["credits"].isdigit() or int(row["credits"]) == 0:
        raise Refused(_("第 %(line)d 行：%(code)s 的维度、环境或学分无法识别。") % {"line": position + 1, "code": row["code"]})
    return {
        "name": row["name"].strip(),
        "dimension": row["dimension"],
        "environment": row["environment"],
        "credits": to_hundredths(row["credits"]),
        "position": position,
        "state": state,
    }


def _load_one(ability, catalogue, code, wanted, by) -> tuple[MicroAbility, str]:
    if ability is None:
        ability = MicroAbility.objects.create(catalogue=catalogue, code=code, **wanted)
        record(by, "ability.loaded", ability)
        return ability, "new"
    changes = {name: (getattr(ability, name), wanted[name]) for name in COPIED if getattr(ability, name) != wanted[name]}
    if not changes:
        return ability, "unchanged"
    MicroAbility.objects.filter(pk=ability.pk).stamp(**wanted)
    record(by, "ability.changed", ability, changes=changes)
    return ability, "changed"


def _void(ability, by) -> int:
    """A point no longer in the file stays for those who passed it, but is offered no more."""
    voided = MicroAbility.objects.filter(pk=ability.pk, state=AbilityState.CURRENT).stamp(state=AbilityState.VOID)
    if voided:
        record(by, "ability.voided", ability)
    return voided
