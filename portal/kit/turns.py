"""Turns inside a process: who would stand in line for the same rows of the database stands in line before opening a transaction.

The database's locks are what guards; a turn keeps the threads of a process from holding transactions, and one another's
interpreter, while they wait for the same lock. Whoever waits too long goes on without a turn.
"""

import functools
import threading

from django.db import connection

LANES = 64
PATIENCE = 3.0  # seconds, as long as the database lets a lock be waited for


class Turns:
    """So many lanes in which calls with the same key follow each other."""

    def __init__(self, lanes: int = LANES, patience: float = PATIENCE):
        self._lanes = [threading.Lock() for _lane in range(lanes)]
        self.patience = patience

    def by(self, key_of):
        """Decorate an action: calls for which ``key_of(**arguments)`` gives the same take turns.

        A call inside a transaction takes none: it may hold what the one whose turn it is waits for.
        """

        def decorate(action):
            @functools.wraps(action)
            def taking_turns(**arguments):
                if connection.in_atomic_block:
                    return action(**arguments)
                lane = self._lanes[hash(key_of(**arguments)) % len(self._lanes)]
                held = lane.acquire(timeout=self.patience)
                try:
                    return action(**arguments)
                finally:
                    if held:
                        lane.release()

            return taking_turns

        return decorate
