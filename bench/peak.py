"""The most memory a working process and its reading child hold together: ``python -m bench.peak WORKBOOK OUT``."""

import json
import os
import sys
import threading
from contextlib import suppress
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from bench.imports import save  # noqa: E402
from bench.people import handed_in, read  # noqa: E402

EVERY = 0.01


class Watch(threading.Thread):
    """Looks at this process and its children a hundred times a second; ``peak`` in megabytes."""

    def __init__(self):
        super().__init__(daemon=True)
        self.peak, self.end = 0, threading.Event()

    def run(self):
        while not self.end.wait(EVERY):
            self.peak = max(self.peak, sum(map(resident, [os.getpid(), *children()])) // 1024)


def children() -> list[int]:
    found = []
    for task in Path("/proc/self/task").iterdir():
        with suppress(OSError):  # a thread that ended meanwhile
            found += map(int, (task / "children").read_text().split())
    return found


def resident(pid: int) -> int:
    """Kilobytes a process holds; 0 once it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)


def main(content: Path, out: Path) -> None:
    """Read the workbook and save it, as one worker would after the other."""
    watch = Watch()
    watch.start()
    upload, by = handed_in(content.read_bytes())
    read(upload)
    reading = watch.peak
    save(upload, by)
    watch.end.set()
    out.write_text(json.dumps({"reading": reading, "both": watch.peak, "rows": upload.counts["new"]}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
