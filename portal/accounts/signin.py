"""Sign-in by user name, phone, or school code and staff number."""

import re

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import check_password

from portal.accounts.actions import use_first_password
from portal.accounts.models import Post, User
from portal.kit.addresses import client_address

PHONE = re.compile(r"1\d{10}")
SCHOOL_AND_STAFF = re.compile(r"(?P<code>[0-9A-Za-z]{6,20})[-/ ](?P<staff>[0-9A-Za-z]{1,30})")


def find_user(name: str) -> User | None:
    """The one user whom a sign-in name means; None when nobody or more than one is meant."""
    found = list(User.objects.filter(username=name)[:1])
    if not found and PHONE.fullmatch(name):
        found = list(User.objects.with_phone(name)[:2])
    if not found and (parts := SCHOOL_AND_STAFF.fullmatch(name)):
        posts = Post.objects.current().filter(unit__code=parts["code"], staff_number=parts["staff"])
        found = list(User.objects.filter(posts__in=posts).distinct()[:2])
    return found[0] if len(found) == 1 else None


class AnyNameBackend(ModelBackend):
    """Checks the password of whomever the name means, in the same time when it means nobody."""

    def authenticate(self, request, username=None, password=None, **credentials):
        if username is None or password is None:
            return None
        user = find_user(username.strip())
        if user is None:
            User().set_password(password)
            return None
        return user if self.user_can_authenticate(user) and _opens(user, password) else None


def _opens(user, password: str) -> bool:
    """Whether the password is the user's; a first one is spent by this."""
    if user.first_password_until is None:
        return user.check_password(password)
    return check_password(password, user.password) and use_first_password(user=user)


class ClosedAdapter(DefaultAccountAdapter):
    """Accounts are opened by the unit above, never by signing up."""

    def is_open_for_signup(self, request):
        return False

    def get_client_ip(self, request):
        """Whose failed sign-ins are counted together: the client behind our proxies, as everywhere."""
        return client_address(request) or super().get_client_ip(request)
