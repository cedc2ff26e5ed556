"""Workbooks read at arm's length: a child process with hard limits opens the file, this one only hears what it found."""

import datetime
import json
import logging
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

from portal.sheets.kinds import Odd
from portal.sheets.refusals import FileRefused

PROGRAM = Path(__file__).parent / "child"
PATIENCE_SECONDS = 100
SHORT = 10  # longer ones are mostly numbers that stand once
FEW = 10_000  # rows whose repeated texts cost less memory than time

log = logging.getLogger(__name__)


@dataclass
class Grid:
    """One sheet as read: ``rows`` are (row number from 0, raw cells); rows, columns and merges are counted from 0.

    ``across`` are merged ranges over several columns, ``rules`` what the file allows in which cells (xlsx only).
    """

    name: str
    hidden: bool
    hidden_rows: set
    hidden_columns: set
    formulas: set
    merges: list
    across: list = field(default_factory=list)
    rules: list = field(default_factory=list)
    rows: list = field(default_factory=list)


@dataclass
class Book:
    """A workbook as read: ``kind`` is xlsx, xls, ods or csv; ``encoding`` only of a csv."""

    kind: str
    encoding: str = ""
    epoch_1904: bool = False
    ignored: list = field(default_factory=list)
    sheets: list = field(default_factory=list)
    peak_kb: int = 0
    cpu: float = 0.0


def read_book(file):
    """Everything that stands in ``file`` (an open binary file with a descriptor); raises ``FileRefused``."""
    with Child("read", stdin=file) as child:
        book, texts = None, {}
        for line in child.lines():
            answer = json.loads(line, object_hook=raw_value)
            book = heard(book, answer, texts)
    return child.checked(book)


def heard(book, answer, texts):
    """Fold one line of the child's answer into the book; ``texts`` are the short ones met so far, each held once."""
    if "refused" in answer:
        raise FileRefused(answer["refused"], answer["data"])
    if "book" in answer:
        return Book(**answer["book"])
    if "sheet" in answer:
        book.sheets.append(grid(answer["sheet"]))
    elif "rows" in answer:
        rows, told = book.sheets[-1].rows, answer["rows"]
        rows.extend(told if len(rows) < FEW else ([number, shared(cells, texts)] for number, cells in told))
    elif "end" in answer:
        book.peak_kb, book.cpu = answer["end"]["peak_kb"], answer["end"]["cpu"]
    return book


def shared(cells, texts):
    """The cells with short texts taken from ``texts``: a school, a subject, a title stands in thousands of rows."""
    return [texts.setdefault(c, c) if c.__class__ is str and len(c) <= SHORT else c for c in cells]


def grid(about):
    return Grid(
        about["name"],
        about["hidden"],
        set(about["hidden_rows"]),
        set(about["hidden_columns"]),
        {tuple(place) for place in about["formulas"]},
        about["merges"],
        about["across"],
        about["rules"],
    )


def raw_value(answer):
    """The small objects that stand for a day or an oddity; larger ones as they are."""
    if len(answer) == 1:
        if "d" in answer:
            return datetime.datetime.fromisoformat(answer["d"]).date()
        if "o" in answer:
            return Odd(*answer["o"])
    return answer


def mark_book(data, options):
    """The bytes of a marked-up copy of the workbook ``data``; ``options`` as the child's ``markup`` wants them."""
    with Child("mark", stdin=subprocess.PIPE) as child:
        out = child.answer(json.dumps(options, ensure_ascii=False).encode() + b"\n" + data)
    if out.startswith(b"{"):
        refused = json.loads(out)
        raise FileRefused(refused["refused"], refused["data"])
    return child.checked(out)


class Child:
    """The reading program running on one file, killed when it takes too long; a crash of it is an ordinary refusal."""

    def __init__(self, act, *, stdin):
        command = [sys.executable, "-I", "-X", "utf8", str(PROGRAM), act]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(  # noqa: S603  our own program
            command, stdin=stdin, stdout=pipe, stderr=pipe, env={}, cwd="/", close_fds=True
        )
        self.timer = threading.Timer(PATIENCE_SECONDS, self.process.kill)
        self.errors = b""

    def __enter__(self):
        self.timer.start()
        return self

    def __exit__(self, error, *_rest):
        if error is not None:
            self.process.kill()
        if not self.process.stderr.closed:
            self.errors = self.process.stderr.read()
            self.process.stderr.close()
        self.process.stdout.close()
        self.process.wait()
        self.timer.cancel()

    def lines(self):
        return self.process.stdout

    def answer(self, data):
        out, self.errors = self.process.communicate(data)
        return out

    def checked(self, result):
        """``result``, unless the child died before it was finished."""
        status = self.process.returncode
        if status == 0:
            return result
        log.warning("reading child ended with %s: %s", status, self.errors[-500:].decode("utf-8", "replace"))
        if status in (-signal.SIGKILL, -signal.SIGXCPU):
            raise FileRefused("too_slow")
        raise FileRefused("too_much_memory" if b"emory" in self.errors else "crashed")
