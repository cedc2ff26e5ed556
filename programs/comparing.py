"""What a unit's figures would be under another unit's rules; filled upward, so that programmes need not know the ledgers."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.units.models import Unit
from programs.parameters import parameter_named


@dataclass(frozen=True)
class Standing:
    """How many people of a unit are asked for something, and how many of them have reached it."""

    required: int
    complete: int
    nothing_asked: int

    @property
    def rate(self) -> int | None:
        """The part that is complete, in hundredths of a percent; None where nobody is asked."""
        return (self.complete * 20_000 + self.required) // (2 * self.required) if self.required else None


@dataclass(frozen=True)
class Compared:
    """A unit's standing under its own rules and under the others."""

    unit: Unit
    own: Standing
    other: Standing


@dataclass(frozen=True)
class Comparer:
    """``compare(unit, program, policy)`` answers a ``Compared`` for the unit and each unit directly below it.

    ``refuses(unit)`` says why the unit is too large for one page, else "".
    """

    key: str
    label: str
    compare: Callable
    refuses: Callable


_registered: dict[str, Comparer] = {}


def register(comparer: Comparer) -> None:
    """Make a comparer known; each key has one owner."""
    if comparer.key in _registered and _registered[comparer.key] != comparer:
        raise ValueError(f"comparer {comparer.key} is already registered")
    _registered[comparer.key] = comparer


def comparers() -> list[Comparer]:
    return list(_registered.values())


def compared(comparer: Comparer, unit: Unit, program, policy) -> tuple[str, str, list[Compared]]:
    """(label, why it was not counted, rows) of one comparer."""
    refusal = comparer.refuses(unit)
    return comparer.label, refusal, [] if refusal else comparer.compare(unit, program, policy)


def side_by_side(own, other) -> list[tuple]:
    """(label, own value, the other's, whether they differ) of every parameter that either of them sets."""
    return [
        (str(parameter_named(key).label), mine, other[key], (mine and mine.value) != (other[key] and other[key].value))
        for key, mine in own.items()
        if mine or other[key]
    ]
