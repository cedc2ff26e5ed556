from celery import shared_task

from portal.audit import sealing


@shared_task(name="audit.seal")
def seal() -> None:
    """Close the events since the last seal."""
    sealing.seal()
