"""The few verbs of the frame itself."""

from django.db.models.functions import Now

from portal.accounts.models import Message


def read_messages(*, by, only: int | None = None) -> int:
    """Mark the person's unread messages (or the one with that id) as read; how many they were."""
    unread = Message.objects.visible_to(by).unread()
    if only is not None:
        unread = unread.filter(pk=only)
    return unread.update(read_at=Now())
