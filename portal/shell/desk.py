"""The front page: what the apps have to say to one person, sorted into its sections."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from credits.desk.checks import checks
from credits.desk.choices import choices
from credits.desk.completion import completion
from credits.desk.declarations import declarations
from credits.desk.reviews import reviews
from portal.accounts.enums import ADMIN_ROLES
from portal.kit.clock import database_now, local
from portal.kit.desk import Awaited, Deadline, Figure, Item, Overdue, Picture, Source, Waiting, shades
from portal.shell import admin_sources, sources
from portal.shell.award_sources import selections
from portal.shell.calendar_sources import steps
from portal.shell.duty_sources import duties
from portal.shell.filing_sources import filings
from portal.shell.publicity_sources import judging_and_notices
from portal.shell.roster_sources import rosters

SOON = timedelta(days=3)
AHEAD = timedelta(days=30)

# Every app's contribution: a function of (user, post) that yields items of portal.kit.desk.
SOURCES: tuple[Source, ...] = (
    sources.failed_jobs,
    sources.running_jobs,
    sources.unsaved_uploads,
    sources.calendar,
    filings,
    steps,
    duties,
    rosters,
    completion,
    checks,
    choices,
    declarations,
    reviews,
    selections,
    judging_and_notices,
    sources.evidence,
)
# The administrators file and recommend nothing: what they find is their own work.
ADMIN_SOURCES: tuple[Source, ...] = (
    sources.failed_jobs,
    sources.running_jobs,
    sources.unsaved_uploads,
    admin_sources.running,
    admin_sources.accounts,
    admin_sources.log,
)


def sources_of(post) -> tuple[Source, ...]:
    """What is asked for the front page of somebody acting as ``post``."""
    return ADMIN_SOURCES if post is not None and post.role in ADMIN_ROLES else SOURCES


@dataclass
class Desk:
    """The sections of the front page, each in the order in which it is read."""

    now: datetime
    waiting: list[Waiting] = field(default_factory=list)
    awaited: list[Awaited] = field(default_factory=list)
    deadlines: list["Due"] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    pictures: list["Drawn"] = field(default_factory=list)
    overdue: list[Overdue] = field(default_factory=list)
    steers: bool = False  # an administrator's, whom no deadline of a unit concerns


@dataclass(frozen=True)
class Due:
    """A deadline and how many days of the calendar of Asia/Shanghai are left, 0 today."""

    deadline: Deadline
    days: int


@dataclass(frozen=True)
class Drawn:
    """A picture with the shade (1 to 5) of each tile, best first in its ranking."""

    picture: Picture
    shaded: tuple[tuple[int, object], ...]

    @property
    def ranking(self) -> list[tuple[int | None, object]]:
        """Tiles by value, equal values at the same place; those without one come last and have none."""
        tiles = [tile for _shade, tile in self.shaded]
        values = [tile.value for tile in tiles if tile.value is not None]
        placed = [(1 + sum(v > tile.value for v in values) if tile.value is not None else None, tile) for tile in tiles]
        return sorted(placed, key=lambda pair: (pair[0] is None, pair[0]))


def gather(user, post, *, from_sources: tuple[Source, ...] | None = None) -> Desk:
    """The desk of ``user`` acting as ``post``; urgent things first."""
    desk = Desk(database_now(), steers=sources_of(post) is ADMIN_SOURCES)
    for source in sources_of(post) if from_sources is None else from_sources:
        for item in source(user, post):
            _put(desk, item)
    distant = desk.now + timedelta(days=36500)
    desk.waiting.sort(key=lambda item: (item.until or distant, item.since or distant))
    desk.awaited.sort(key=lambda item: item.since or distant)
    desk.deadlines.sort(key=lambda due: due.deadline.until)
    return desk


def _put(desk: Desk, item: Item) -> None:
    match item:
        case Waiting():
            desk.waiting.append(item)
        case Awaited():
            desk.awaited.append(item)
        case Deadline() if desk.now <= item.until <= desk.now + AHEAD:
            desk.deadlines.append(Due(item, (local(item.until).date() - local(desk.now).date()).days))
        case Figure():
            desk.figures.append(item)
        case Picture():
            desk.pictures.append(shade(item))
        case Overdue():
            desk.overdue.append(item)


def shade(picture: Picture) -> Drawn:
    """A picture with the shades of its tiles."""
    return Drawn(picture, tuple(zip(shades(tile.value for tile in picture.tiles), picture.tiles, strict=True)))
