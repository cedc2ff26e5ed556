"""The ability points that choices are made from; told by the app that keeps them, so that notices can be checked against them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    """A point of the catalogue (A1–C7): its dimension and environment by their keys, its credits in hundredths."""

    code: str
    dimension: str
    environment: str
    credits: int


_teller: list[Callable[[], Iterable[Point]]] = []


def register(teller: Callable[[], Iterable[Point]]) -> None:
    """Let ``teller`` answer the points in force; there is one catalogue and one who keeps it."""
    _teller[:] = [teller]


def points() -> list[Point]:
    """The points in force; none where nobody keeps a catalogue."""
    return list(_teller[0]()) if _teller else []
