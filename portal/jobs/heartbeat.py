"""The thread that keeps a running job's lease alive on a connection of its own; it stops when the process dies."""

import logging
import threading
import time

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
    """Looks after a job once a second until stopped, soon at first; a database that does not answer is asked again."""

    def __init__(self, watch: Watch):
        super().__init__(name=f"heartbeat of job {watch.job.pk}", daemon=True)
        self._watch = watch
        self._end = threading.Event()

    def run(self) -> None:
        pause = FIRST
        while not self._end.wait(pause):
            pause = PERIOD
            try:
                self._watch.look()
            except Exception as error:
                log.warning("job %s: no heartbeat: %s", self._watch.job.pk, error)
                connection.close()
        connection.close()

    def stop(self) -> None:
        self._end.set()
        self.join(timeout=5)
