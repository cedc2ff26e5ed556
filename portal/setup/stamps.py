"""Remembers what was already done, so that a second set-up takes no time."""

import fcntl
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.setup.console import say
from portal.setup.paths import SETUP


def key_of(files: Iterable[Path], *words: str) -> str:
    """A hash of the contents of some files and of some words."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    for word in words:
        digest.update(b"\0" + word.encode())
    return digest.hexdigest()


def is_fresh(stamp: Path, key: str) -> bool:
    return stamp.exists() and stamp.read_text() == key


def mark(stamp: Path, key: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(key)


@contextmanager
def one_at_a_time(name: str = "setup") -> Iterator[None]:
    """Let a second set-up of the same checkout wait for the first."""
    SETUP.mkdir(parents=True, exist_ok=True)
    with open(SETUP / f"{name}.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("· 本检出正在另一处安装，等它完成 …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
