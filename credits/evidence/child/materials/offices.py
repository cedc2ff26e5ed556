"""Word, Excel and PowerPoint files: taken as they come but for the names of their authors, or not at all."""

import re

from workbook.archive import Archive
from workbook.refusal import Refusal

from materials.nameless import without_authors

MAIN = {
    "docx": b"wordprocessingml.document.main+xml",
    "xlsx": b"spreadsheetml.sheet.main+xml",
    "pptx": b"presentationml.presentation.main+xml",
}
MACRO = re.compile(rb"macroEnabled|vnd\.ms-office\.vbaProject|activeX", re.IGNORECASE)
MACRO_PARTS = re.compile(r"(vbaProject|vbaData|activeX/|macrosheets/|\.bin$)", re.IGNORECASE)
PRINTER = re.compile(r"printerSettings\d*\.bin$", re.IGNORECASE)
RELATION = re.compile(rb"<Relationship\b[^>]*>", re.IGNORECASE)
HYPERLINK = re.compile(rb"""Type\s*=\s*["'][^"']*/hyperlink["']""", re.IGNORECASE)
OUTSIDE = re.compile(rb"""TargetMode\s*=\s*["']External["']""", re.IGNORECASE)


def clean(data):
    """(kind, bytes without authors, what was removed) of an Office file that carries no macro, fetches nothing and stays in its
    own folder; ``Refusal`` otherwise."""
    archive = Archive(data)
    if any(_leaves(name) for name in archive.names):
        raise Refusal("zip_slip")
    types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in archive.names else b""
    if MACRO.search(types) or any(MACRO_PARTS.search(name) and not PRINTER.search(name) for name in archive.names):
        raise Refusal("macros")
    kind = next((kind for kind, main in MAIN.items() if main in types), None)
    if kind is None:
        raise Refusal("wrong_type", found="ZIP")
    archive.check_parts()
    for name in archive.names:
        if name.endswith(".rels") and _fetches(archive.read(name)):
            raise Refusal("fetches")
    nameless, named = without_authors(archive)
    return kind, nameless, {"removed": ["metadata"] if named else []}


def _leaves(name):
    return name.startswith(("/", "\\")) or "\\" in name or ":" in name or ".." in name.split("/")


def _fetches(relations):
    """Whether something beside a link a person clicks comes from outside: a template, an object, a picture."""
    return any(OUTSIDE.search(found) and not HYPERLINK.search(found) for found in RELATION.findall(relations))
