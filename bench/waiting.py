"""How long somebody who hands in a large roster waits until the page tells how far its reading is, with a real worker."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

from bench.people import handed_in
from portal.jobs.models import Job

PATIENCE, LOOK = 90, 0.01


@contextmanager
def worker():
    """A worker of its own, stopped by its number."""
    command = [sys.executable, "-m", "celery", "-A", "portal", "worker", "--concurrency=1", "--without-gossip", "--without-mingle"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=PATIENCE)


def seconds_to_progress(content: bytes) -> float:
    """From handing the file in to the first figure of its reading; the reading is let come to its end."""
    started = time.perf_counter()
    upload, _by = handed_in(content, send=True)
    seen = until(upload.reading_job_id, lambda job: job.total or job.finished) - started
    until(upload.reading_job_id, lambda job: job.finished)
    return seen


def until(job_id: int, seen) -> float:
    end = time.monotonic() + PATIENCE
    while not seen(Job.objects.get(pk=job_id)):
        assert time.monotonic() < end, "no worker took the job"
        time.sleep(LOOK)
    return time.perf_counter()
