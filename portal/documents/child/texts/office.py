"""The words of Word files and workbooks, part by part, whatever a part is for; pictures are counted, since they cannot be read."""

import posixpath
import re
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree as ET

from workbook.archive import Archive
from workbook.refusal import Refusal

PICTURES = re.compile(r"/media/[^/]+\.(png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp)$", re.IGNORECASE)
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml$")
STRINGS = "xl/sharedStrings.xml"
ACTING = ("vbaProject.bin", "/embeddings/", "/activeX/", "/externalLinks/")
LINES = {"p", "si", "is", "c", "comment", "text"}  # what stands on a line of its own: paragraphs, cells, remarks


def opened(data):
    """The lines of the file, each with the row of the sheet it stands in or None, and how many of its pictures nobody can read."""
    archive = Archive(data)
    if not any(name.startswith(("word/", "xl/")) for name in archive.names) or "[Content_Types].xml" not in archive.names:
        raise Refusal("wrong_type")
    if any(part in f"/{name}" for name in archive.names for part in ACTING):
        raise Refusal("acts")
    archive.check_parts()
    parts = sorted(name for name in archive.names if name.endswith((".xml", ".rels")) and name != "[Content_Types].xml")
    rows = rows_of_strings(archive.read(name) for name in parts if SHEET.match(name))
    lines = [line for name in parts for line in lines_of(archive.read(name), name, rows)]
    return lines, sum(1 for name in archive.names if PICTURES.search(name))


def rows_of_strings(sheets):
    """The first row that shows each shared string of a workbook, by the string's place in the list."""
    rows = {}
    for part in sheets:
        for row, number in _rows(_root(part)):
            for value in row.iterfind("{*}c[@t='s']/{*}v"):
                if (value.text or "").strip().isdecimal():
                    rows.setdefault(int(value.text), number)
    return rows


def _rows(root):
    """The rows of a sheet with their numbers."""
    for number, row in enumerate(root.iterfind("{*}sheetData/{*}row"), start=1):
        told = row.get("r", "")
        yield row, int(told) if told.isdecimal() and len(told) < 8 else number


def _root(part):
    """The tree of a part."""
    try:
        return ET.fromstring(part)  # noqa: S314  no part declares a document type or an entity: ``check_parts``
    except ET.ParseError as error:
        raise Refusal("damaged") from error


def lines_of(part, name, rows):
    """The texts of one part, each with its row or None; what its runs cut apart is put together again.

    ``rows`` tells where shared strings stand.
    """
    root = _root(part)
    if name.endswith(".rels"):
        return [(link.get("Target", ""), None) for link in root if link.get("TargetMode") == "External"]
    found = []
    marked = _marked(root, name, rows)
    _gather(root, found, marked, figures="worksheets" in posixpath.dirname(name), apart=name.startswith("docProps/"))
    return [(line, row) for line, row in (("".join(pieces).strip(), row) for pieces, row in found) if line]


def _marked(root, name, rows):
    """The elements under which a row begins, with its number."""
    if name == STRINGS:
        return {element: rows.get(number) for number, element in enumerate(root)}
    return dict(_rows(root)) if SHEET.match(name) else {}


def _gather(root, found, marked, *, figures, apart):
    """Walk the tree without recursion; a line begins with each element that stands on its own, where ``apart`` with all."""
    stack = [(root, None, None)]
    while stack:
        element, line, row = stack.pop()
        row = marked.get(element, row)
        tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if line is None or apart or tag in LINES:
            line = []
            found.append((line, row))
        if tag == "v" and figures and element.text:
            line.append(figure(element.text))
        elif element.text:
            line.append(element.text)
        if tag in {"tab", "br", "cr"}:
            line.append(" ")
        stack += [(child, line, row) for child in reversed(element)]


def figure(text):
    """A number of a cell as people read it: 1.3800138E10 is 13800138000."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return text
    return f"{number:f}" if number.is_finite() and abs(number.adjusted()) < 30 else text
