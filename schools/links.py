"""What higher apps have to show about a school or a teacher, offered on our pages without our knowing them."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """A button on the pages of a row: ``address(row)``, for those for whom ``shown(user, row)`` holds."""

    label: str
    address: Callable
    shown: Callable


@dataclass(frozen=True)
class Shown:
    """A link as a template draws it."""

    label: str
    url: str


_offered: dict[str, list[Link]] = defaultdict(list)


def offer(page: str, link: Link) -> None:
    """Put a link on the pages of ``page`` ("school", "teacher"); each address has one owner."""
    if link not in _offered[page]:
        _offered[page].append(link)


def links_on(page: str, user, row) -> list[Shown]:
    """The links this user gets beside this row, in the order in which they were offered."""
    return [Shown(link.label, link.address(row)) for link in _offered[page] if link.shown(user, row)]
