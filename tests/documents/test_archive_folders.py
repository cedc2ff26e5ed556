"""Folders of the archive: issued documents and what else it keeps never lie under one name."""

import os
import time

import pytest

from portal.documents import archive, bundles, sweeping
from portal.documents.sealing import copies, incoming, service
from tests.documents.factories import issued

pytestmark = pytest.mark.django_db
LONG_AGO = time.time() - 30 * 24 * 3600


def aged(name: str):
    """The path of an archive file, a month old."""
    path = archive.folder() / name
    os.utime(path, (LONG_AGO, LONG_AGO))
    return path


def stray(folder: str, name: str):
    """A file no row names, a month old."""
    (archive.folder() / folder).mkdir(parents=True, exist_ok=True)
    (archive.folder() / folder / name).write_bytes(b"left behind")
    return aged(f"{folder}/{name}")


def test_the_folders_that_hold_no_documents_are_the_archives_own():
    own = {copies.PLACE, incoming.PLACE, service.PLACE, bundles.path_of("a.zip").parent.name}

    assert own == archive.OWN


@pytest.mark.parametrize("series", ["batches", "scans", "incoming", "sealings", "zj-2023"])
def test_a_series_may_bear_any_name_and_its_documents_outlive_the_sweeping(series, yueqing):
    document = issued(yueqing, series=series)
    path, left = aged(document.file), stray(document.file.partition("/")[0], "left.pdf")

    sweeping.tidy()

    assert document.number == f"{series}-slip-0001"
    assert archive.read(document).startswith(b"%PDF")
    assert path.parent.name not in archive.OWN
    assert not left.exists()  # canary: the folder was swept


def test_a_document_that_lies_among_scans_from_before_is_left_there(yueqing):
    document = issued(yueqing, series="scans")
    older = f"{copies.PLACE}/{document.file.partition('/')[2]}"
    archive.put(older, archive.read(document))
    type(document).objects.filter(pk=document.pk).update(file=older)
    document.refresh_from_db()
    aged(older)

    sweeping.tidy()

    assert archive.read(document).startswith(b"%PDF")


def test_nothing_else_is_put_among_the_documents_of_a_series():
    with pytest.raises(ValueError, match="no folder of the archive's own"):
        archive.put("zj-2023/scan.pdf", b"%PDF")
