"""A Celery worker that also knows the kinds of the tests: ``celery -A tests.jobs.worker worker``."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
django.setup()

from celery.signals import task_postrun, task_prerun

from portal.celery import app
from portal.jobs.models import Job
from tests.jobs import kinds

__all__ = ["app"]


@task_prerun.connect(weak=False)
def before_claim(task, args, **kwargs):
    _meet("before_claim", task, args)


@task_postrun.connect(weak=False)
def before_ack(task, args, **kwargs):
    _meet("before_ack", task, args)


def _meet(point, task, args):
    job = Job.objects.filter(pk=args[0]).first() if task.name == "jobs.run" else None
    if job:
        kinds.meet(point, job)
