"""Telling the workers that a job waits: a message that may get lost, since the sweeper sends it again."""

import logging
import time

from celery import current_app

log = logging.getLogger(__name__)
PAUSE = 5.0
_paused_until = 0.0


def send(job_id: int) -> bool:
    """Try once to put the job's number into the queue; a queue that is down is logged and never fails the caller.

    After a failure nothing is tried for some seconds, so that a queue that hangs does not hold up request after request.
    """
    global _paused_until  # noqa: PLW0603
    if time.monotonic() < _paused_until:
        return False
    try:
        current_app.send_task("jobs.run", args=[job_id], retry=False, ignore_result=True)
    except Exception as error:
        _paused_until = time.monotonic() + PAUSE
        log.warning("job %s is not in the queue yet: %s", job_id, error)
        return False
    return True
