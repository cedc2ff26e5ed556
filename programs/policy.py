"""Which policy binds a unit: the nearest unit's value wins, and every value says who set it and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from portal.units.models import Unit
from programs.models import Clause, Notice, PolicyValue, Program
from programs.parameters import known, parameter_named


@dataclass(frozen=True)
class Resolved:
    """A value in force: what it is, which unit set it, by which clause of which notice, in which words."""

    parameter: str
    label: str
    value: Any
    text: str
    unit: Unit
    notice: Notice
    clause: Clause
    wording: str
    original: str = ""
    reason: str = ""

    @property
    def citation(self) -> str:
        """泗教师字〔2022〕1号 一."""
        return f"{self.notice.number} {self.clause.key}"

    @property
    def stored(self):
        """The value as JSON, decimals as text."""
        return parameter_named(self.parameter).stored(self.value)


Policy = dict[str, Resolved | None]


def resolve(unit: Unit, program: Program) -> Policy:
    """The policy of one unit: each known parameter's value in force, None where no notice sets one."""
    return resolve_many([unit], program)[unit.pk]


def resolve_many(units: Iterable[Unit], program: Program) -> dict[int, Policy]:
    """The policies of several units by their id, in one query however many they are.

    Of two notices of one unit, the later issued one holds.
    """
    units = list(units)
    by_path: dict[str, dict[str, PolicyValue]] = {}
    for value in _in_force({path for unit in units for path in unit.paths_upward()}, program):
        by_path.setdefault(value.unit.path, {})[value.parameter] = value
    return {unit.pk: _policy_of(unit, by_path) for unit in units}


def _in_force(paths: set[str], program: Program):
    """Current values set for these paths, older notices first so that later ones overwrite them."""
    return (
        PolicyValue.objects.current()
        .filter(unit__path__in=paths, notice__program=program, notice__state=Notice.State.CURRENT)
        .select_related("unit", "clause__notice", "notice")
        .order_by("notice__issued_on", "notice_id")
    )


def _policy_of(unit: Unit, by_path: dict) -> Policy:
    found: dict[str, PolicyValue] = {}
    for path in unit.paths_upward():
        found |= by_path.get(path, {})
    return {one.key: _resolved(found[one.key]) if one.key in found else None for one in known()}


def _resolved(value: PolicyValue) -> Resolved:
    return Resolved(
        parameter=value.parameter,
        label=value.label,
        value=value.parsed,
        text=value.phrase,
        unit=value.unit,
        notice=value.notice,
        clause=value.clause,
        wording=value.wording,
        original=value.original,
        reason=value.reason,
    )
