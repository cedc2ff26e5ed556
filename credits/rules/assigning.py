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
    """A record to be read: whose it is, by teacher and by account, from which school, and who reads or has read it already."""

    key: int
    teacher: int
    author: int | None
    school: int
    readers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Assigned:
    """Who reads what, and how many readers are ``lacking`` for a record."""

    readers: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    lacking: Mapping[int, int] = field(default_factory=dict)


class Conflict(StrEnum):
    """Why a member of the panel may not read a record."""

    OWN = "own"
    RELATED = "related"
    SCHOOL = "school"


def conflict(work: Work, reader: Reader, own_school: OwnSchool = OwnSchool.ALLOWED) -> Conflict | None:
    """What keeps ``reader`` from reading ``work``: his own work, a declared relation, the school where the policy excludes it."""
    if work.author == reader.key:
        return Conflict.OWN
    if work.teacher in reader.related:
        return Conflict.RELATED
    if own_school == OwnSchool.EXCLUDED and work.school in reader.schools:
        return Conflict.SCHOOL
    return None


def assign(works: Iterable[Work], readers: Iterable[Reader], number: int, own_school: OwnSchool = OwnSchool.ALLOWED) -> Assigned:
    """Give each record as many readers as it lacks of ``number``, always those who have least to read, then the earliest.

    With ``ONE_OUTSIDE`` the last seat of a record that nobody from outside reads yet is kept for somebody from outside.
    """
    readers = {reader.key: reader for reader in readers}
    loads = Counter({key: reader.load for key, reader in readers.items()})
    given, lacking = {}, {}
    for work in sorted(works, key=lambda one: one.key):
        chosen = _readers_of(work, readers, loads, number, own_school)
        loads.update(chosen)
        given[work.key] = tuple(chosen)
        if short := number - len(work.readers) - len(chosen):
            lacking[work.key] = max(short, 0)
    return Assigned(given, {key: short for key, short in lacking.items() if short})


def _readers_of(work, readers, loads, number, own_school) -> list[int]:
    chosen: list[int] = []
    free = [one for one in readers.values() if one.key not in work.readers and conflict(work, one, own_school) is None]
    ranked = sorted(free, key=lambda one: (loads[one.key], one.key))
    outside_read = any(key in readers and work.school not in readers[key].schools for key in work.readers)
    for seat in range(number - len(work.readers)):
        last = seat == number - len(work.readers) - 1
        needs_outside = own_school == OwnSchool.ONE_OUTSIDE and last and not outside_read
        one = next((one for one in ranked if not needs_outside or work.school not in one.schools), None)
        if one is None:
            break
        ranked.remove(one)
        chosen.append(one.key)
        outside_read = outside_read or work.school not in one.schools
    return chosen
