"""Users, posts and tokens."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.enums import PostState
from portal.accounts.first_passwords import lasting, spent
from portal.accounts.models import ApiToken, Post, User
from portal.audit.recording import record, record_each
from portal.kit.clock import database_now
from portal.kit.errors import Refused, WrongState
from portal.kit.standing import stood_on


@transaction.atomic
def open_account(*, username: str, name: str, phone: str = "", by) -> User:
    """A user who cannot sign in until he is given a first password; ``Refused`` when the user name or phone is taken."""
    if User.objects.filter(username=username).exists():
        raise Refused(_("用户名 %(name)s 已被使用。") % {"name": username}, fields={"username": _("已被使用")})
    if phone and User.objects.with_phone(phone).exists():
        raise Refused(_("这个手机号已登记在另一个账号上。"), fields={"phone": _("已被使用")})
    user = User(username=username, name=name, phone=phone)
    user.set_unusable_password()
    user.save()
    record(by, "account.opened", user)
    return user


@transaction.atomic
def give_first_passwords(*, given: list[tuple[User, str]], by) -> None:
    """Store the first passwords, hashed, of (user, hash) pairs; the old ones and every session opened with them end."""
    until = database_now() + lasting()
    for user, stored in given:
        User.objects.filter(pk=user.pk).stamp(password=stored, first_password_until=until)
    record_each(by, "account.first_password", [user for user, _stored in given])


@transaction.atomic
def use_first_password(*, user) -> bool:
    """Spend a first password on this sign-in; False when it was spent before, replaced, or waited too long."""
    row = User.objects.filter(pk=user.pk, password=user.password, first_password_until__gt=Now())
    left = spent(user.password)
    if not row.stamp(password=left):
        return False
    user.password = left
    record(user, "account.first_used", user)
    return True


@transaction.atomic
def set_own_password(*, user, password: str) -> None:
    """Set the password somebody chose for himself; every other session of his ends."""
    user.set_password(password)
    user.first_password_until = None
    User.objects.filter(pk=user.pk).stamp(password=user.password, first_password_until=None)
    record(user, "account.password_set", user)


@transaction.atomic
def close_unused_accounts(*, users, by) -> None:
    """Close those accounts nobody ever signed in with and on which nothing stands; their phones are free again.

    ``users`` is a queryset; accounts in use stay as they are.
    """
    unused = users.filter(last_login=None, is_active=True)
    in_use = stood_on(unused)
    for user in unused.exclude(pk__in=in_use):
        User.objects.filter(pk=user.pk).stamp(is_active=False, phone="", phone_key="")
        record(by, "account.closed", user)


@transaction.atomic
def grant_post(*, user, unit, role: str, staff_number: str = "", by) -> Post:
    """Give ``user`` a role at ``unit`` from today; the same post granted again is answered with the one there is."""
    post, created = Post.objects.get_or_create(
        user=user, unit=unit, role=role, state=PostState.ACTIVE, defaults={"staff_number": staff_number}
    )
    if created:
        record(by, "post.granted", post, unit=unit, data={"user": user.username, "role": role})
    user.forget_posts()
    return post


@transaction.atomic
def end_post(*, post, by) -> None:
    """End a post today; ``WrongState`` when it has ended before."""
    if not Post.objects.filter(pk=post.pk, state=PostState.ACTIVE).stamp(state=PostState.ENDED, ends_on=timezone.localdate()):
        raise WrongState(_("%(post)s 已经结束。") % {"post": post})
    record(by, "post.ended", post, unit=post.unit, data={"user": post.user.username})
    post.user.forget_posts()


def digest_of(token: str) -> str:
    """What is kept of a token: it is random enough that a plain hash does."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def issue_token(*, user, name: str, scope: str, days: int, by) -> tuple[ApiToken, str]:
    """A token and its secret text, which is shown this once only."""
    if not 1 <= days <= 366:
        raise Refused(_("有效期应为 1 至 366 天。"), fields={"days": _("1 至 366")})
    secret = secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user, name=name, scope=scope, digest=digest_of(secret), expires_at=database_now() + timedelta(days=days)
    )
    record(by, "token.issued", token, data={"user": user.username, "scope": scope, "days": days})
    return token, secret


@transaction.atomic
def revoke_token(*, token, by) -> None:
    """Stop a token at once; ``WrongState`` when it was stopped before."""
    if not ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=database_now()):
        raise WrongState(_("这个令牌已经停用。"))
    record(by, "token.revoked", token, data={"user": token.user.username})
