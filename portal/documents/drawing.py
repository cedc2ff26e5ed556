"""What goes to the press and what comes back, and the processes that share a batch; no Django, and WeasyPrint only when needed."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

WORTH_A_START = 24


class DrawingError(Exception):
    """WeasyPrint could not draw the page as it should look; the message says why."""


@dataclass(frozen=True)
class Sheet:
    """One form as HTML; ``sizes`` are those its long text may take, largest first, ``sizes_to_try`` those that may fit one page."""

    html: str
    sizes: tuple[str, ...] = ()
    sizes_to_try: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rendered:
    """A drawn form."""

    pdf: bytes
    pages: int


@dataclass(frozen=True)
class Failure:
    """A form that could not be drawn, and why."""

    reason: str


def workplace() -> Path:
    """The folder for fonts while they are in use: this machine's, this user's."""
    folder = Path(tempfile.gettempdir()) / f"portal-forms-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def sweep() -> int:
    """Remove what killed processes left in the workplace, and say how many folders that were."""
    left = [folder for folder in workplace().iterdir() if not _alive(folder.name.partition("-")[0])]
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return len(left)


def _alive(pid: str) -> bool:
    return pid.isdigit() and Path(f"/proc/{pid}").exists()


def draw_all(css: str, files: dict[str, bytes], sheets: Sequence[Sheet], processes: int = 1) -> Iterator[Rendered | Failure]:
    """Draw ``sheets`` in order, in this process or in as many as are worth their start; failures are told, not raised."""
    sweep()
    if processes > 1 and len(sheets) >= WORTH_A_START:
        yield from import_module("portal.documents.hands").draw_shared(css, files, sheets, processes)
    else:
        press = import_module("portal.documents.press").Press(css, files)
        yield from map(press.try_to_draw, sheets)
