"""Processes that share a batch: each has a press of its own and draws what it is handed over a pipe.

Our own small pool, because workers of Celery may not have multiprocessing's children. A hand whose parent is killed
reads the end of its input and ends; a page that kills a hand is told as a failure, and another hand takes its place.
"""

import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue

from portal.documents.drawing import Failure, Rendered, Sheet

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_END = 5


class Hand:
    """One child process with its press."""

    def __init__(self, css: str, files: dict[str, bytes]):
        self._batch = (css, files)
        self._start()

    def _start(self) -> None:
        command = [sys.executable, "-m", "portal.documents.hands"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
        self._hand_over(self._batch)

    def draw(self, sheet: Sheet) -> Rendered | Failure:
        """Have ``sheet`` drawn."""
        try:
            self._hand_over(sheet)
            return pickle.load(self._process.stdout)  # noqa: S301  our own child
        except (EOFError, BrokenPipeError, pickle.UnpicklingError):
            self.close()
            status = self._process.returncode
            self._start()
            return Failure(f"the drawing process ended with {status}")

    def _hand_over(self, thing) -> None:
        pickle.dump(thing, self._process.stdin)
        self._process.stdin.flush()

    def close(self) -> None:
        """Let the process end by itself, so that it puts away its fonts; one that does not is killed."""
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        try:
            self._process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()


def draw_shared(css: str, files: dict[str, bytes], sheets: Sequence[Sheet], processes: int) -> Iterator[Rendered | Failure]:
    """Draw ``sheets`` with ``processes`` hands and yield what came of them, in order."""
    hands = [Hand(css, files) for _number in range(processes)]
    idle: SimpleQueue[Hand] = SimpleQueue()
    for hand in hands:
        idle.put(hand)

    def draw(sheet: Sheet) -> Rendered | Failure:
        hand = idle.get()
        try:
            return hand.draw(sheet)
        finally:
            idle.put(hand)

    threads = ThreadPoolExecutor(processes)
    try:
        yield from threads.map(draw, sheets)
    finally:
        threads.shutdown(cancel_futures=True)
        for hand in hands:
            hand.close()


def serve(source, sink) -> None:
    """The child's side: a batch first, then sheets until the input ends."""
    from portal.documents.press import Press  # noqa: PLC0415  half a second the parent need not spend

    css, files = pickle.load(source)  # noqa: S301  our own parent
    press = Press(css, files)
    while True:
        try:
            sheet = pickle.load(source)  # noqa: S301
        except EOFError:
            return
        pickle.dump(press.try_to_draw(sheet), sink)
        sink.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
