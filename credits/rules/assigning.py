"""Who reads what: by load, without those in a conflict of interest, the same answer to the same question; pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class OwnSchool(StrEnum):
    """What the policy says of readers who work at the teacher's own school."""

    ALLOWED = "allowed"
    ONE_OUTSIDE = "one_outside"
    EXCLUDED = "excluded"


@dataclass(frozen=True)
class Reader:
    """A member of a panel: the schools he works at, the teachers he is related to, and how many records he has to read."""

    key: int
    schools: frozenset[int] = frozenset()
    related: frozenset[int] = frozenset()
    load: int = 0


@dataclass(frozen=True)
class Work:
    """A record to be read: whose it is, by teacher and by account, from which school, who reads or has read it already.

    ``wanted`` readers are to be found beside ``readers``; ``own_school`` is what the policy of its school says. ``before`` read it
    when it was handed in the last time: they come first, since they know what they asked for.
    """

    key: int
    teacher: int
    author: int | None
    school: int
    wanted: int = 1
    own_school: OwnSchool = OwnSchool.ALLOWED
    readers: frozenset[int] = frozenset()
    before: tuple[int, ...] = ()


@dataclass(frozen=True)
class Assigned:
    """Who reads what, and how many readers are ``lacking`` for a record."""

    readers: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    lacking: Mapping[int, int] = field(default_factory=dict)

    def complete(self) -> "Assigned":
        """Only the records that find every reader they want; the others are told in ``lacking`` and left alone."""
        return Assigned({key: found for key, found in self.readers.items() if key not in self.lacking}, self.lacking)


class Waits(StrEnum):
    """Why a record that was handed in has no reader yet."""

    NO_PANEL = "no_panel"
    TOO_FEW = "too_few"
    BY_HAND = "by_hand"
    NOT_YET = "not_yet"


def why_waits(*, panel: bool, short: bool, automatic: bool) -> Waits:
    """Why it waits: no ``panel``, a panel in which it finds too few readers (``short``), one that shares out by hand only, or one
    that came to be able to read only after it was handed in."""
    if not panel:
        return Waits.NO_PANEL
    if short:
        return Waits.TOO_FEW
    return Waits.NOT_YET if automatic else Waits.BY_HAND


class Conflict(StrEnum):
    """Why a member of the panel may not read a record."""

    OWN = "own"
    RELATED = "related"
    SCHOOL = "school"


def conflict(work: Work, reader: Reader) -> Conflict | None:
    """What keeps ``reader`` from reading ``work``: his own work, a declared relation, the school where the policy excludes it."""
    if work.author == reader.key:
        return Conflict.OWN
    if work.teacher in reader.related:
        return Conflict.RELATED
    if work.own_school == OwnSchool.EXCLUDED and work.school in reader.schools:
        return Conflict.SCHOOL
    return None


def lacks_outsider(work: Work, chosen: Iterable[int], known: Mapping[int, Reader]) -> bool:
    """Whether ``chosen`` by hand would fill the last seat of a record while nobody from outside reads it (``ONE_OUTSIDE``)."""
    chosen = list(chosen)
    if work.own_school != OwnSchool.ONE_OUTSIDE or len(chosen) < max(work.wanted, 1):
        return False
    return not any(_outside(work, known[key]) for key in (*work.readers, *chosen) if key in known)


def _outside(work: Work, reader: Reader) -> bool:
    return work.school not in reader.schools


def assign(works: Iterable[Work], readers: Iterable[Reader]) -> Assigned:
    """Give each record the readers it wants: those who read it before, then always those who have least to read, then the earliest.

    With ``ONE_OUTSIDE`` the last seat of a record that nobody from outside reads yet is kept for somebody from outside.
    """
    known = {reader.key: reader for reader in readers}
    loads = Counter({key: reader.load for key, reader in known.items()})
    given, lacking = {}, {}
    for work in sorted(works, key=lambda one: one.key):
        chosen = _readers_of(work, known, loads)
        loads.update(chosen)
        given[work.key] = tuple(chosen)
        if short := work.wanted - len(chosen):
            lacking[work.key] = short
    return Assigned(given, lacking)


def _readers_of(work: Work, known: Mapping[int, Reader], loads: Mapping[int, int]) -> list[int]:
    chosen: list[int] = []
    free = [one for one in known.values() if one.key not in work.readers and conflict(work, one) is None]
    again = {key: place for place, key in enumerate(work.before)}
    ranked = sorted(free, key=lambda one: (again.get(one.key, len(again)), loads[one.key], one.key))
    outside_reads = any(key in known and _outside(work, known[key]) for key in work.readers)
    for seat in range(work.wanted):
        last = seat == work.wanted - 1
        kept = work.own_school == OwnSchool.ONE_OUTSIDE and last and not outside_reads
        one = next((one for one in ranked if not kept or _outside(work, one)), None)
        if one is None:
            break
        ranked.remove(one)
        chosen.append(one.key)
        outside_reads = outside_reads or _outside(work, one)
    return chosen
