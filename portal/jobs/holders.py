"""Which process holds a job, so that a job whose process died on this machine need not wait for its lease to run out."""

import os
from pathlib import Path

PROC = Path("/proc")


def this_process() -> str:
    """Machine start, process namespace, process number and its start time; "" where the system does not tell."""
    machine, started = _machine(), _started(os.getpid())
    return f"{machine}:{os.getpid()}:{started}" if machine and started else ""


def is_gone(holder: str) -> bool:
    """Whether the holder ran on this machine and has ended; False when it cannot be told from here."""
    machine, _, process = holder.rpartition(":")[0].rpartition(":")
    if not machine or machine != _machine():
        return False
    return _started(int(process)) != holder.rpartition(":")[2]


def _machine() -> str:
    try:
        boot = (PROC / "sys/kernel/random/boot_id").read_text().strip()
        return f"{boot}:{os.stat(PROC / 'self/ns/pid').st_ino}"
    except OSError:
        return ""


def _started(process: int) -> str:
    """The start time of a living process in clock ticks; "" when it is gone or only waits to be collected."""
    try:
        fields = (PROC / str(process) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in "ZX" else fields[19]
