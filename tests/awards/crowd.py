"""One process of the crowd of Q1: ``python -m tests.awards.crowd CLERK NOMINATION …`` with a thread and a connection for each.

Says ``ready`` when all threads hold their connections, starts at each line it reads, and answers with how every call ended and
the seconds it took, as JSON.
"""

import json
import sys
import time
from functools import partial

import django

django.setup()

from django.db import connection, connections

from tests.awards.quota_ground import recommend
from tests.awards.racing import ending_of, runners


def connect() -> None:
    """Open this thread's connection."""
    connection.ensure_connection()


def timed(call) -> tuple[str, float]:
    started = time.perf_counter()
    ending = ending_of(call)
    return ending, time.perf_counter() - started


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(clerk: int, rows: list[int]) -> None:
    told: list[tuple[str, float]] = []

    def one(pk: int) -> None:
        told.append(timed(partial(recommend, clerk, pk)))

    with runners(len(rows)) as race:
        race([connect] * len(rows))
        say("ready")
        for _line in sys.stdin:
            told.clear()
            race([partial(one, pk) for pk in rows])
            say(json.dumps(told))
    connections.close_all()


if __name__ == "__main__":
    main(int(sys.argv[1]), [int(pk) for pk in sys.argv[2:]])
