"""What leaves the portal of filings: the list of those missing, and the originals in one archive."""

import tempfile
import zipfile
from collections.abc import Iterator
from itertools import islice

from django.http import FileResponse
from django.utils.translation import gettext_lazy as _

from portal.kit.clock import local
from portal.kit.exports import named
from programs.facts.missing import NOBODY, contacts_of
from programs.models import FilingFile

AT_ONCE = 500
NOT_IN_NAMES = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_"))
MISSING = [_("单位"), _("上级单位"), _("状态"), _("截止时间"), _("联系人"), _("联系电话"), _("上次催报"), _("退回理由")]


def missing(filings) -> Iterator[list]:
    """One line for each filing, with somebody to call; numbers of accounts stay masked."""
    rows = filings.iterator(chunk_size=AT_ONCE)
    while some := list(islice(rows, AT_ONCE)):
        contacts = contacts_of([filing.unit for filing in some])
        for filing in some:
            contact = contacts.get(filing.unit_id, NOBODY)
            parent = filing.unit.parent.name if filing.unit.parent else ""
            about = [filing.unit.name, parent, filing.get_state_display(), moment(filing.due_at)]
            yield [*about, contact.name, contact.shown, moment(filing.reminded_at), filing.return_reason]


def moment(value) -> str:
    return local(value).strftime("%Y-%m-%d %H:%M") if value else ""


def originals(task, filings) -> FileResponse:
    """A ZIP with a folder for each unit that holds the originals of the version that counts."""
    files = FilingFile.objects.filter(version__counted_in__in=filings.order_by().values("pk"))
    archive = tempfile.TemporaryFile(suffix=".zip")  # noqa: SIM115  the answer closes it
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as target:
        for file in files.select_related("version__filing__unit").order_by("version__filing__unit__path", "pk"):
            with file.file.open("rb") as source, target.open(place(file), "w") as entry:
                for chunk in source.chunks():
                    entry.write(chunk)
    archive.seek(0)
    return named(FileResponse(archive, content_type="application/zip"), f"{task.title}-原件.zip")


def place(file: FilingFile) -> str:
    """Unit, its code and the file's own name; the number keeps two files of one name apart."""
    unit = file.version.filing.unit
    folder, name = f"{unit.name}-{unit.code}".translate(NOT_IN_NAMES), f"{file.pk}-{file.name}".translate(NOT_IN_NAMES)
    return f"{folder}/{name}"
