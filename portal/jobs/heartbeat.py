"""The thread that keeps a running job's lease alive on a connection of its own; it stops when the process dies."""

import ctypes
import logging
import threading
import time

from billiard.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now

from portal.jobs.models import Job, seconds_from_now

log = logging.getLogger(__name__)
FIRST, PERIOD = 0.2, 1.0


class Watch:
    """What a holder knows of its job's row: whether it is still its own, and whether somebody asked to cancel it."""

    def __init__(self, job: Job):
        self.job = job
        self.counts = {"done": 0, "total": 0}
        self.cancelled = self.lost = False
        self._written = self.counts
        self._renewed = time.monotonic()

    def look(self) -> None:
        """Renew the lease or write the progress where due, then learn of cancelling and of a takeover."""
        held, counts = Job.objects.filter(pk=self.job.pk).held_with(self.job.token), self.counts
        due = counts != self._written or time.monotonic() - self._renewed > settings.JOB_LEASE_SECONDS / 4
        if due and _renewed(held, counts):
            self._written, self._renewed = counts, time.monotonic()
        row = held.values_list("cancel_requested_at").first()
        self.lost, self.cancelled = row is None, bool(row and row[0])


@transaction.atomic
def _renewed(held, counts: dict) -> bool:
    """Write lease and progress; not while a transaction holds the row, as the one that finishes the job does until it commits."""
    if not held.select_for_update(skip_locked=True).exists():
        return False
    return bool(held.stamp(lease_until=seconds_from_now(settings.JOB_LEASE_SECONDS), heartbeat_at=Now(), **counts))


class Heartbeat(threading.Thread):
    """Looks after a job once a second until stopped, soon at first; a database that does not answer is asked again.

    After ``limit`` seconds it raises ``SoftTimeLimitExceeded`` in the thread that made it. Celery's own limits rest on the
    worker's parent process hearing that a task began, and with the machine loaded neither of them came.
    """

    def __init__(self, watch: Watch, limit: float | None = None):
        super().__init__(name=f"heartbeat of job {watch.job.pk}", daemon=True)
        self._watch = watch
        self._end = threading.Event()
        self._working = threading.get_ident()
        self._until = None if limit is None else time.monotonic() + limit

    def run(self) -> None:
        pause = FIRST
        while not self._end.wait(pause):
            pause = PERIOD
            if self._until is not None and time.monotonic() > self._until:
                _raise_in(self._working, SoftTimeLimitExceeded)
                break  # nothing is left to keep; the holder may meet the error anywhere, also on its way to stop us
            try:
                self._watch.look()
            except Exception as error:
                log.warning("job %s: no heartbeat: %s", self._watch.job.pk, error)
                connection.close()
        connection.close()

    def stop(self) -> None:
        self._end.set()
        self.join(timeout=5)


def _raise_in(thread: int, error: type[Exception]) -> None:
    """Let another thread of this process meet ``error`` at its next step."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))
