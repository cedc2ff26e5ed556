"""Takes pictures of pages as one of the cast sees them, and of the pages of a PDF."""

import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from urllib.error import URLError

from PIL import Image
from playwright.sync_api import Browser
from pypdfium2 import PdfDocument

WIDE, NARROW = (1366, 860), (390, 844)
COLOURS, DOTS = 64, 64
PATIENCE = 60


@contextmanager
def portal():
    """The address of a server of our own over the data at hand."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen([*command, "--log-level", "warning", "portal.wsgi:application"])
    try:
        _wait_for(f"http://127.0.0.1:{port}/verify/")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(address: str) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(address).close()
        except URLError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return


class Camera:
    """A browser that is somebody, and the folder its pictures go to."""

    def __init__(self, browser: Browser, address: str, password: str, folder: Path):
        self._browser, self._address, self._password, self._folder = browser, address, password, folder
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, name: str, who: str, path: str, *, phone: bool = False, at: str = "") -> None:
        """The page at ``path`` as ``who`` (nobody: not signed in) sees it, from the element ``at`` downwards where given."""
        width, height = NARROW if phone else WIDE
        context = self._browser.new_context(base_url=self._address, viewport={"width": width, "height": height}, locale="zh-CN")
        page = context.new_page()
        if who:
            page.goto("/accounts/login/")
            page.fill("#id_login", who)
            page.fill("#id_password", self._password)
            page.click("main button[type=submit]")
            page.wait_for_url("**/")
        answer = page.goto(path, wait_until="networkidle")
        if answer is None or not answer.ok:
            raise RuntimeError(f"{who} got {answer and answer.status} at {path}")
        if at:
            page.locator(at).first.evaluate("one => one.scrollIntoView()")
        _keep(Image.open(BytesIO(page.screenshot())), self._folder / f"{name}.png")
        context.close()

    def paper(self, name: str, pdf: bytes) -> None:
        """The first page of a PDF."""
        drawn = PdfDocument(pdf)[0].render(scale=DOTS / 72).to_pil()
        _keep(drawn, self._folder / f"{name}.png")


def _keep(taken: Image.Image, name: Path) -> None:
    """Small enough to live beside the code: a palette is enough for pages of text."""
    taken.convert("RGB").quantize(COLOURS).save(name, optimize=True)
