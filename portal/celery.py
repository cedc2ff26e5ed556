"""Celery carries the ids of job rows; the rows themselves are the truth."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

from portal.jobs.steps import Sweeping

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

TRANSPORT_ALIASES["spool"] = "portal.jobs.spool:Transport"
app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["consumer"].add(Sweeping)
