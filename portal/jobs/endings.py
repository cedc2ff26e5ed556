"""How jobs end, or go back into the queue; every change names the token of the holder it takes the job from."""

import logging

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.messages import notify
from portal.audit.recording import record
from portal.jobs.enums import MAX_ATTEMPTS, JobState
from portal.jobs.errors import LeaseLost
from portal.jobs.models import Job
from portal.jobs.registry import kind_of, known
from portal.kit.text import inside_quotes

log = logging.getLogger(__name__)


@transaction.atomic
def finish(job: Job, result: dict, counts: dict) -> None:
    """Close the job with its result inside the transaction of its effects; ``LeaseLost`` undoes them all.

    ``told`` in the result is the news where "done" would mislead; it leads to the first of the ``links``.
    """
    total = counts["total"]
    if not _held(job).move(JobState.DONE, result=result, done=total, total=total):
        raise LeaseLost(f"job {job.pk} was taken over from attempt {job.attempts}")
    record(None, "job.done", job)
    if told := result.get("told"):
        _leave(job, told, result["links"][0]["url"])
    else:
        _tell(job, _("“%(job)s”已完成。"))


@transaction.atomic
def fail(job: Job, sentence: str) -> bool:
    """End the job with one sentence for whoever asked; False when somebody else holds it by now."""
    if not _held(job).move(JobState.FAILED, error=sentence):
        return False
    record(None, "job.failed", job, note=sentence)
    _tell(job, _("“%(job)s”未完成，请查看原因。"))
    tell_kind(job)
    return True


@transaction.atomic
def cancel(job: Job) -> bool:
    """End the job because somebody asked for that; False when somebody else holds it by now."""
    if not _held(job).move(JobState.CANCELLED):
        return False
    record(None, "job.cancelled", job)
    tell_kind(job)
    return True


def interrupt(job: Job, cause: str) -> bool:
    """Take the job from a holder that broke down: back into the queue, or failed after the last attempt."""
    if job.cancel_requested_at:
        return cancel(job)
    if job.attempts >= MAX_ATTEMPTS:
        return fail(job, _("连续 %(count)d 次中断：%(cause)s") % {"count": MAX_ATTEMPTS, "cause": cause})
    return bool(_held(job).move(JobState.WAITING, sent_at=None))


def tell_kind(job: Job) -> None:
    """Let the app whose job it was settle what waits for it; a mistake there must not keep the job from ending."""
    ended = kind_of(job.kind).ended if known(job.kind) else None
    if ended is None:
        return
    job.refresh_from_db()
    try:
        with transaction.atomic():
            ended(job)
    except Exception:
        log.exception("what follows the end of job %s went wrong", job.pk)


def _held(job: Job):
    return Job.objects.filter(pk=job.pk).held_with(job.token)


def _tell(job: Job, text: str) -> None:
    _leave(job, text % {"job": inside_quotes(str(job))}, job.get_absolute_url())


def _leave(job: Job, text: str, url: str) -> None:
    if job.requested_by:
        notify(job.requested_by, text, url)
