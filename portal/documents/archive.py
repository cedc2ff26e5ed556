"""The archive of issued documents: files that are whole or absent, named by their own hash, and never overwritten."""

import hashlib
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from portal.kit.errors import WrongState


def folder() -> Path:
    """Where documents are kept."""
    return Path(settings.DATA_DIR) / "documents"


def digest_of(content: bytes) -> str:
    """SHA-256, in hex."""
    return hashlib.sha256(content).hexdigest()


def store(series: str, number: str, content: bytes) -> str:
    """Keep a file and answer with its name in the archive; on return it is on disk, whatever happens next.

    The name holds a part of the hash, so that two workers drawing one document never write over each other's file.
    """
    name = f"{series}/{number}-{digest_of(content)[:16]}.pdf"
    put(name, content)
    return name


def put(name: str, content: bytes) -> None:
    """Write ``content`` under ``name``."""
    with writing(name) as file:
        file.write(content)


@contextmanager
def writing(name: str):
    """A file to write that stands under ``name`` once it is whole and on disk: a temporary one, flushed, then renamed."""
    path = folder() / name
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
    _flush(path.parent)


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
