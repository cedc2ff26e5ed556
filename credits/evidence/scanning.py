"""Virus scanners, chosen by the setting EVIDENCE_SCANNER; one that does not answer releases nothing."""

import socket
import struct
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from credits.evidence.looking import look
from credits.evidence.refusals import MaterialRefused

BLOCK = 1 << 16
PATIENCE_SECONDS = 120


class ScannerDown(Exception):
    """No verdict: the file stays held."""


def scan(path: Path) -> str:
    """What the installation's scanner found in the file ("" for nothing); ``ScannerDown`` when it did not answer."""
    if not settings.EVIDENCE_SCANNER:
        raise ScannerDown("no scanner is set")
    return import_string(settings.EVIDENCE_SCANNER)(path)


def marks(path: Path) -> str:
    """The built-in scanner of demos and tests: knows the makers' test file only, also inside archives."""
    try:
        return look("scan", path)["found"]
    except MaterialRefused as refusal:
        raise ScannerDown(str(refusal)) from refusal


def clamd(path: Path) -> str:
    """ClamAV's daemon at EVIDENCE_CLAMD (``unix:/run/clamav/clamd.ctl`` or ``host:port``), by its INSTREAM command."""
    try:
        with _connected() as line, path.open("rb") as file:
            line.sendall(b"zINSTREAM\0")
            while block := file.read(BLOCK):
                line.sendall(struct.pack(">I", len(block)) + block)
            line.sendall(struct.pack(">I", 0))
            answer = _heard(line)
    except OSError as error:
        raise ScannerDown(str(error)) from error
    if answer.endswith("OK"):
        return ""
    if answer.endswith("FOUND"):
        return answer.removeprefix("stream:").removesuffix("FOUND").strip()
    raise ScannerDown(answer)


def _heard(line) -> str:
    answer = b""
    while not answer.endswith(b"\0") and (more := line.recv(4096)):
        answer += more
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connected():
    where = settings.EVIDENCE_CLAMD
    if where.startswith("unix:"):
        return _connected_to_file(where.removeprefix("unix:"))
    host, _colon, port = where.rpartition(":")
    if not host or not port.isdigit():
        raise OSError("EVIDENCE_CLAMD names no daemon")
    return socket.create_connection((host, int(port)), PATIENCE_SECONDS)


def _connected_to_file(place: str):
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(PATIENCE_SECONDS)
        line.connect(place)
    except OSError:
        line.close()
        raise
    return line
