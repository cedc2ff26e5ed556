"""The two things the reading program does: tell what stands in a workbook, and hand back a marked-up copy."""

import json
import sys
import time

from workbook import biff, delimited, grid, limits, odf, ole, sniff, xlsx
from workbook.archive import Archive
from workbook.marks import Marks
from workbook.refusal import Refusal

BLOCK = 1_000
IGNORED_PARTS = (
    ("xl/externalLinks/", "external_links"),
    ("xl/embeddings/", "embedded_objects"),
    ("xl/connections.xml", "connections"),
    ("xl/media/", "pictures"),
    ("xl/activeX/", "controls"),
)


class Workbook:
    """A file opened by what it is: ``kind``, ``encoding``, ``epoch_1904``, ``ignored`` parts and its sheets."""

    def __init__(self, data):
        if not data:
            raise Refusal("empty")
        if len(data) > limits.FILE:
            raise Refusal("too_large", megabytes=limits.FILE // limits.MEGABYTE)
        self.data, self.kind = data, sniff.kind_of(data)
        self.encoding, self.epoch_1904, self.ignored = "", False, []
        openers = {"zip": self.open_zip, "ole": self.open_ole, "text": self.open_text}
        if self.kind not in openers:
            raise Refusal("wrong_type", found=self.kind)
        self.sheets = openers[self.kind]()

    def open_zip(self):
        archive = Archive(self.data)
        self.kind = archive.kind()
        archive.check_parts()
        if self.kind == "ods":
            marks = odf.marks_by_sheet(archive)
            return grid.sheets(self.data, lambda _index, name: marks.get(name) or Marks())
        parts = xlsx.Parts(archive)
        self.epoch_1904 = parts.epoch_1904
        self.ignored = [code for prefix, code in IGNORED_PARTS if archive.holds(prefix)]
        return grid.sheets(self.data, lambda _index, name: parts.marks(name))

    def open_ole(self):
        book = biff.Book(ole.Compound(self.data).book())
        self.kind, self.epoch_1904 = "xls", book.epoch_1904
        return grid.sheets(self.data, lambda index, _name: book.marks(index))

    def open_text(self):
        text, self.encoding = delimited.decode(self.data)
        self.kind = "csv"
        rows = [(number, kept) for number, cells in delimited.rows(text) if (kept := grid.trimmed(cells))]
        return [grid.Sheet("", rows=rows)]


def main(act):
    """Read (or mark) what standard input holds and answer on standard output; a refusal is an answer too.

    ``mark`` expects its options as one line of JSON before the file.
    """
    try:
        if act == "mark":
            from workbook import markup

            options = json.loads(sys.stdin.buffer.readline())
            sys.stdout.buffer.write(markup.mark(sys.stdin.buffer.read(limits.FILE + 1), options))
        else:
            read(sys.stdin.buffer.read(limits.FILE + 1))
    except Refusal as refusal:
        tell({"refused": refusal.code, "data": refusal.data})
    except RecursionError:
        tell({"refused": "damaged", "data": {}})
    except MemoryError:
        tell({"refused": "too_much_memory", "data": {}})


def read(data):
    book = Workbook(data)
    tell({"book": {"kind": book.kind, "encoding": book.encoding, "epoch_1904": book.epoch_1904, "ignored": book.ignored}})
    counted = Counted()
    for sheet in book.sheets:
        counted.add(sheet)
        tell({"sheet": about(sheet)})
        for start in range(0, len(sheet.rows), BLOCK):
            tell({"rows": sheet.rows[start : start + BLOCK]})
    tell({"end": {"peak_kb": peak_kb(), "cpu": time.process_time()}})


def peak_kb():
    """The most memory this program held; what the kernel counts for it, since rusage also counts the parent's."""
    with open("/proc/self/status") as status:
        return next((int(line.split()[1]) for line in status if line.startswith("VmHWM")), 0)


class Counted:
    """Rows and cells of the visible sheets so far, held against the caps."""

    def __init__(self):
        self.rows = self.cells = 0

    def add(self, sheet):
        self.rows += len(sheet.rows)
        self.cells += sum(len(cells) for _number, cells in sheet.rows)
        if self.rows > limits.ROWS + 100:
            raise Refusal("too_many_rows", rows=self.rows, most=limits.ROWS)
        if self.cells > limits.CELLS:
            raise Refusal("too_many_cells", cells=self.cells, most=limits.CELLS)


def about(sheet):
    marks = sheet.marks
    used = {number for number, _cells in sheet.rows} if marks.hidden_rows else set()
    return {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "hidden_rows": sorted(marks.hidden_rows & used),
        "hidden_columns": sorted(marks.hidden_columns),
        "formulas": marks.formulas[:1000],
        "merges": marks.merges,
        "across": marks.across,
        "rules": marks.rules,
    }


def tell(answer):
    line = json.dumps(answer, ensure_ascii=False, separators=(",", ":"), default=grid.as_object) + "\n"
    sys.stdout.buffer.write(line.encode("utf-8", "ignore"))
    sys.stdout.buffer.flush()
