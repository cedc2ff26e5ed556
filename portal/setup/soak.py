"""``make soak``: the races for quotas a thousand rounds each, then the races and kills of the PostgreSQL lane again and again
until the time is up or one fails."""

import os
import time

from portal.setup import lanes, services
from portal.setup.console import say
from portal.setup.setup import set_up

MINUTES = 30.0
QUOTA_ROUNDS = "1000"
LONGEST = 4 * 3600.0


def soak(arguments: list[str]) -> int:
    """Repeat the tests marked ``postgres`` for MINUTES (30 by default), at least once; 1 at the first failure.

    The first time each race for quotas is run QUOTA_ROUNDS times (1,000 by default), afterwards as often as in the suite.
    """
    set_up(dev=True)
    services.ensure_installed()
    lane = lanes.Lane("postgres", "PostgreSQL + Redis，反复", "postgres", lanes.without_servers)
    os.environ.setdefault("QUOTA_ROUNDS", QUOTA_ROUNDS)
    end = time.monotonic() + 60 * float(os.environ.get("MINUTES") or MINUTES)
    rounds = passed = 0
    while time.monotonic() < end:
        outcome = lanes.take(lane, [lane.name], LONGEST)
        if outcome.failed or not outcome.passed:
            lanes.account_for([outcome])
            return 1
        rounds, passed = rounds + 1, passed + outcome.passed
        os.environ.pop("QUOTA_ROUNDS", None)
    say(f"{rounds} 轮，没有失败。\n{passed} passed, 0 failed")
    return 0
