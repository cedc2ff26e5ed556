"""What an app may put on the front page; each app's source yields these, the shell sorts and draws them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Waiting:
    """Something this person has to do: what, since when, until when, and the one button."""

    what: str
    url: str
    button: str
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Awaited:
    """Something this person waits for, and with whom it lies."""

    what: str
    who: str
    url: str
    since: datetime | None = None


@dataclass(frozen=True)
class Deadline:
    """A day that matters to this person's unit."""

    what: str
    until: datetime
    url: str
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """A number of the unit with a link to the rows behind it."""

    label: str
    value: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Tile:
    """A unit of the picture: its number decides the shade, its text is what people read."""

    code: str
    name: str
    value: int | None
    text: str
    url: str = ""


@dataclass(frozen=True)
class Picture:
    """The units below drawn as tiles about where they lie, and ranked."""

    title: str
    tiles: tuple[Tile, ...]
    url: str = ""


@dataclass(frozen=True)
class Overdue:
    """Units that have not filed, with the 催报 text to copy."""

    title: str
    units: tuple[str, ...]
    text: str
    url: str = ""


SHADES = 5


def shades(values: Iterable[int | None]) -> list[int]:
    """Shades from 1 to 5 in equal steps between the lowest and the highest value; no value, shade 0."""
    values = list(values)
    known = [value for value in values if value is not None]
    low, high = (min(known), max(known)) if known else (0, 0)
    span = max(high - low, 1)
    return [0 if value is None else min(SHADES, 1 + (value - low) * SHADES // span) for value in values]


Item = Waiting | Awaited | Deadline | Figure | Picture | Overdue
Source = Callable[[object, object], Iterable[Item]]
