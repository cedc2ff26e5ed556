"""Drawing HTML as PDF with WeasyPrint, apart from Django so that child processes start fast.

Nothing is read from disk or network while drawing: styles and cut fonts come as values. Importing this takes half a second.
"""

import hashlib
import logging
import os
import shutil
import tempfile
import threading
import weakref
from pathlib import Path

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from portal.documents.drawing import DrawingError, Failure, Rendered, Sheet, workplace

LOGGER = logging.getLogger("weasyprint")
ONE_AT_A_TIME = threading.Lock()
SNUG = "tr.flows td { height: 80mm } "
FLOWING = (
    "tr.flows td { height: auto } .single { display: none } .flowing { display: block } "
    "thead.flowing { display: table-header-group } "
)


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
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def __del__(self):
        """Nothing: the base class fails here when the interpreter is going down, a finalizer does not."""


class Press:
    """Draws the forms of one batch with one set of fonts and styles; the same batch gives the same bytes."""

    def __init__(self, css: str, files: dict[str, bytes]):
        self._fetcher, self._fonts = OwnFiles(files), OwnFonts()
        with ONE_AT_A_TIME, Complaints() as complaints:
            self._styles = self._style(css)
        complaints.check()

    def draw(self, sheet: Sheet) -> Rendered:
        """Draw one form; raises ``DrawingError`` on anything WeasyPrint warns of, such as a missing glyph."""
        identifier = hashlib.sha256(sheet.html.encode()).hexdigest()[:32].encode()
        with ONE_AT_A_TIME, Complaints() as complaints:
            try:
                document = self._fitted(sheet)
                rendered = Rendered(document.write_pdf(pdf_identifier=identifier), len(document.pages))
            except (Exception, FatalURLFetchingError) as error:
                raise DrawingError(f"{type(error).__name__}: {error}") from error
        complaints.check()
        return rendered

    def try_to_draw(self, sheet: Sheet) -> Rendered | Failure:
        """Draw one form of a batch that goes on without it."""
        try:
            return self.draw(sheet)
        except DrawingError as error:
            return Failure(str(error))

    def _fitted(self, sheet):
        """The form at the first of its sizes that takes one page; failing that, flowing over as few pages as can be."""
        page = weasyprint.HTML(string=sheet.html, url_fetcher=self._fetcher)
        if not sheet.sizes:
            return self._laid_out(page, "")
        trials = [SNUG + _size(size) for size in sheet.sizes_to_try]
        if sheet.sizes_to_try == sheet.sizes:
            trials.insert(0, _size(sheet.sizes[0]))
        for css in trials:
            document = self._laid_out(page, css)
            if len(document.pages) == 1:
                return document
        return self._flowing(page, sheet.sizes)

    def _flowing(self, page, sizes):
        """At the largest size that takes no more pages than the smallest."""
        *larger, smallest = [FLOWING + _size(size) for size in sizes]
        tightest = self._laid_out(page, smallest)
        trials = (self._laid_out(page, css) for css in larger)
        return next((trial for trial in trials if len(trial.pages) == len(tightest.pages)), tightest)

    def _laid_out(self, page, css: str):
        extra = [self._style(css)] if css else []
        return page.render(stylesheets=[self._styles, *extra], font_config=self._fonts)

    def _style(self, css: str):
        return weasyprint.CSS(string=css, url_fetcher=self._fetcher, font_config=self._fonts)


def _size(size: str) -> str:
    return f".long {{ font-size: {size} }} "


class Complaints(logging.Handler):
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
            raise DrawingError("; ".join(self.messages))
