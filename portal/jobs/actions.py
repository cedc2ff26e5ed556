"""What people do with jobs: ask for one, cancel it, try it again."""

from functools import partial

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from portal.audit.context import current
from portal.audit.recording import record
from portal.jobs import endings, policies, queueing
from portal.jobs.enums import JobState
from portal.jobs.models import Job
from portal.jobs.registry import kind_of
from portal.kit.errors import WrongState
from portal.kit.text import inside_quotes


@transaction.atomic
def request_job(*, kind: str, params: dict, unit, by, title: str | None = None, send: bool = True) -> Job:
    """Write the job into the caller's transaction and tell the workers when that commits.

    ``unit`` (None: of no unit) decides which offices see it; ``send=False`` leaves the first try to the caller's ``run_job``.
    """
    job = Job.objects.create(
        kind=kind,
        title=str(title or kind_of(kind).title)[:200],
        unit=unit,
        requested_by=by,
        post_id=current.get().post_id,
        params=params,
        sent_at=Now(),
    )
    record(by, "job.requested", job)
    if send:
        _send_on_commit(job)
    return job


@transaction.atomic
def cancel(*, job: Job, by) -> Job:
    """Cancel a waiting job at once, a running one at its next step; ``WrongState`` when it has ended."""
    policies.check_steer(by, job)
    row = Job.objects.filter(pk=job.pk)
    if row.filter(state=JobState.WAITING).move(JobState.CANCELLED, cancel_requested_at=Now()):
        record(by, "job.cancelled", job)
        endings.tell_kind(job)
    elif row.filter(state=JobState.RUNNING).stamp(cancel_requested_at=Now()):
        record(by, "job.cancel_requested", job)
    else:
        raise WrongState(_("“%(job)s”已经结束，不能取消。") % {"job": inside_quotes(str(job))})
    job.refresh_from_db()
    return job


@transaction.atomic
def retry(*, job: Job, by) -> Job:
    """Start a failed job again with three fresh attempts; ``WrongState`` when it has not failed."""
    policies.check_steer(by, job)
    fresh = {"error": "", "result": {}, "attempts": 0, "done": 0, "total": 0, "cancel_requested_at": None, "sent_at": Now()}
    if not Job.objects.filter(pk=job.pk, state=JobState.FAILED).move(JobState.WAITING, **fresh):
        raise WrongState(_("“%(job)s”没有失败，不需要重试。") % {"job": inside_quotes(str(job))})
    job.refresh_from_db()
    retried = kind_of(job.kind).retried
    if retried:
        retried(job)
    record(by, "job.retried", job)
    _send_on_commit(job)
    return job


def _send_on_commit(job: Job) -> None:
    transaction.on_commit(partial(queueing.send, job.pk), robust=True)
