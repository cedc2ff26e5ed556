"""Whether this process can do its work, and the figures a monitor collects."""

import logging
import os
import tempfile

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count, Max

from portal.audit.models import Event
from portal.celery import app
from portal.jobs.enums import JobState
from portal.jobs.models import Job

logger = logging.getLogger(__name__)
PATIENCE = 2


def checks() -> dict[str, bool]:
    """What the portal leans on, each tried now: the database, its data folder, the queue."""
    return {"database": _database(), "storage": _storage(), "broker": _broker()}


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("the database does not answer")
        return False
    return True


def _storage() -> bool:
    try:
        with tempfile.TemporaryFile(dir=settings.DATA_DIR) as file:
            file.write(os.urandom(1))
    except OSError:
        logger.exception("the data folder cannot be written")
        return False
    return True


def _broker() -> bool:
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=PATIENCE)
            broker.default_channel.close()
    except (OSError, broker_errors()):
        logger.exception("the queue does not answer")
        return False
    return True


def broker_errors() -> tuple:
    """What the transport in use raises when it cannot be reached."""
    transport = app.connection_for_write().transport
    return (*transport.connection_errors, *transport.channel_errors)


def metrics() -> str:
    """Jobs by state and audit events, in Prometheus' text format."""
    by_state = dict(Job.objects.order_by().values_list("state").annotate(Count("pk")))
    newest = Event.objects.aggregate(Max("pk"))["pk__max"] or 0
    lines = ["# HELP portal_jobs Jobs by state.", "# TYPE portal_jobs gauge"]
    lines += [f'portal_jobs{{state="{state}"}} {by_state.get(state, 0)}' for state in JobState.values]
    lines += ["# HELP portal_audit_events_total Audit events written.", "# TYPE portal_audit_events_total counter"]
    lines += [f"portal_audit_events_total {newest}"]
    return "\n".join(lines) + "\n"
