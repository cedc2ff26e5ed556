"""Which policy binds a unit: the nearest unit's value that keeps what stands above it, and who set it where."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from portal.units.models import Unit
from programs.models import Clause, Notice, PolicyValue, Program
from programs.parameters import known, parameter_named

FEW = 200


@dataclass(frozen=True)
class Resolved:
    """A value in force: what it is, which unit set it, by which clause of which notice, in which words.

    ``overruled`` are values of lower units that ask less than this one allows and so do not hold.
    """

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
    may_relax: bool = False
    overruled: tuple["Resolved", ...] = ()

    @property
    def citation(self) -> str:
        """泗教师字〔2022〕1号 一."""
        return f"{self.notice.number} {self.clause.key}"

    @property
    def stored(self):
        """The value as JSON, decimals as text."""
        return parameter_named(self.parameter).stored(self.value)

    def allows(self, lower, issuer: Unit) -> bool:
        """Whether a notice of ``issuer`` may set ``lower`` below: its own issuer's and higher notices may do as they like."""
        bound = issuer.is_within(self.notice.issuer) and issuer.pk != self.notice.issuer_id
        return self.may_relax or not bound or parameter_named(self.parameter).keeps(self.value, lower)


Policy = dict[str, Resolved | None]
Chain = dict[str, tuple[Resolved, ...]]


def resolve(unit: Unit, program: Program) -> Policy:
    """The policy of one unit: each known parameter's value in force, None where no notice sets one."""
    return resolve_many([unit], program)[unit.pk]


def resolve_many(units: Iterable[Unit], program: Program, *, without: Notice | None = None) -> dict[int, Policy]:
    """The policies of many units by their id, in one query; units with the same values above them share one policy.

    Of two notices of one unit, the later issued one holds. ``without`` leaves a notice out, to see what it changes.
    """
    units = list(units)
    by_path = _in_force({path for unit in units for path in unit.paths_upward()}, program, without)
    chains: dict[str, Chain] = {"/": {}}
    policies: dict[int, Policy] = {}
    found = {}
    for unit in units:
        chain = _chain(unit.path, by_path, chains)
        found[unit.pk] = policies.get(id(chain)) or policies.setdefault(id(chain), _policy(chain))
    return found


def chains_above(units: Iterable[Unit], program: Program, *, without: Notice | None = None) -> dict[int, Chain]:
    """Per unit and parameter, the values that stand above it, the highest unit's first; one query."""
    above = {unit.pk: unit.paths_upward()[:-1] for unit in units}
    by_path = _in_force({path for paths in above.values() for path in paths}, program, without)
    chains: dict[str, Chain] = {"/": {}}
    return {pk: _chain(paths[-1] if paths else "/", by_path, chains) for pk, paths in above.items()}


def _in_force(paths: set[str], program: Program, without: Notice | None) -> dict[str, list[PolicyValue]]:
    """Current values set for these paths; for very many paths the programme's values are read whole."""
    values = PolicyValue.objects.current().filter(notice__program=program, notice__state=Notice.State.CURRENT)
    if len(paths) <= FEW:
        values = values.filter(unit__path__in=paths)
    if without is not None:
        values = values.exclude(notice=without)
    by_path = defaultdict(list)
    order = ("notice__issued_on", "notice_id")
    for value in values.select_related("unit", "clause__notice", "notice__issuer").order_by(*order):
        by_path[value.unit.path].append(value)
    return by_path


def _chain(path: str, by_path: dict, chains: dict[str, Chain]) -> Chain:
    """What stands at a path; the very chain of the path above where nothing is set here."""
    if path in chains:
        return chains[path]
    upper = _chain(f"{path.rstrip('/').rsplit('/', 1)[0]}/", by_path, chains)
    chains[path] = _with_values(upper, by_path[path]) if path in by_path else upper
    return chains[path]


def _with_values(upper: Chain, values: list[PolicyValue]) -> Chain:
    """The chain with one unit's values on it; one that an upper value does not allow is only noted as overruled."""
    chain = dict(upper)
    for value in values:
        one, standing = resolved(value), upper.get(value.parameter, ())
        if all(above.allows(one.value, one.notice.issuer) for above in standing):
            chain[value.parameter] = (*standing, one)
        else:
            last = replace(standing[-1], overruled=(*standing[-1].overruled, one))
            chain[value.parameter] = (*standing[:-1], last)
    return chain


def _policy(chain: Chain) -> Policy:
    return {one.key: chain[one.key][-1] if one.key in chain else None for one in known()}


def resolved(value: PolicyValue) -> Resolved:
    """A stored value with everything a page says about it."""
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
        may_relax=value.may_relax,
    )
