"""What a worker does beside its tasks: it asks for a sweep when it starts and every few seconds from then on.

Every worker does so itself, since a scheduler is one more process that may be gone.
"""

import logging

from celery import bootsteps
from django.conf import settings

log = logging.getLogger(__name__)


class Sweeping(bootsteps.StartStopStep):
    """Starts anew with every connection to the queue."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def start(self, consumer):
        def ask():
            try:
                consumer.app.send_task("jobs.sweep", retry=False, ignore_result=True, expires=300)
            except Exception as error:
                log.warning("no sweep was asked for: %s", error)

        ask()
        self._entry = consumer.timer.call_repeatedly(settings.JOB_SWEEP_SECONDS, ask)

    def stop(self, consumer):
        self._entry.cancel()
