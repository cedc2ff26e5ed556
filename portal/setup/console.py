"""What set-up says to the person at the keyboard: short plain lines, with the seconds each step took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Stop(Exception):
    """Set-up cannot go on; the message tells the person what to do next."""


def say(text: str = "") -> None:
    """Print one line at once, also on a terminal that cannot show Chinese."""
    encoding = sys.stdout.encoding or "utf-8"
    # The terminal may be closed before we have put everything away.
    with suppress(OSError):
        print(text.encode(encoding, "replace").decode(encoding), flush=True)


def warn(text: str) -> None:
    say(f"  注意：{text}")


@contextmanager
def step(title: str) -> Iterator[None]:
    """Announce a step and say how long it took."""
    say(f"· {title} …")
    started = time.monotonic()
    yield
    say(f"  {title}：完成，{time.monotonic() - started:.1f} 秒")
