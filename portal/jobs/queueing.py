"""Telling the workers that a job waits: a message that may get lost, since the sweeper sends it again."""

import logging

from celery import current_app

log = logging.getLogger(__name__)


def send(job_id: int) -> bool:
    """Try once to put the job's number into the queue; a queue that is down is logged and never fails the caller."""
    try:
        current_app.send_task("jobs.run", args=[job_id], retry=False, ignore_result=True)
    except Exception as error:
        log.warning("job %s is not in the queue yet: %s", job_id, error)
        return False
    return True
