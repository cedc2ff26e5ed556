import logging

from celery import shared_task
from django.conf import settings

from portal.jobs import running, sweeping
from portal.jobs.models import Job

log = logging.getLogger(__name__)


@shared_task(name="jobs.run", soft_time_limit=settings.JOB_TIME_LIMIT, time_limit=settings.JOB_TIME_LIMIT + 60)
def run(job_id: int) -> None:
    """Run one job; a message about a job this database does not know is dropped."""
    try:
        running.run_job(job_id)
    except Job.DoesNotExist:
        log.warning("message about unknown job %s", job_id)


@shared_task(name="jobs.sweep")
def sweep() -> None:
    """Free abandoned jobs and send lost messages again."""
    sweeping.sweep()
