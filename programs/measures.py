"""Figures that other apps gather for what notices aim at; filled upward, so that programmes need not know the ledgers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise


@dataclass(frozen=True)
class Actual:
    """How far a unit has come: ``done`` of ``of`` (0 where there is no whole, as with products), counted as of a day."""

    done: int
    of: int
    as_of: date


@dataclass(frozen=True)
class Measure:
    """The figure behind targets of a key.

    ``gather(unit, program, until)`` answers an ``Actual``, or None without any count. ``below(unit, program,
    until, level=None)`` answers the same for each unit right below, or of a level below, by its id, in a fixed number of
    queries; without it nothing is told of those.
    ``reading`` says in words what is counted, such as when a school counts as complete; ``page`` leads to the rows, given a unit.
    """

    key: str
    gather: Callable
    below: Callable | None = None
    label: str | Promise = ""
    reading: str | Promise = ""
    page: Callable | None = None


_registered: dict[str, Measure] = {}


def register(measure: Measure) -> None:
    """Make a measure known; each key has one owner."""
    if measure.key in _registered and _registered[measure.key] != measure:
        raise ValueError(f"measure {measure.key} is already registered")
    _registered[measure.key] = measure


def measures() -> dict[str, Measure]:
    """All measures by the key of the targets they count."""
    return dict(_registered)


def sources() -> list[tuple[str, str]]:
    """(key, name) of everything that can be counted, for people to choose from."""
    return [(one.key, str(one.label)) for one in measures().values()]
