"""Where the bytes lie: outside everything that is served, under random keys; files are whole or absent."""

import hashlib
import os
import shutil
from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from portal.kit.crypto import fingerprint

BLOCK = 1 << 20


def folder(part: str, key: str) -> Path:
    """The place of ``key`` among ``incoming``, ``kept`` or ``originals``; its folder exists on return."""
    place = Path(settings.MEDIA_ROOT) / "declared" / part / key[:2]
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place / key


def incoming(key: str) -> Path:
    return folder("incoming", key)


def kept(key: str) -> Path:
    return folder("kept", key)


def original(key: str) -> Path:
    return folder("originals", key)


def write_at(key: str, offset: int, data: bytes) -> None:
    """Put a piece of an arriving file where it belongs."""
    descriptor = os.open(incoming(key), os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.seek(offset)
        file.write(data)


def write_whole(key: str, chunks: Iterable[bytes]) -> int:
    """Put an arriving file down in one go; how many bytes it has."""
    descriptor = os.open(incoming(key), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        return sum(file.write(chunk) for chunk in chunks)


def digest_of(path: Path) -> str:
    """The keyed digest of a file's SHA-256: equal files have equal ones, and nobody without the key can try candidates."""
    with path.open("rb") as file:
        return fingerprint(hashlib.file_digest(file, "sha256").hexdigest())


@contextmanager
def keeping(key: str):
    """A file to write that stands under ``key`` among those kept once it is whole and on disk."""
    path = kept(key)
    temporary = path.with_suffix(".new")
    descriptor = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "r+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def copy_with_blanks(source: Path, file, places: Iterable[int]) -> None:
    """Copy a film into ``file``, the four letters at each of ``places`` turned into those of an empty box."""
    with source.open("rb") as film:
        shutil.copyfileobj(film, file, BLOCK)
    for place in places:
        file.seek(place)
        file.write(b"free")


def settle(key: str, *, keep_original: str = "") -> None:
    """The file has been looked at: what arrived goes, or, under another key, among the originals."""
    path = incoming(key)
    if keep_original and path.exists():
        path.replace(original(keep_original))
    path.unlink(missing_ok=True)


def drop(key: str) -> None:
    """Remove the bytes of a file that was deleted or given up, wherever they lie."""
    for path in (incoming(key), kept(key)):
        path.unlink(missing_ok=True)
