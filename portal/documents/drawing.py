"""Drawing HTML as PDF with WeasyPrint, apart from Django so that child processes start fast.

Nothing is read from disk or network while drawing: style sheets and cut fonts come as values from the caller.
"""

import hashlib
import logging
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path

LOGGER = logging.getLogger("weasyprint")
ONE_AT_A_TIME = threading.Lock()
WORTH_A_POOL = 24
SNUG = "tr.flows td { height: 80mm } "
FLOWING = "tr.flows td { height: auto } .single { display: none } .flowing { display: block } thead.flowing { display: table-header-group } "


class DrawingFailed(Exception):
    """WeasyPrint could not draw the page as it should look; the message says why."""


@dataclass(frozen=True)
class Sheet:
    """One form as HTML; ``sizes`` are the sizes its long text may take, largest first."""

    html: str
    sizes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rendered:
    """A drawn form."""

    pdf: bytes
    pages: int


@dataclass(frozen=True)
class Failure:
    """A form that could not be drawn, and why."""

    reason: str


@lru_cache(maxsize=1)
def engine():
    """WeasyPrint with our fetcher and font configuration; imported late because it takes half a second."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        """Answers for files handed over by the caller and refuses every other address, ``file:`` and ``data:`` included."""

        def __init__(self, files: dict[str, bytes]):
            super().__init__(allowed_protocols=("form",), allow_redirects=False, fail_on_errors=True)
            self.files = files

        def fetch(self, url, headers=None):
            if url not in self.files:
                raise ValueError(f"not one of our own files: {url}")
            return URLFetcherResponse(url, self.files[url])

    class OwnFonts(FontConfiguration):
        """Keeps its copies of fonts in our own folder, which is swept when their process is gone."""

        def __init__(self):
            super().__init__()
            self._folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=workplace()))

    return weasyprint, OwnFiles, OwnFonts


def workplace() -> Path:
    """The folder for fonts while they are in use: this machine's, this user's."""
    folder = Path(tempfile.gettempdir()) / f"portal-forms-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def sweep() -> int:
    """Remove what killed processes left in the workplace, and say how many folders that were."""
    left = [folder for folder in workplace().iterdir() if not _alive(folder.name.split("-")[0])]
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return len(left)


def _alive(pid: str) -> bool:
    return pid.isdigit() and Path(f"/proc/{pid}").exists()


class Press:
    """Draws the forms of one batch with one set of fonts and styles; the same batch gives the same bytes."""

    def __init__(self, css: str, files: dict[str, bytes]):
        weasyprint, fetcher, fonts = engine()
        self._html, self._css = weasyprint.HTML, weasyprint.CSS
        self._fetcher, self._fonts = fetcher(files), fonts()
        with ONE_AT_A_TIME, _Complaints() as complaints:
            self._styles = self._style(css)
        complaints.check()

    def draw(self, sheet: Sheet) -> Rendered:
        """Draw one form; raises ``DrawingFailed`` on anything WeasyPrint warns of, such as a missing glyph."""
        with ONE_AT_A_TIME, _Complaints() as complaints:
            try:
                document = self._fitted(sheet)
                identifier = hashlib.sha256(sheet.html.encode()).hexdigest()[:32].encode()
                rendered = Rendered(document.write_pdf(pdf_identifier=identifier), len(document.pages))
            except Exception as error:
                raise DrawingFailed(f"{type(error).__name__}: {error}") from error
        complaints.check()
        return rendered

    def _fitted(self, sheet):
        """The form at its largest size that takes one page; failing that, at the largest that takes the fewest pages."""
        page = self._html(string=sheet.html, url_fetcher=self._fetcher)
        if not sheet.sizes:
            return self._laid_out(page, "")
        roomy = self._laid_out(page, _size(sheet.sizes[0]))
        if len(roomy.pages) == 1:
            return roomy
        *larger, smallest = [SNUG + _size(size) for size in sheet.sizes]
        tightest = self._laid_out(page, smallest)
        if len(tightest.pages) > 1:
            *larger, smallest = [FLOWING + _size(size) for size in sheet.sizes]
            tightest = self._laid_out(page, smallest)
        trials = (self._laid_out(page, css) for css in larger)
        return next((trial for trial in trials if len(trial.pages) == len(tightest.pages)), tightest)

    def _laid_out(self, page, css: str):
        extra = [self._style(css)] if css else []
        return page.render(stylesheets=[self._styles, *extra], font_config=self._fonts)

    def _style(self, css: str):
        return self._css(string=css, url_fetcher=self._fetcher, font_config=self._fonts)


def _size(size: str) -> str:
    return f".long {{ font-size: {size} }} "


class _Complaints(logging.Handler):
    """Collects WeasyPrint's warnings: it raises nothing when it draws an empty box for a character."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record):
        self.messages.append(record.getMessage())

    def __enter__(self):
        LOGGER.addHandler(self)
        return self

    def __exit__(self, *_error):
        LOGGER.removeHandler(self)

    def check(self):
        if self.messages:
            raise DrawingFailed("; ".join(self.messages))


def draw_all(css: str, files: dict[str, bytes], sheets: Sequence[Sheet], processes: int = 1) -> Iterator[Rendered | Failure]:
    """Draw ``sheets`` in order, in this process or in as many as are worth their start; failures are told, not raised."""
    sweep()
    if processes < 2 or len(sheets) < WORTH_A_POOL:
        press = Press(css, files)
        yield from (_tried(press, sheet) for sheet in sheets)
        return
    with ProcessPoolExecutor(processes, get_context("spawn"), _open_press, (css, files)) as pool:
        yield from pool.map(_draw_here, sheets, chunksize=4)


def _open_press(css: str, files: dict[str, bytes]) -> None:
    global _press
    _press = Press(css, files)


def _draw_here(sheet: Sheet) -> Rendered | Failure:
    return _tried(_press, sheet)


def _tried(press: Press, sheet: Sheet) -> Rendered | Failure:
    try:
        return press.draw(sheet)
    except DrawingFailed as error:
        return Failure(str(error))
