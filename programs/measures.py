"""Figures that other apps gather for what notices aim at; filled upward, so that programmes need not know the ledgers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Actual:
    """How far a unit has come: ``done`` of ``of``, counted as of a day."""

    done: int
    of: int
    as_of: date


@dataclass(frozen=True)
class Measure:
    """The figure behind a target's ``key``; ``gather(unit, program, until)`` answers an ``Actual``, or None without any count."""

    key: str
    gather: Callable


_registered: dict[str, Measure] = {}


def register(measure: Measure) -> None:
    """Make a measure known; each key has one owner."""
    if measure.key in _registered and _registered[measure.key] != measure:
        raise ValueError(f"measure {measure.key} is already registered")
    _registered[measure.key] = measure


def measures() -> dict[str, Measure]:
    """All measures by the key of the targets they count."""
    return dict(_registered)
