"""News for people, written in the transaction of what they tell of."""

from collections.abc import Iterable

from portal.accounts.enums import OFFICE_ROLES, Role
from portal.accounts.models import Message, Post, User


def notify(users: User | Iterable[User], text: str, url: str = "") -> None:
    """Leave a message for each of ``users``."""
    people = [users] if isinstance(users, User) else users
    Message.objects.bulk_create(Message(user=user, text=text[:300], url=url) for user in people)


def staff_of(unit, roles=OFFICE_ROLES - {Role.CLIENT}) -> list[User]:
    """The people who hold one of ``roles`` at ``unit`` today."""
    posts = Post.objects.current().filter(unit=unit, role__in=roles).select_related("user").order_by("pk")
    return list({post.user_id: post.user for post in posts}.values())
