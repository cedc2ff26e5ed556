"""Running a job: claim it, keep its lease, let its kind do the work, record how it ended."""

import logging
import time
from contextlib import contextmanager

from billiard.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from portal.audit.context import acting
from portal.jobs import endings
from portal.jobs.enums import MAX_ATTEMPTS, JobState
from portal.jobs.errors import JobCancelled, LeaseLost
from portal.jobs.heartbeat import Heartbeat, Watch
from portal.jobs.holders import this_process
from portal.jobs.models import Job, seconds_from_now
from portal.jobs.registry import JobKind, kind_of, known
from portal.kit.errors import DomainError

log = logging.getLogger(__name__)


class RunningJob:
    """A claimed job as the code that works on it sees it."""

    def __init__(self, job: Job, limit: float | None = None):
        self.job = job
        self._limit = limit
        self._watch = Watch(job)
        self._heartbeat: Heartbeat | None = None

    @property
    def params(self) -> dict:
        return self.job.params

    @property
    def by(self):
        """Who asked for the job; None: the system."""
        return self.job.requested_by

    def progress(self, done: int, total: int) -> None:
        """Tell how far the work is; cheap enough for every row, and where ``JobCancelled`` and ``LeaseLost`` are raised."""
        self._watch.counts = {"done": done, "total": total}
        if self._heartbeat is None:
            self._watch.look()
        if self._watch.lost:
            raise LeaseLost(f"job {self.job.pk} was taken over")
        if self._watch.cancelled:
            raise JobCancelled

    def finish(self, result: dict | None = None) -> None:
        """Close the job as the last statement of the transaction that holds its effects; ``LeaseLost`` rolls them back."""
        endings.finish(self.job, result or {}, self._watch.counts)

    @contextmanager
    def kept(self):
        """Keep the lease alive meanwhile; inside a caller's transaction nobody else sees the claim, so nothing is to be kept."""
        if connection.in_atomic_block:
            yield
            return
        self._heartbeat = Heartbeat(self._watch, self._limit)
        self._heartbeat.start()
        try:
            yield
        finally:
            self._heartbeat.stop()
            self._heartbeat = None


def run_job(job_id: int, limit: float | None = None) -> Job:
    """Claim the job and run it to its end here; a job that is not waiting, or held elsewhere, is left alone.

    After ``limit`` seconds, where given, it counts as broken down. Answers with the row as it stands afterwards: ``waiting``
    again when it broke down and has attempts left.
    """
    try:
        job = claim(job_id)
        if job is not None:
            with acting(post_id=job.post_id, source=_("任务 %(id)d") % {"id": job.pk}):
                _work(kind_of(job.kind), RunningJob(job, limit))
    except SoftTimeLimitExceeded as overrun:
        _give_back(job_id, overrun)
    return Job.objects.get(pk=job_id)


def run_here(job_id: int) -> Job:
    """Run the job to its end in this process, with all its attempts; waits where another process was quicker. For commands."""
    while not (job := run_job(job_id)).finished:
        if job.state == JobState.RUNNING:
            time.sleep(0.2)
    return job


@transaction.atomic
def claim(job_id: int) -> Job | None:
    """Take a waiting job with a new token and lease; None when there is nothing to take or its kind is unknown here."""
    row = Job.objects.filter(pk=job_id, attempts__lt=MAX_ATTEMPTS)
    kind = row.values_list("kind", flat=True).first()
    if kind is None or not known(kind):
        log.error("job %s of kind %s cannot be run here", job_id, kind)
        return None
    taken = row.move(
        JobState.RUNNING,
        attempts=F("attempts") + 1,
        token=F("token") + 1,
        holder=this_process(),
        lease_until=seconds_from_now(settings.JOB_LEASE_SECONDS),
        heartbeat_at=Now(),
        started_at=Now(),
        done=0,
        total=0,
    )
    return Job.objects.select_related("requested_by", "post", "unit").get(pk=job_id) if taken else None


def _work(kind: JobKind, running: RunningJob) -> None:
    """Run the kind's code and record how it ended; each record is void when somebody else holds the job by then."""
    job = running.job
    try:
        with running.kept():
            kind.run(running)
        if Job.objects.filter(pk=job.pk).held_with(job.token).exists():
            raise RuntimeError(f"{job.kind} returned without finish()")
    except LeaseLost as loss:
        log.warning("%s; its work was rolled back", loss)
    except JobCancelled:
        endings.cancel(job)
    except DomainError as refusal:
        endings.fail(job, refusal.sentence())
    except Exception as error:
        log.exception("job %s broke down in attempt %s", job.pk, job.attempts)
        endings.interrupt(job, _plain_cause(error))


def _give_back(job_id: int, overrun: SoftTimeLimitExceeded) -> None:
    """The time limit may strike between a claim and its work; this process lives on, so nobody else would free the job soon."""
    claimed = Job.objects.filter(pk=job_id, state=JobState.RUNNING, holder=this_process()).exclude(holder="").first()
    if claimed is not None:
        endings.interrupt(claimed, _plain_cause(overrun))


def _plain_cause(error: Exception) -> str:
    """The breakdown in words for whoever asked for the job."""
    if isinstance(error, SoftTimeLimitExceeded):
        return _("运行时间超过上限，请分批处理后重试。")
    if isinstance(error, MemoryError):
        return _("内存不足，请分批处理后重试。")
    return _("系统处理时出错，请稍后重试；仍不行请联系系统管理员。")
