"""One process of the crowd of Q1: ``python -m tests.awards.crowd CLERK NOMINATION …`` with a thread and a connection for each.

Says ``ready`` when all threads hold their connections. At "read" each thread reads its form, its user and the posts
that let him see it, as every view does before it calls a verb, and says ``ready`` again; at "go" all recommend at once, and it
answers with how every call ended and the seconds the verb took, as JSON.
"""

import json
import sys
import time
from functools import partial

import django

django.setup()

from django.db import connection, connections
from django.urls import reverse

from awards.actions.recommending import recommend
from portal.accounts.models import User
from tests.awards.quota_ground import read
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
    told, forms = [], {}

    def look(pk: int) -> None:
        forms[pk] = {"nomination": read(pk), "by": (by := User.objects.get(pk=clerk))}
        by.current_posts()

    def act(pk: int) -> None:
        told.append(timed(partial(recommend, **forms[pk])))

    reverse("account_login")  # a server has its addresses loaded before anybody asks
    with runners(len(rows)) as race:
        race([connect] * len(rows))
        say("ready")
        for line in sys.stdin:
            told.clear()
            race([partial(act if line == "go\n" else look, pk) for pk in rows])
            say(json.dumps(told) if line == "go\n" else "ready")
    connections.close_all()


if __name__ == "__main__":
    main(int(sys.argv[1]), [int(pk) for pk in sys.argv[2:]])
