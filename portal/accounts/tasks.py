from celery import shared_task

from portal.accounts import repeats


@shared_task(name="accounts.forget_repeats")
def forget_repeats() -> None:
    """Drop old answers to repeated requests."""
    repeats.forget_old()
