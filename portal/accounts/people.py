"""Managing people: an account opened together with its post, posts ended, passwords reset, tokens; each by who may."""

import secrets
from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts import actions, policies
from portal.accounts.first_passwords import LEGIBLE, hashed, random_password
from portal.accounts.models import ApiToken, Post, User
from portal.kit.errors import Refused
from portal.kit.text import clean_name


@dataclass(frozen=True)
class Opened:
    """A post and its holder; the ``password`` only where the account is new, since it can be shown this once."""

    user: User
    post: Post
    password: str | None


def random_username() -> str:
    """A name for those who sign in by phone: it tells nothing about them."""
    return "u" + "".join(secrets.choice(LEGIBLE) for _place in range(9))


def holder_of(phone: str, name: str) -> User | None:
    """The account of that phone; ``Refused`` when it is somebody with another name."""
    user = User.objects.with_phone(phone).first()
    if user is not None and clean_name(user.name) != clean_name(name):
        raise Refused(_("这个手机号已登记在另一个姓名的账号上，请核对姓名和手机号。"), fields={"phone": _("姓名不符")})
    return user


@transaction.atomic
def open_with_post(
    *, name: str, phone: str, unit, role: str, by, username: str = "", staff_number: str = "", with_password: bool = True
) -> Opened:
    """Give a person a post at ``unit``, opening an account where the phone has none yet.

    An account opened without a password lets nobody in until one is set by a reset.
    """
    policies.check_grant(by, unit, role)
    policies.check_role_fits(unit, role)
    user, password = holder_of(phone, name), None
    if user is None:
        user = actions.open_account(username=username or random_username(), name=clean_name(name), phone=phone, by=by)
        if with_password:
            password = random_password()
            actions.give_first_passwords(given=[(user, hashed(password))], by=by)
    post = actions.grant_post(user=user, unit=unit, role=role, staff_number=staff_number, by=by)
    return Opened(user, post, password)


@transaction.atomic
def end_post(*, post: Post, by) -> None:
    """End somebody's post today."""
    policies.check_end(by, post)
    actions.end_post(post=post, by=by)


@transaction.atomic
def reset_passwords(*, people: list[User], by) -> list[tuple[User, str]]:
    """A first password for each, to be shown once; all or none."""
    check_reset(people=people, by=by)
    given = [(person, random_password()) for person in people]
    actions.give_first_passwords(given=[(person, hashed(password)) for person, password in given], by=by)
    return given


def check_reset(*, people: list[User], by) -> None:
    """``Denied`` when ``by`` may not reset somebody's password; one query for the posts of them all."""
    _remember_posts(people)
    for person in people:
        policies.check_reset_password(by, person)


def those_resettable(*, people: list[User], by) -> list[User]:
    """Those of ``people`` whose passwords ``by`` may reset; one query for the posts of them all."""
    _remember_posts(people)
    return [person for person in people if policies.can_reset_password(by, person)]


def _remember_posts(people) -> None:
    posts = defaultdict(list)
    for post in Post.objects.current().filter(user__in=people).select_related("unit"):
        posts[post.user_id].append(post)
    for person in people:
        person.remember_posts(posts[person.pk])


@transaction.atomic
def issue_token(*, user: User, name: str, scope: str, days: int, by) -> tuple[ApiToken, str]:
    """A token for oneself or for a client one manages, with its secret text."""
    policies.check_token(by, user)
    return actions.issue_token(user=user, name=name, scope=scope, days=days, by=by)


@transaction.atomic
def revoke_token(*, token: ApiToken, by) -> None:
    """Stop one's own token or one of a client one manages."""
    policies.check_token(by, token.user)
    actions.revoke_token(token=token, by=by)
