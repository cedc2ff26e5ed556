"""Many documents at once: a ZIP of single files in the given order, and one PDF for the printer."""

import time
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.documents import archive
from portal.documents.enums import DocumentState
from portal.documents.joining import Joining
from portal.documents.models import Document
from portal.kit.errors import WrongState

KINDS = {"zip": "application/zip", "print": "application/pdf"}
SUFFIXES = {"zip": ".zip", "print": ".pdf"}
LABELS = {"zip": _("打包下载（ZIP）"), "print": _("合并打印（PDF）")}
READ = 200  # documents read at a time
KEPT_SECONDS = 7 * 24 * 3600


def make(name: str, keys: Sequence[int]) -> dict[str, str]:
    """Pack and merge the archived files of these documents; answers with the file of each kind, nothing without documents."""
    if not keys:
        return {}
    files = {kind: f"{name}{suffix}" for kind, suffix in SUFFIXES.items()}
    with archive.writing(f"batches/{files['zip']}") as out:
        pack(each(keys), out, len(keys))
    with archive.writing(f"batches/{files['print']}") as out:
        merge(each(keys), out)
    return files


def sifted(keys: Sequence[int]) -> tuple[list[int], list[tuple[Document, str]]]:
    """The documents fit to be given out together, and of the others each with the sentence that says why it is not.

    Left out is what was replaced or revoked since it was asked for, and whose file is damaged or gone.
    """
    fit, left_out = [], []
    for document in each(keys):
        try:
            _check_fit(document)
        except WrongState as fault:
            left_out.append((document, fault.sentence()))
        else:
            fit.append(document.pk)
    return fit, left_out


def _check_fit(document: Document) -> None:
    if document.state != DocumentState.ISSUED:
        told = {"number": document.number, "state": document.get_state_display()}
        raise WrongState(_t("%(number)s%(state)s，没有放进打包和合并的文件。") % told)
    archive.read(document)


def each(keys: Sequence[int]) -> Iterator[Document]:
    """The documents of these keys in their order, some at a time, so that memory does not grow with their number."""
    for start in range(0, len(keys), READ):
        part = keys[start : start + READ]
        found = Document.objects.select_related("unit").defer("data").in_bulk(part)
        yield from (found[key] for key in part)


def path_of(name: str) -> Path:
    """Where a bundle lies; it may have been removed since, as it can be made again."""
    return archive.folder() / "batches" / Path(name).name


def remove_old() -> int:
    """Remove bundles that were made more than a week ago, and say how many."""
    cutoff = time.time() - KEPT_SECONDS
    old = [path for path in (archive.folder() / "batches").glob("*") if path.stat().st_mtime < cutoff]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def pack(documents: Iterable[Document], out, count: int) -> None:
    """A ZIP of the single files, ``count`` of them and numbered in this order, into the file ``out``."""
    width = len(str(count))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for position, document in enumerate(documents, start=1):
            packed.writestr(zipfile.ZipInfo(f"{position:0{width}}-{document.filename}"), archive.read(document))


def merge(documents: Iterable[Document], out) -> None:
    """All pages one after the other, into the file ``out``, however many: one document is held at a time."""
    joined = Joining(out)
    for document in documents:
        joined.add(archive.read(document))
    joined.close()
