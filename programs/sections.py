"""The parts of a notice file that other apps own."""

from collections.abc import Callable
from dataclasses import dataclass

from pydantic import BaseModel


@dataclass(frozen=True)
class NoticeSection:
    """One top-level key of a notice file: what it may hold and who stores it.

    ``load(notice, data, by)`` runs inside the load's transaction, after the notice's own rows are there, with ``data`` as
    validated by ``schema``. Without a ``schema`` the key is one that the envelope itself describes (``periods``).
    """

    key: str
    schema: type[BaseModel] | None
    load: Callable


_registered: dict[str, NoticeSection] = {}


def register(section: NoticeSection) -> None:
    """Make a section known; each key has one owner."""
    if section.key in _registered and _registered[section.key] != section:
        raise ValueError(f"notice section {section.key} is already registered")
    _registered[section.key] = section


def registered() -> list[NoticeSection]:
    """All sections, in the order in which they were registered."""
    return list(_registered.values())
