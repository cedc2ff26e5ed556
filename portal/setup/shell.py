"""Runs other programs quietly: their output goes to a log, and its end is shown when they fail."""

import os
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from portal.setup.paths import VAR

PATIENCE = 900
stopping = threading.Event()


class Failed(Exception):
    """A program of the set-up failed; the message ends with its last lines."""


def log_file() -> Path:
    folder = VAR / "log"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "setup.log"


def run(args: Sequence[str | Path], *, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> str:
    """Run a program to its end and return what it printed; raises ``Failed``."""
    words = [str(arg) for arg in args]
    if stopping.is_set():
        raise Failed("正在停止")
    try:
        done = subprocess.run(
            words,
            check=False,
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=PATIENCE,
            start_new_session=True,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Failed(f"{' '.join(words[:4])}: {error}") from error
    with log_file().open("a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(words)}\n{done.stdout}\n")
    if done.returncode or stopping.is_set():
        tail = "\n".join(done.stdout.strip().splitlines()[-8:])
        raise Failed(f"{' '.join(words[:4])} 以 {done.returncode} 结束：\n{tail}")
    return done.stdout
