"""The archive of issued documents: files that are whole or absent, named by their own hash, and never overwritten."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from portal.kit.errors import WrongState

OWN = frozenset({"batches", "incoming", "scans", "sealings"})  # folders of what is no issued document
BESIDE = ".series"  # behind a series that is called like one of these; no series has it, as codes hold no dot


def folder() -> Path:
    """Where documents are kept."""
    return Path(settings.DATA_DIR) / "documents"


def digest_of(content: bytes) -> str:
    """SHA-256, in hex."""
    return hashlib.sha256(content).hexdigest()


def store_all(documents: Iterable[tuple[str, str, bytes]]) -> list[str]:
    """Keep the files of (series, number, content) and answer with their names; on return all are on disk, whatever happens next.

    A name holds a part of the hash, so that two workers drawing one document never write over each other's file. A series
    may bear the name of a folder of the archive's own: its documents lie in another.
    """
    names = []
    for series, number, content in documents:
        names.append(f"{_folder_of(series)}/{number}-{digest_of(content)[:16]}.pdf")
        with _whole(folder() / names[-1]) as file:
            file.write(content)
    for parent in {(folder() / name).parent for name in names}:
        _flush(parent)
    return names


def _folder_of(series: str) -> str:
    return f"{series}{BESIDE}" if series in OWN else series


def series_in(name: str) -> str:
    """The series whose documents lie in the folder ``name``."""
    return name.removesuffix(BESIDE)


def put(name: str, content: bytes) -> None:
    """Write ``content`` under ``name``."""
    with writing(name) as file:
        file.write(content)


@contextmanager
def writing(name: str):
    """A file to write that stands under ``name``, in a folder of the archive's own, once it is whole and on disk."""
    if name.partition("/")[0] not in OWN:
        raise ValueError(f"{name} lies in no folder of the archive's own")
    path = folder() / name
    with _whole(path) as file:
        yield file
    _flush(path.parent)


@contextmanager
def _whole(path: Path):
    """A file to write: a temporary one, flushed, then renamed; the new name is on disk once its folder is flushed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def read(document) -> bytes:
    """The archived file of an issued document; ``WrongState`` when there is none or it is not what was archived."""
    if not document.archived:
        raise WrongState(_("%(number)s还没有生成。") % {"number": document.number})
    path = folder() / document.file
    content = path.read_bytes() if path.is_file() else b""
    if digest_of(content) != document.file_sha256:
        message = _("%(number)s的存档文件缺失或已损坏，请联系系统管理员。") % {"number": document.number}
        raise WrongState(message, code="archive_damaged")
    return content


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
