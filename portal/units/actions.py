"""Building and changing the tree of units."""

import csv
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.kit.errors import Refused
from portal.kit.standing import stood_on
from portal.kit.text import clean_name
from portal.units.enums import CHILDREN, Kind, Level, UnitState
from portal.units.models import Unit
from portal.units.standing import check_free

REQUIRED = ("code", "name", "level", "parent_code")
COPIED = ("name", "level", "kind", "parent_id", "path", "position", "counts_for_quota", "local", "bureau_name")


@dataclass
class LoadedUnits:
    """How many units a load made, changed and found as they were."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    codes: list[str] = field(default_factory=list)


@transaction.atomic
def load_units(*, rows: list[dict], by) -> LoadedUnits:
    """Bring the tree to what ``rows`` say (code, name, level, parent_code; optional kind, counts_for_quota, local, bureau_name).

    Rows may stand in any order as long as each parent is in the rows or already in the tree. A unit's place cannot be
    changed here, since moving one rewrites its subtree. Raises ``Refused`` naming the line.
    """
    known = {unit.code: unit for unit in Unit.objects.all()}
    result, pending = LoadedUnits(), list(enumerate(rows, start=2))
    while pending:
        ready = [item for item in pending if not item[1]["parent_code"] or item[1]["parent_code"] in known]
        if not ready:
            line, row = pending[0]
            raise Refused(_("第 %(line)d 行：上级代码 %(code)s 不存在。") % {"line": line, "code": row["parent_code"]})
        for line, row in ready:
            known[row["code"]] = _load_one(line, row, known, result)
        pending = [item for item in pending if item not in ready]
    for code in result.codes:
        record(by, "unit.loaded", known[code], unit=known[code])
    return result


def _load_one(line: int, row: dict, known: dict, result: LoadedUnits) -> Unit:
    wanted = _wanted(line, row, known)
    unit = known.get(row["code"])
    if unit is None:
        result.new += 1
        result.codes.append(row["code"])
        return Unit.objects.create(code=row["code"], **wanted)
    differing = {name for name in COPIED if getattr(unit, name) != wanted[name]}
    if differing & {"parent_id", "level"}:
        raise Refused(_("第 %(line)d 行：%(name)s 已在别处，移动单位请用“单位调整”。") % {"line": line, "name": unit.name})
    if not differing:
        result.unchanged += 1
        return unit
    for name in differing:
        setattr(unit, name, wanted[name])
    unit.save(update_fields=differing)
    result.changed += 1
    result.codes.append(unit.code)
    return unit


def _wanted(line: int, row: dict, known: dict) -> dict:
    """The field values a row asks for; ``Refused`` when its level does not fit under its parent."""
    if not row["code"].isalnum() or not row["code"].isascii():
        raise Refused(_("第 %(line)d 行：代码“%(code)s”只能用字母和数字。") % {"line": line, "code": row["code"]})
    if row["level"] not in Level.values:
        raise Refused(_("第 %(line)d 行：层级“%(level)s”不在可用层级之内。") % {"line": line, "level": row["level"]})
    parent = known.get(row["parent_code"])
    if parent is None and row["level"] != Level.PROVINCE:
        raise Refused(_("第 %(line)d 行：%(name)s 没有上级，只有省可以没有上级。") % {"line": line, "name": row["name"]})
    if parent is not None and row["level"] not in CHILDREN[parent.level]:
        raise Refused(
            _("第 %(line)d 行：%(level)s 不能设在%(parent)s之下。")
            % {"line": line, "level": Level(row["level"]).label, "parent": parent.name}
        )
    return {
        "name": clean_name(row["name"]),
        "level": row["level"],
        "kind": row.get("kind") or Kind.ORDINARY,
        "parent_id": parent.pk if parent else None,
        "path": f"{parent.path if parent else '/'}{row['code']}/",
        "position": line - 1,
        "counts_for_quota": str(row.get("counts_for_quota") or "true").lower() in {"true", "1", "是", "yes"},
        "local": str(row.get("local") or "").lower() in {"true", "1", "是", "yes"},
        "bureau_name": row.get("bureau_name") or "",
    }


def read_units(path: Path) -> list[dict]:
    """The rows of a units CSV; ``Refused`` when a column is missing or the file is not UTF-8."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [{key: (value or "").strip() for key, value in row.items() if key} for row in csv.DictReader(file)]
    except UnicodeDecodeError as error:
        raise Refused(_("文件不是 UTF-8 编码（第 %(offset)d 字节）。") % {"offset": error.start}) from None
    missing = [name for name in REQUIRED if not rows or name not in rows[0]]
    if missing:
        raise Refused(_("文件缺少列：%s。") % "、".join(missing))
    return rows


@transaction.atomic
def add_unit(
    *, code: str, name: str, level: str, parent: Unit | None, by, kind=Kind.ORDINARY, counts_for_quota=True, local=False
) -> Unit:
    """One new unit under ``parent``, or the closed one of that code back in use, if need be at another place.

    ``Refused`` when the code is taken, when the level does not fit there, or when ``parent`` is closed.
    """
    if parent is not None and parent.state == UnitState.CLOSED:
        raise Refused(_("%(unit)s已撤销，不能再设下级单位。") % {"unit": parent.name})
    row = {"code": code, "name": name, "level": level, "parent_code": parent.code if parent else "", "kind": kind}
    wanted = _wanted(1, row, {parent.code: parent} if parent else {})
    wanted |= {"counts_for_quota": counts_for_quota, "local": local}
    known = Unit.objects.select_for_update().filter(code=code).first()
    if known is not None:
        return _reopen(known, wanted, by)
    unit = Unit.objects.create(code=code, **wanted)
    record(by, "unit.added", unit, unit=unit)
    return unit


@transaction.atomic
def revise_unit(*, unit: Unit, by, **values) -> Unit:
    """Change a unit's ``name``, ``kind`` or ``counts_for_quota``; its place and code stay."""
    changes = {name: (getattr(unit, name), value) for name, value in values.items() if getattr(unit, name) != value}
    if changes:
        Unit.objects.filter(pk=unit.pk).stamp(**{name: after for name, (_before, after) in changes.items()})
        record(by, "unit.revised", unit, unit=unit, changes=changes)
    return Unit.objects.get(pk=unit.pk)


def _reopen(unit: Unit, wanted: dict, by) -> Unit:
    """A closed unit in use again; it may come back elsewhere as long as nothing stands on it."""
    moved = (unit.parent_id, unit.level) != (wanted["parent_id"], wanted["level"])
    if unit.state != UnitState.CLOSED or (moved and stood_on(Unit.objects.filter(pk=unit.pk))):
        raise Refused(_("代码 %(code)s 已被使用。") % {"code": unit.code}, fields={"code": _("已被使用")})
    if wanted["path"] != unit.path:
        _carry_along(unit, wanted["path"])
    wanted |= {"state": UnitState.ACTIVE}
    changes = {name: (getattr(unit, name), value) for name, value in wanted.items() if getattr(unit, name) != value}
    Unit.objects.filter(pk=unit.pk).stamp(**{name: after for name, (_before, after) in changes.items()})
    unit = Unit.objects.get(pk=unit.pk)
    record(by, "unit.reopened", unit, unit=unit, changes=changes)
    return unit


def _carry_along(unit: Unit, path: str) -> None:
    """Closed units below go where the unit goes."""
    below = Unit.objects.within(unit).exclude(pk=unit.pk)
    below.stamp(path=Concat(Value(path), Substr(F("path"), len(unit.path) + 1)))


@transaction.atomic
def close_units(*, units, by) -> None:
    """Take units (a queryset) out of use; ``DependedOn`` where anything but themselves stands on one of them."""
    closing = list(units.select_for_update().filter(state=UnitState.ACTIVE).order_by("path"))
    rows = Unit.objects.filter(pk__in=[unit.pk for unit in closing])
    check_free(rows)
    rows.stamp(state=UnitState.CLOSED)
    for unit in closing:
        record(by, "unit.closed", unit, unit=unit, changes={"state": (UnitState.ACTIVE, UnitState.CLOSED)})
