"""Whence the present act comes, for audit rows only; never consulted for permission or scope."""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """Post id and source (an address, a job, a command) of the acts recorded now."""

    post_id: int | None = None
    source: str = ""


current: ContextVar[Origin] = ContextVar("origin", default=Origin())


@contextmanager
def acting(*, post_id: int | None = None, source: str = ""):
    """Record the acts inside as coming from ``source`` and done as that post."""
    token = current.set(Origin(post_id, source[:80]))
    try:
        yield
    finally:
        current.reset(token)
