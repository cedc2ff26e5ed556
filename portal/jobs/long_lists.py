"""Lists that may be longer than one answer: declared by the apps in their ``lists.py``, so that a worker can write them too."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from portal.kit.lists import Listing


@dataclass(frozen=True)
class Asked:
    """What a list needs to know of who asks for it, where there is no request: the user, the post he acts as, the address."""

    user: Any
    post: Any
    GET: QueryDict


@dataclass(frozen=True)
class LongList:
    """A list as a file.

    ``listing(asked)`` is what the address asks for within what the user may see, ``lines(rows)`` one tuple a row.
    """

    key: str
    title: Any
    headings: Sequence
    listing: Callable[[Any], Listing]
    lines: Callable[[Any], Iterable[Sequence]]


_lists: dict[str, LongList] = {}


def declare(one: LongList) -> LongList:
    """Make a list known under its key."""
    _lists[one.key] = one
    return one


def list_named(key: str) -> LongList | None:
    return _lists.get(key)
