"""What the scheduler asks of programmes."""

from celery import shared_task

from programs.actions import alerts, bulletins


@shared_task(name="programs.send_bulletins")
def send_bulletins() -> int:
    """Send the bulletins that are due by standing orders."""
    return bulletins.send_due()


@shared_task(name="programs.alert")
def alert() -> dict:
    """Tell those who have to act soon or are late."""
    return alerts.alert()
