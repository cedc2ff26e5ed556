"""What a file is by its bytes, never by its name."""

from workbook import sniff
from workbook.refusal import Refusal

STARTS = ((b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"PK\x03\x04", "zip"))
BRANDS = {
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"M4V ",
    b"M4A ",
    b"MSNV",
    b"dash",
    b"3gp4",
    b"3gp5",
}
MARKUP = (b"<svg", b"<?xml", b"<!doctype", b"<html", b"<script", b"<hta:")


def kind_of(head):
    """``pdf``, ``jpg``, ``png``, ``zip`` or ``mp4`` for the first bytes of a file; ``wrong_type`` for anything else."""
    if not head:
        raise Refusal("empty")
    for start, kind in STARTS:
        if head.startswith(start):
            return kind
    if head[4:8] == b"ftyp" and head[8:12] in BRANDS:
        return "mp4"
    raise Refusal("wrong_type", found=named(head))


def named(head):
    """A word for what is not taken."""
    text = head[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if any(word in text[:1024] for word in MARKUP):
        return "SVG" if b"<svg" in text else "HTML / XML"
    if head.startswith(b"\x4c\x00\x00\x00\x01\x14\x02\x00"):
        return "LNK"
    if head[4:8] == b"ftyp":
        return "QuickTime / HEIF"
    known = sniff.kind_of(head)
    return {"ole": "Office 97–2003", "text": "文本"}.get(known, known)
