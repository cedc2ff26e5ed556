"""Child processes that never outlive us: they are watched, started again when they die, and ended as a family."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from portal.setup import shell
from portal.setup.paths import ROOT

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
FIRST_DELAY, LONGEST_DELAY, LONG_LIFE = 1.0, 30.0, 60.0
_libc = ctypes.CDLL(None)


def adopt_orphans() -> None:
    """Become the parent of grandchildren whose own parent dies, so that none can slip away."""
    _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def started_by_make() -> bool:
    return Path(f"/proc/{os.getppid()}/comm").read_text().strip() == "make"


def die_with_make() -> None:
    """End, with everything below, when the ``make`` that started us is killed."""
    if started_by_make():
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def make_heeds_interrupts() -> bool:
    """Whether the ``make`` above us still catches SIGINT: sent to make alone, it stops catching and waits, telling nobody."""
    status = Path(f"/proc/{os.getppid()}/status").read_text()
    caught = int(next(line for line in status.splitlines() if line.startswith("SigCgt")).split()[1], 16)
    return started_by_make() and bool(caught >> (signal.SIGINT - 1) & 1)


def dying_with_us(stop: signal.Signals) -> Callable[[], None]:
    """What a child runs before its program: ask the kernel for ``stop`` when we are gone, even by kill -9."""
    parent = os.getpid()

    def ask() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, stop, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return ask


def descendants(pid: int) -> list[int]:
    """Process ids of everything below a process, nearest first."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(stat.parent.name))
    found = list(children.get(pid, []))
    for each in found:
        found += children.get(each, [])
    return found


def kill_descendants(patience: float = 0.0) -> None:
    """End and bury everything below us, whatever group or session it put itself in: asked first, if there is time."""
    polite = time.monotonic() + patience
    asked: set[int] = set()
    while family := descendants(os.getpid()):
        late = time.monotonic() >= polite
        for pid in family:
            if late or pid not in asked:
                send(pid, signal.SIGKILL if late else signal.SIGTERM)
        asked.update(family)
        bury()
        time.sleep(0.05)


def send(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def end_on_signals() -> None:
    """Let Ctrl-C, a closed terminal and ``kill`` end whatever set-up has started, then us."""

    def end(number: int, _frame: object) -> None:
        let_us_finish()
        shell.stopping.set()
        kill_descendants(patience=5.0)
        raise KeyboardInterrupt

    on_stopping(end)


def let_us_finish() -> None:
    """Heed no further signal: a second Ctrl-C must not leave half a family behind."""
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)


def on_stopping(handler: Callable[[int, object], None]) -> None:
    """Take the signals that ask us to end, but leave a closed terminal alone where nohup wants that."""
    for number in STOPPING:
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)


def bury() -> None:
    """Collect adopted children that have ended."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            continue
    except ChildProcessError:
        return


@dataclass
class Child:
    """One program under watch; ``hurry`` is the signal that follows when ``SIGTERM`` takes too long."""

    name: str
    args: Sequence[str]
    log: Path
    hurry: signal.Signals = signal.SIGTERM
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    delay: float = FIRST_DELAY
    due: float = 0.0
    deaths: int = field(default=0)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.args,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=dying_with_us(self.hurry),
            )
        self.started = time.monotonic()

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def tend(self) -> str | None:
        """Start it again when it is down and its pause is over; the sentence to show when it has just died."""
        if self.alive:
            return None
        now = time.monotonic()
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.deaths += 1
            self.delay = FIRST_DELAY if now - self.started > LONG_LIFE else min(self.delay * 2, LONGEST_DELAY)
            self.due, code, self.process = now + self.delay, self.process.returncode, None
            return f"{self.name}意外退出（{code}），{self.delay:.0f} 秒后重新启动；日志：{self.log}"
        if now >= self.due:
            self.start()
        return None

    def signal(self, number: signal.Signals) -> None:
        if self.process is not None and self.alive:
            self.process.send_signal(number)

    def tail(self, lines: int = 12) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def stop_all(children: Sequence[Child], patience: float = 5.0) -> None:
    """End the children politely, then firmly, then with everything they started."""
    let_us_finish()
    for number, seconds in ((signal.SIGTERM, patience), (None, 3.0)):
        for child in children:
            child.signal(number or child.hurry)
        limit = time.monotonic() + seconds
        while any(child.alive for child in children) and time.monotonic() < limit:
            time.sleep(0.05)
    kill_descendants()
