"""What a worker does beside its tasks."""

import logging
import resource

from celery import bootsteps
from celery.signals import worker_process_init
from django.conf import settings

log = logging.getLogger(__name__)


class Sweeping(bootsteps.StartStopStep):
    """Asks for a sweep when the worker starts and every few seconds from then on, anew with every connection to the queue.

    Every worker does so itself, since a scheduler is one more process that may be gone.
    """

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


@worker_process_init.connect
def bound_memory(**kwargs) -> None:
    """A job that grows without end meets ``MemoryError``, before the machine kills whatever is largest."""
    limit = settings.JOB_MEMORY_MB << 20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
