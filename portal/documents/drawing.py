"""What goes to the press and what comes back, and the processes that share a batch; no Django, and WeasyPrint only when needed."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from threading import Thread

WORTH_A_POOL = 24
PARENT_LOOK_SECONDS = 2


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
    if processes < 2 or len(sheets) < WORTH_A_POOL:
        press = _open_press(css, files)
        yield from map(press.try_to_draw, sheets)
        return
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _stand_ready, (css, files, os.getpid()))
    try:
        yield from pool.map(_draw_here, sheets, chunksize=4)
    finally:
        pool.shutdown(cancel_futures=True)


def _open_press(css: str, files: dict[str, bytes]):
    return import_module("portal.documents.press").Press(css, files)


@cache
def _presses() -> list:
    """The press of a child process, made once by its initializer."""
    return []


def _stand_ready(css: str, files: dict[str, bytes], parent: int) -> None:
    Thread(target=_end_with, args=(parent,), daemon=True).start()
    _presses().append(_open_press(css, files))


def _end_with(parent: int) -> None:
    """A child of a killed worker would wait for work for ever."""
    while os.getppid() == parent:
        time.sleep(PARENT_LOOK_SECONDS)
    os._exit(1)


def _draw_here(sheet: Sheet) -> Rendered | Failure:
    return _presses()[0].try_to_draw(sheet)
