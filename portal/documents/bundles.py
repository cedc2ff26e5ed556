"""Many documents at once: a ZIP of single files in the given order, and one PDF for the printer."""

import io
import time
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pikepdf
from django.utils.translation import gettext_lazy as _

from portal.documents import archive
from portal.documents.models import Document

KINDS = {"zip": "application/zip", "print": "application/pdf"}
SUFFIXES = {"zip": ".zip", "print": ".pdf"}
LABELS = {"zip": _("打包下载（ZIP）"), "print": _("合并打印（PDF）")}
MERGED = 200  # documents of one PDF for the printer: all of them are open while it is written
READ = 200  # documents read at a time
KEPT_SECONDS = 7 * 24 * 3600


def make(name: str, keys: Sequence[int]) -> dict[str, str]:
    """Pack and merge the archived files of these documents; answers with the file of each kind, nothing without documents.

    What is to be printed comes as one PDF, more than ``MERGED`` documents as several: print, print-2 and so on.
    """
    if not keys:
        return {}
    files = {"zip": f"{name}.zip"}
    with archive.writing(f"batches/{files['zip']}") as out:
        pack(each(keys), out, len(keys))
    for number, start in enumerate(range(0, len(keys), MERGED), start=1):
        kind = "print" if number == 1 else f"print-{number}"
        files[kind] = f"{name}.pdf" if number == 1 else f"{name}-{number}.pdf"
        with archive.writing(f"batches/{files[kind]}") as out:
            merge(each(keys[start : start + MERGED]), out)
    return files


def each(keys: Sequence[int]) -> Iterator[Document]:
    """The documents of these keys in their order, some at a time, so that memory does not grow with their number."""
    for start in range(0, len(keys), READ):
        part = keys[start : start + READ]
        found = Document.objects.select_related("unit").defer("data").in_bulk(part)
        yield from (found[key] for key in part)


def base_of(kind: str) -> str:
    """``print`` of ``print-2``."""
    return kind.partition("-")[0]


def label_of(kind: str) -> str:
    """What a link to a file of this kind says."""
    number = kind.partition("-")[2]
    return f"{LABELS[base_of(kind)]}{_('第 %s 册') % number if number else ''}"


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
    """All pages one after the other, into the file ``out``."""
    with pikepdf.new() as merged, ExitStack() as sources:
        for document in documents:
            source = sources.enter_context(pikepdf.open(io.BytesIO(archive.read(document))))
            merged.pages.extend(source.pages)
        merged.save(out, deterministic_id=True)
