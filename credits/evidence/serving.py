"""Giving files out: short-lived addresses bound to one person's session, marks across what is shown, pieces of films."""

import re
import tempfile
from hashlib import sha256

from django.conf import settings
from django.core import signing
from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from credits.enums.declarations import FileKind
from credits.evidence import kinds, looking, storing
from credits.evidence.refusals import MaterialRefused
from portal.documents import fonts
from portal.kit.clock import database_now, local

SALT = "credits.evidence.parts"
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
SANDBOX = f"sandbox; {NOTHING}"
RANGE = re.compile(r"bytes=(\d*)-(\d*)")
BLOCK = 1 << 16
WHOLE, PAGE, PICTURE = "", "page", "picture"


def link_for(file, request, part: str = WHOLE, number: int = 0) -> str:
    """The address under which this person, in this session, reads the file for a little while; a film longer than others.

    Of a ``part`` it is the picture of page or picture ``number``.
    """
    told = [file.pk, request.user.pk, _session(request), file.kind == FileKind.MP4, part, number]
    return reverse("credits:evidence-bytes", args=[signing.dumps(told, salt=SALT)])


def read_link(token: str, request) -> tuple[int, str, int] | None:
    """(primary key of the file, part, number) an address stands for; None unless made for this person and session, and lately."""
    told = _opened(token, settings.EVIDENCE_FILM_LINK_SECONDS)
    if told and not told[3]:
        told = _opened(token, settings.EVIDENCE_LINK_SECONDS)
    mine = request.user.is_authenticated and told and told[1:3] == [request.user.pk, _session(request)]
    return (told[0], told[4], told[5]) if mine else None


def _opened(token: str, seconds: int) -> list | None:
    try:
        return signing.loads(token, salt=SALT, max_age=seconds)
    except (signing.BadSignature, ValueError):
        return None


def _session(request) -> str:
    return sha256((request.session.session_key or "").encode()).hexdigest()[:16]


def has(file, part: str, number: int) -> bool:
    """Whether the file may hold that part: a page of a PDF, a picture of a text or a presentation."""
    if part == PAGE:
        return file.kind == FileKind.PDF and 1 <= number <= file.told.get("pages", 1)
    return part == PICTURE and file.kind in {FileKind.DOCX, FileKind.PPTX}


def nothing() -> HttpResponse:
    """404 without a byte, whatever the reason."""
    return HttpResponse(b"", status=404, content_type="text/plain")


def given(file, request) -> HttpResponse:
    """The clean file as its kind is given out: films in pieces, pictures and PDFs marked, others as a download."""
    kind = FileKind(file.kind)
    path = storing.kept(file.storage_key)
    if not path.is_file():
        return nothing()
    if kind == FileKind.MP4:
        return _dressed(_film(path, request), file, inline=True)
    if kind in kinds.MARKED:
        return _dressed(_marked(path, kind, request), file, inline=True)
    return _dressed(FileResponse(path.open("rb"), content_type="application/octet-stream"), file, inline=False)


def _dressed(response, file, *, inline: bool):
    """Its name, and headers that let the file do nothing but be looked at or saved."""
    name = file.name if file.name.lower().endswith(f".{file.kind}") else f"{file.name}.{file.kind}"
    response.headers["Content-Disposition"] = content_disposition_header(not inline, name)
    # Browsers show no PDF inside a sandbox; ours was written anew without anything that acts.
    _guarded(response, NOTHING if file.kind == FileKind.PDF else SANDBOX)
    if file.kind == FileKind.PDF:
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _guarded(response, policy: str):
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Content-Security-Policy"] = policy
    response._csp_exempt = True
    return response


def shown(file, part: str, number: int, request) -> HttpResponse:
    """One page of a PDF, or one picture out of an Office file, as a marked picture; 404 where it cannot be drawn."""
    path = storing.kept(file.storage_key)
    if not path.is_file():
        return nothing()
    try:
        response = _looked(part, path, request, content_type="image/jpeg", number=number)
    except MaterialRefused:
        return nothing()
    return _guarded(response, SANDBOX)


def mark_text(user) -> str:
    """Who looks, and when."""
    posts = user.current_posts()
    where = f" {posts[0].unit.name}" if posts else ""
    return f"{user}{where} {local(database_now()).strftime('%Y-%m-%d %H:%M')}"


def _marked(path, kind: FileKind, request) -> FileResponse:
    return _looked("mark", path, request, content_type=kinds.CONTENT_TYPES[kind], kind=str(kind))


def _looked(act: str, path, request, *, content_type: str, **options) -> FileResponse:
    """What the looking program draws of the file, with the mark of whoever looks."""
    text = mark_text(request.user)
    font = next((font for font in fonts.installed() if font.role in {"hei", "fang", "wide"} and font.holds(text)), None)
    if font is None:
        text = f"{request.user.username} {local(database_now()).strftime('%Y-%m-%d %H:%M')}"
    copy = tempfile.TemporaryFile()  # noqa: SIM115  streamed and closed by the response
    try:
        looking.look(act, path, out=copy, text=text, font=str(font.path) if font else "", **options)
    except BaseException:
        copy.close()
        raise
    copy.seek(0)
    return FileResponse(copy, content_type=content_type)


def _film(path, request) -> HttpResponse:
    """The film, whole or the one piece asked for: 206; 416 for a piece it does not have, and for several at once."""
    size = path.stat().st_size
    asked = request.headers.get("Range")
    span = (0, size - 1) if asked is None else _span(asked, size)
    if span is None:
        response = HttpResponse(b"", status=416, content_type="video/mp4")
        response.headers["Content-Range"] = f"bytes */{size}"
        return response
    first, last = span
    response = FileResponse(Piece(path, first, last - first + 1), content_type="video/mp4", status=200 if asked is None else 206)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Length"] = str(last - first + 1)
    if asked is not None:
        response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _span(asked: str, size: int) -> tuple[int, int] | None:
    """First and last byte of a single range; None for anything else."""
    found = RANGE.fullmatch(asked.strip())
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        length = int(last)
        return (max(size - length, 0), size - 1) if length else None
    start, end = int(first), min(int(last), size - 1) if last else size - 1
    return (start, end) if start <= end and start < size else None


class Piece:
    """A part of a file to stream, closed by whoever streams it."""

    def __init__(self, path, first: int, length: int):
        self.file, self.left = path.open("rb"), length
        self.file.seek(first)

    def read(self, most: int = BLOCK) -> bytes:
        data = self.file.read(min(most if most >= 0 else self.left, self.left))
        self.left -= len(data)
        return data

    def close(self) -> None:
        self.file.close()
