"""How often one address may ask the public checking page for a document there is not."""

import hashlib
import time
from contextlib import suppress

from django.core.cache import cache

PER_MINUTE = 10


def allowed(address: str) -> bool:
    """Count one question of ``address`` and say whether it is among the ten a minute has.

    It counts before it is answered, so that many at once do not slip through; ``give_back`` it when it was no guess.
    """
    key = _key(address)
    cache.add(key, 0, timeout=120)
    try:
        return cache.incr(key) <= PER_MINUTE
    except ValueError:
        return True  # the count was dropped from the cache between the two calls


def give_back(address: str) -> None:
    """Take one question of ``address`` out of the count."""
    with suppress(ValueError):  # a new minute has begun
        cache.decr(_key(address))


def _key(address: str) -> str:
    minute = int(time.time() // 60)
    return f"verify:{hashlib.sha256(address.encode()).hexdigest()[:32]}:{minute}"
