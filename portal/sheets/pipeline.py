"""From a stored file to judged rows: the part that reading, confirming and checking share."""

import gc
import re
from contextlib import contextmanager
from tempfile import TemporaryFile

from portal.sheets import recurring
from portal.sheets.context import Context
from portal.sheets.judging import judge
from portal.sheets.meta import check_template
from portal.sheets.reading import read_book
from portal.sheets.recognising import Recognising
from portal.sheets.refusals import FileRefused
from portal.sheets.registry import layouts
from portal.sheets.scanning import scan

WORKBOOK_NAMES = (".xlsx", ".xls", ".et", ".ods")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd]")
SEEN_ROWS = 100
TEXT_NAMES = (".csv", ".txt", ".tsv")


@contextmanager
def uncollected():
    """Keep the garbage collector from walking over rows that all stay alive; a fifth of the time otherwise."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Judged:
    """One reading of an upload's file: the scan, the context, and the clean rows.

    Without ``recognising`` every line is read anew, also those known from before.
    """

    def __init__(self, upload, user, choices=None, *, recognising=True):
        self.layout, self.upload, choices = upload.layout, upload, choices or {}
        self.context = Context(self.layout, upload.unit, user, upload.whole, choices.get("rows") or {})
        self.recognising = Recognising(self.context) if recognising else None
        with uncollected():
            self.scan = recurring.recalled(upload, self.context, suffix_of(upload.name)) if recognising else None
            if self.scan is None:
                self.judge(upload, choices)

    def judge(self, upload, choices):
        book = opened(upload)
        check_name(upload.name, book)
        check_template(book, self.layout, upload.unit)
        unknown = self.recognising.unknown if self.recognising else None
        self.scan = scan(self.layout, book, others=layouts(), choices=choices, unknown=unknown)
        judge(self.scan.rows, self.context)

    @property
    def clean(self):
        return [row for row in self.scan.rows if row.state == "clean"]

    @property
    def present(self):
        """Fields at least one sheet of the file has a column for."""
        return {name for head in self.scan.heads.values() for name in head.places}

    def compared(self):
        return self.layout.compared(self.clean, self.context, self.present)

    def remember(self, compared):
        """Keep what this reading found equal, line by line and, where it was all of it, as a file."""
        compared.remember()
        if self.recognising:
            recurring.keep(self.upload, self, compared, suffix_of(self.upload.name))

    def heads(self):
        """Where headings stood, for the marked-up copy."""
        return {name: {"header": head.row + 1} for name, head in self.scan.heads.items()}


def opened(upload):
    try:
        with upload.file.open("rb") as file, with_descriptor(file) as handle:
            return read_book(handle)
    except FileRefused as refusal:
        if refusal.code == "undecodable" and suffix_of(upload.name) in WORKBOOK_NAMES:
            raise FileRefused("no_workbook") from refusal
        raise


@contextmanager
def with_descriptor(file):
    """The file itself where it lies on disk, else a temporary copy the child process can read."""
    try:
        file.fileno()
        yield file
    except (AttributeError, OSError):
        with TemporaryFile() as copy:
            copy.writelines(file.chunks())
            copy.seek(0)
            yield copy


def suffix_of(name):
    return f".{name.rpartition('.')[2].lower()}" if "." in name else ""


def reads_as_table(book):
    """Whether text with separated values stands there, rather than bytes that happen to be letters of some encoding."""
    first = [cells for _number, cells in book.sheets[0].rows[:SEEN_ROWS]]
    return any(len(cells) > 1 for cells in first) and not any(CONTROL.search(str(cell)) for cells in first for cell in cells)


def check_name(name, book):
    """A workbook under a text file's name, or the other way round, was renamed by mistake."""
    suffix = suffix_of(name)
    if suffix in WORKBOOK_NAMES and book.kind == "csv" and not reads_as_table(book):
        raise FileRefused("no_workbook")
    if (suffix in TEXT_NAMES) != (book.kind == "csv") and (suffix in TEXT_NAMES or suffix in (".xlsx", ".ods")):
        raise FileRefused("renamed", {"suffix": suffix, "found": book.kind})
