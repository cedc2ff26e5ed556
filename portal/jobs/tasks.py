import logging

from celery import shared_task
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.jobs import list_files, running, sweeping
from portal.jobs.models import Job
from portal.jobs.registry import job_kind

log = logging.getLogger(__name__)


@shared_task(name="jobs.run", time_limit=settings.JOB_TIME_LIMIT + 60)
def run(job_id: int) -> None:
    """Run one job; a message about a job this database does not know is dropped.

    The hard limit is for code that no longer comes back to Python.
    """
    try:
        running.run_job(job_id, limit=settings.JOB_TIME_LIMIT)
    except Job.DoesNotExist:
        log.warning("message about unknown job %s", job_id)


@shared_task(name="jobs.sweep")
def sweep() -> None:
    """Free abandoned jobs and send lost messages again."""
    sweeping.sweep()


@job_kind(list_files.KIND, title=_("导出名单"))
def write_list(job) -> None:
    """Write a long list into a file."""
    list_files.write(job=job)


@shared_task(name="jobs.forget_lists")
def forget_lists() -> None:
    """Remove the files of lists whose days are over."""
    list_files.forget_expired()
