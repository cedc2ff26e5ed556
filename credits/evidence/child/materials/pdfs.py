"""PDFs written anew without anything that acts: scripts, launches, attachments, forms that fetch, links to the outside."""

import io

import pikepdf
from workbook.refusal import Refusal

from materials import limits

ACTING = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound", "/URI"}
ACTING |= {"/ResetForm", "/Hide", "/Named", "/SetOCGState", "/Trans", "/GoTo3DView", "/RichMediaExecute", "/Thread"}
PARTS = {"/AA": "actions", "/OpenAction": "actions", "/JS": "javascript", "/JavaScript": "javascript", "/XFA": "xfa"}
PARTS |= {"/EmbeddedFiles": "attachments", "/EF": "attachments", "/AF": "attachments", "/Metadata": "metadata"}
PARTS |= {"/PieceInfo": "metadata", "/RichMediaContent": "media", "/Collection": "attachments"}
NOTES = {
    "/FileAttachment": "attachments",
    "/RichMedia": "media",
    "/Movie": "media",
    "/Screen": "media",
    "/Sound": "media",
    "/3D": "media",
}


def clean(data):
    """(bytes of the document, what was found): pages, what was removed, and how a signature stood."""
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            return _cleaned(document, data)
    except pikepdf.PasswordError as error:
        raise Refusal("encrypted") from error
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, RecursionError, OverflowError) as error:
        raise Refusal("damaged") from error


def _cleaned(document, data):
    if document.is_encrypted:
        raise Refusal("encrypted")
    pages = len(document.pages)
    if not pages:
        raise Refusal("damaged")
    if pages > limits.PAGES or len(document.objects) > limits.OBJECTS:
        raise Refusal("too_many_pages", pages=pages, most=limits.PAGES)
    signature = _signature(document, data)
    removed = set()
    for thing in document.objects:
        _scrub(thing, removed, 0)
    _scrub(document.Root, removed, 0)
    if "/Info" in document.trailer:
        del document.trailer["/Info"]
        removed.add("metadata")
    out = io.BytesIO()
    document.save(out, linearize=False, deterministic_id=True)
    return out.getvalue(), {"pages": pages, "removed": sorted(removed), "signature": signature}


def _scrub(thing, removed, depth):
    """Take what acts out of one object and of what stands inside it; other objects are visited on their own."""
    if depth > limits.DEPTH:
        raise Refusal("damaged")
    if isinstance(thing, pikepdf.Array):
        for part in thing:
            if isinstance(part, pikepdf.Object) and not part.is_indirect:
                _scrub(part, removed, depth + 1)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        _scrub_dictionary(thing, removed, depth)


def _scrub_dictionary(thing, removed, depth):
    for key in list(thing.keys()):
        value = thing.get(key)
        what = PARTS.get(key) or _acting(key, value)
        if what:
            del thing[key]
            removed.add(what)
        elif isinstance(value, pikepdf.Object) and not value.is_indirect:
            _scrub(value, removed, depth + 1)
    if "/Annots" in thing:
        _drop_notes(thing, removed)


def _acting(key, value):
    """What an action under ``/A``, ``/PA`` or ``/Next`` would do, in one word; None for a jump inside the document."""
    if key not in {"/A", "/PA", "/Next"}:
        return None
    first = value[0] if isinstance(value, pikepdf.Array) and len(value) else value
    if not isinstance(first, pikepdf.Dictionary) or first.get("/S") is None:
        return None
    name = str(first.get("/S"))
    if name not in ACTING:
        return None
    return {"/JavaScript": "javascript", "/Launch": "launch", "/URI": "links"}.get(name, "actions")


def _drop_notes(page, removed):
    """Annotations that carry files or media."""
    notes = page.get("/Annots")
    if not isinstance(notes, pikepdf.Array):
        return
    for place in reversed(range(len(notes))):
        note = notes[place]
        kind = str(note.get("/Subtype", "")) if isinstance(note, pikepdf.Dictionary) else ""
        if kind in NOTES:
            del notes[place]
            removed.add(NOTES[kind])


def _signature(document, data):
    """``none``; ``whole`` when the last signature covers the file to its end; ``changed`` when something was added after it."""
    ends = []
    for thing in document.objects:
        covered = thing.get("/ByteRange") if isinstance(thing, pikepdf.Dictionary) else None
        if isinstance(covered, pikepdf.Array) and len(covered) == 4:
            ends.append(int(covered[2]) + int(covered[3]))
    if not ends:
        return "none"
    return "whole" if max(ends) >= len(data.rstrip(b"\r\n \x00")) else "changed"
