"""Printed slips on their way to the one who asked: encrypted on disk, given out once, gone after half an hour."""

import base64
import os
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from portal.kit.crypto import decrypt, encrypt

KEPT = timedelta(minutes=30)


def folder() -> Path:
    path = Path(settings.DATA_DIR) / "slips"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def put(name: str, pdf: bytes) -> None:
    """Keep a file under ``name``."""
    descriptor = os.open(folder() / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(encrypt(base64.b64encode(pdf).decode()))


def waits(name: str) -> bool:
    """Whether the file has not been fetched yet and may still be."""
    path = folder() / name
    with suppress(FileNotFoundError):
        return time.time() - path.stat().st_mtime < KEPT.total_seconds()
    return False


def take(name: str) -> bytes | None:
    """The file, which is gone by this; of several who ask at once, one gets it."""
    if not waits(name):
        return None
    taken = folder() / f"taken-{os.getpid()}-{time.monotonic_ns()}"
    try:
        (folder() / name).rename(taken)
    except FileNotFoundError:
        return None
    try:
        return base64.b64decode(decrypt(taken.read_text()))
    finally:
        taken.unlink()


def forget_old() -> int:
    """Remove what nobody fetched in time; how many files they were."""
    old = [path for path in folder().iterdir() if time.time() - path.stat().st_mtime >= KEPT.total_seconds()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
