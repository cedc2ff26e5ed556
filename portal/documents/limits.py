"""How often one address may ask the public checking page."""

import hashlib
import time

from django.core.cache import cache

PER_MINUTE = 10


def allowed(address: str) -> bool:
    """Count one question of ``address`` and say whether it is among the ten a minute has."""
    minute = int(time.time() // 60)
    key = f"verify:{hashlib.sha256(address.encode()).hexdigest()[:32]}:{minute}"
    cache.add(key, 0, timeout=120)
    try:
        return cache.incr(key) <= PER_MINUTE
    except ValueError:
        return True  # the count was dropped from the cache between the two calls
