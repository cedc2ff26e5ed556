"""First passwords: random, good for one sign-in within some days, after which everybody sets his own."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher, check_password, make_password

LEGIBLE = "abcdefghjkmnpqrstuvwxyz23456789"
SPENT = "!"  # Django takes a stored password that begins so for one nobody can sign in with


class FirstPasswordHasher(PBKDF2PasswordHasher):
    """Few rounds do for 59 random bits that open once, so that a school's slips take seconds.

    Trying one takes as long as trying any other password, or the time would tell who never signed in.
    """

    algorithm = "first_pbkdf2_sha256"
    iterations = 20_000

    def verify(self, password, encoded):
        make_password(password)
        return super().verify(password, encoded)


def random_password() -> str:
    """Twelve legible characters in three groups, some 59 bits."""
    return "-".join("".join(secrets.choice(LEGIBLE) for _place in range(4)) for _group in range(3))


def hashed(password: str) -> str:
    """What is stored of a first password."""
    return make_password(password, hasher=FirstPasswordHasher.algorithm)


def lasting() -> timedelta:
    """How long a first password waits for its sign-in."""
    return timedelta(hours=settings.FIRST_PASSWORD_HOURS)


def spent(stored: str) -> str:
    """The stored password after its one use: nobody can sign in with it, and it is still known for what it was."""
    return f"{SPENT}{stored}"


def was_first(password: str, stored: str) -> bool:
    """Whether ``password`` is the spent first one."""
    return stored.startswith(f"{SPENT}{FirstPasswordHasher.algorithm}$") and check_password(password, stored.removeprefix(SPENT))
