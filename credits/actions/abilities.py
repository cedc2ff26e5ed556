"""Bringing in the catalogue of abilities."""

import csv
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from credits.enums.ledger import CATALOGUE, AbilityState, Dimension, Environment
from credits.models import MicroAbility
from portal.audit.recording import record
from portal.kit.errors import Refused
from portal.kit.numbers import to_hundredths

SHIPPED = Path(__file__).parent.parent / "data" / "abilities.csv"
REQUIRED = ("code", "name", "dimension", "environment", "credits")
COPIED = ("name", "dimension", "environment", "credits", "position", "state")


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
    """Bring a catalogue to what ``rows`` say and void what they no longer name; answers new, changed, unchanged, voided."""
    known = {ability.code: ability for ability in MicroAbility.objects.filter(catalogue=catalogue)}
    counts = {"new": 0, "changed": 0, "unchanged": 0, "voided": 0}
    for position, row in enumerate(rows, start=1):
        wanted = _wanted(position, row)
        counts[_load_one(known.pop(row["code"], None), catalogue, row["code"], wanted, by)] += 1
    for ability in known.values():
        counts["voided"] += _void(ability, by)
    return counts


def _wanted(position: int, row: dict) -> dict:
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
        "state": AbilityState.CURRENT,
    }


def _load_one(ability, catalogue, code, wanted, by) -> str:
    if ability is None:
        record(by, "ability.loaded", MicroAbility.objects.create(catalogue=catalogue, code=code, **wanted))
        return "new"
    changes = {name: (getattr(ability, name), wanted[name]) for name in COPIED if getattr(ability, name) != wanted[name]}
    if not changes:
        return "unchanged"
    MicroAbility.objects.filter(pk=ability.pk).stamp(**wanted)
    record(by, "ability.changed", ability, changes=changes)
    return "changed"


def _void(ability, by) -> int:
    """A point no longer in the file stays for those who passed it, but is offered no more."""
    voided = MicroAbility.objects.filter(pk=ability.pk, state=AbilityState.CURRENT).stamp(state=AbilityState.VOID)
    if voided:
        record(by, "ability.voided", ability)
    return voided
