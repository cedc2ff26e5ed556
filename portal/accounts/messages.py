"""News for people, written in the transaction of what they tell of."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import CharField, Value

from portal.accounts.enums import OFFICE_ROLES, Role
from portal.accounts.models import Message, Post, User
from portal.kit.bulk import insert_from

STAFF = OFFICE_ROLES - {Role.CLIENT}


def notify(users: User | Iterable[User], text: str, url: str = "") -> None:
    """Leave a message for each of ``users``."""
    people = [users] if isinstance(users, User) else users
    Message.objects.bulk_create(Message(user=user, text=text[:300], url=url) for user in people)


def notify_each(news: Iterable[tuple[User, str, str]]) -> None:
    """Leave many people a message each, (user, text, url), by one query."""
    Message.objects.bulk_create(Message(user=user, text=text[:300], url=url) for user, text, url in news)


class Told(NamedTuple):
    """Units that were told something, and those of them where nobody has an account to be told by."""

    units: list
    unreached: list


def tell_staff(news: Iterable[tuple[object, str, str]]) -> Told:
    """Leave messages for the staff of many units, (unit, text, url) each.

    One query for the people, one for what they are told.
    """
    news = list(news)
    posts = Post.objects.current().filter(unit__in={unit.pk for unit, _text, _url in news}, role__in=STAFF).order_by("pk")
    people = defaultdict(dict)
    for unit, user in posts.values_list("unit_id", "user_id"):
        people[unit][user] = True
    Message.objects.bulk_create(
        Message(user_id=user, text=text[:300], url=url) for unit, text, url in news for user in people[unit.pk]
    )
    units = [unit for unit, _text, _url in news]
    return Told(units, [unit for unit in units if not people[unit.pk]])


def tell_all_staff(units, text: str, url: str) -> int:
    """The same line for everybody who is staff at one of ``units`` (a query of their keys), once each, by one statement."""
    posts = Post.objects.current().filter(unit__in=units, role__in=STAFF)
    told = {"said": Value(text[:300], CharField()), "leads_to": Value(url, CharField())}
    people = User.objects.filter(pk__in=posts.values("user")).annotate(**told)
    return insert_from(Message, {"user": "pk", "text": "said", "url": "leads_to"}, people)


def staff_of(unit, roles=STAFF) -> list[User]:
    """The people who hold one of ``roles`` at ``unit`` today."""
    posts = Post.objects.current().filter(unit=unit, role__in=roles).select_related("user").order_by("pk")
    return list({post.user_id: post.user for post in posts}.values())
