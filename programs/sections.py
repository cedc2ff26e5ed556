"""The parts of a notice file that other apps own."""

from collections.abc import Callable
from dataclasses import dataclass

from pydantic import BaseModel


@dataclass(frozen=True)
class NoticeSection:
    """One top-level key of a notice file: what it may hold and who stores it.

    ``load(notice, data, by)`` runs inside the load's transaction, after the notice's own rows are there, with ``data`` as
    validated by ``schema``; without a ``schema`` the key is one that the envelope itself describes (``periods``).
    ``links(notice, user)`` lists the pages it leads to as (text, address).
    """

    key: str
    schema: type[BaseModel] | None
    load: Callable
    links: Callable | None = None


_registered: dict[str, NoticeSection] = {}


def register(section: NoticeSection) -> None:
    """Make a section known; each key has one owner."""
    if section.key in _registered and _registered[section.key] != section:
        raise ValueError(f"notice section {section.key} is already registered")
    _registered[section.key] = section


def links_of(notice, user) -> list[tuple[str, str]]:
    """The pages of other apps that a notice leads to, for the notice's own page."""
    return [link for section in registered() if section.links for link in section.links(notice, user)]


def registered() -> list[NoticeSection]:
    """All sections, in the order in which they were registered."""
    return list(_registered.values())
