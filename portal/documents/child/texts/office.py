"""The words of Word files and workbooks, part by part, whatever a part is for; pictures are counted, since they cannot be read."""

import posixpath
import re
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree as ET

from workbook.archive import Archive
from workbook.refusal import Refusal

PICTURES = re.compile(r"/media/[^/]+\.(png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp)$", re.IGNORECASE)
ACTING = ("vbaProject.bin", "/embeddings/", "/activeX/", "/externalLinks/")
LINES = {"p", "si", "is", "c", "comment", "text"}  # what stands on a line of its own: paragraphs, cells, remarks


def opened(data):
    """The lines of the file and how many of its pictures nobody can read."""
    archive = Archive(data)
    if not any(name.startswith(("word/", "xl/")) for name in archive.names) or "[Content_Types].xml" not in archive.names:
        raise Refusal("wrong_type")
    if any(part in f"/{name}" for name in archive.names for part in ACTING):
        raise Refusal("acts")
    archive.check_parts()
    parts = sorted(name for name in archive.names if name.endswith((".xml", ".rels")) and name != "[Content_Types].xml")
    lines = [line for name in parts for line in lines_of(archive.read(name), name)]
    return lines, sum(1 for name in archive.names if PICTURES.search(name))


def lines_of(part, name):
    """The texts of one part; what its runs cut apart is put together again."""
    try:
        root = ET.fromstring(part)  # noqa: S314  no part declares a document type or an entity: ``check_parts``
    except ET.ParseError as error:
        raise Refusal("damaged") from error
    if name.endswith(".rels"):
        return [link.get("Target", "") for link in root if link.get("TargetMode") == "External"]
    found = []
    apart = name.startswith("docProps/")
    _gather(root, found, figures="worksheets" in posixpath.dirname(name), apart=apart)
    return [line for line in ("".join(pieces).strip() for pieces in found) if line]


def _gather(root, found, *, figures, apart):
    """Walk the tree without recursion; a line begins with each element that stands on its own, where ``apart`` with all."""
    stack = [(root, None)]
    while stack:
        element, line = stack.pop()
        tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if line is None or apart or tag in LINES:
            line = []
            found.append(line)
        if tag == "v" and figures and element.text:
            line.append(figure(element.text))
        elif element.text:
            line.append(element.text)
        if tag in {"tab", "br", "cr"}:
            line.append(" ")
        stack += [(child, line) for child in reversed(element)]


def figure(text):
    """A number of a cell as people read it: 1.3800138E10 is 13800138000."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return text
    return f"{number:f}" if number.is_finite() and abs(number.adjusted()) < 30 else text
