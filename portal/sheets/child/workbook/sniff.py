"""What a file really is, by its first bytes and, for containers, by what is inside; never by its name."""

import re

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SIGNATURES = (
    (b"%PDF", "PDF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "GZIP"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"{\\rtf", "RTF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"SQLite format 3", "SQLite"),
)
MARKUP = re.compile(rb"<(!doctype\s+html|html|head|body|table|meta)[\s>]", re.IGNORECASE)
EARLY_PDF = 1024


def kind_of(data):
    """``zip``, ``ole``, ``text`` or the name of a format the portal does not read."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if data.startswith(OLE):
        return "ole"
    for signature, name in SIGNATURES:
        if data.startswith(signature):
            return name
    return markup_kind(data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")) or pdf_kind(data) or "text"


def markup_kind(head):
    """HTML, XML and mail archives that Excel writes or opens under the name ``.xls``."""
    if head.startswith(b"MIME-Version:"):
        return "MHTML"
    if MARKUP.search(head[:2048]) and head.startswith(b"<"):
        return "HTML"
    if head.startswith(b"<?xml"):
        return "XML 2003" if b"urn:schemas-microsoft-com:office" in head or b"Excel.Sheet" in head else "XML"
    return ""


def pdf_kind(data):
    return "PDF" if b"%PDF-" in data[:EARLY_PDF] else ""
