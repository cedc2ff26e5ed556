"""How often one address may do something on a public page, such as ask for a document there is not; each ``act`` has its count."""

import hashlib
import time
from contextlib import suppress

from django.core.cache import cache

PER_MINUTE = 10


def allowed(address: str, act: str) -> bool:
    """Count one ``act`` of ``address`` and say whether it is among the ten a minute has.

    It counts before it is answered, so that many at once do not slip through; ``give_back`` it when it was no guess.
    """
    key = _key(address, act)
    cache.add(key, 0, timeout=120)
    try:
        return cache.incr(key) <= PER_MINUTE
    except ValueError:
        return True  # the count was dropped from the cache between the two calls


def give_back(address: str, act: str) -> None:
    """Take one ``act`` of ``address`` out of the count."""
    with suppress(ValueError):  # a new minute has begun
        cache.decr(_key(address, act))


def _key(address: str, act: str) -> str:
    minute = int(time.time() // 60)
    return f"{act}:{hashlib.sha256(address.encode()).hexdigest()[:32]}:{minute}"
