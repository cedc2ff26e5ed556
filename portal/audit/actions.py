"""Reading the log is an act too."""

from django.db import transaction

from portal.audit.recording import record


@transaction.atomic
def note_reading(*, by, filters: dict) -> None:
    """Record that the audit admin looked into the log, and for what."""
    record(by, "audit.read", by, data={name: value[:100] for name, value in filters.items() if value})
