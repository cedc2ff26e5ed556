"""Redis forgets everything, or goes away: the rows know."""

import pytest
import redis
from django.conf import settings

from tests.jobs import rig
from tests.jobs.kinds import effects

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not settings.REDIS_URL, reason="needs REDIS_URL"),
]


def test_flushed_queues_lose_and_double_nothing():
    store = redis.Redis.from_url(settings.REDIS_URL)
    waiting = [rig.ask("test.work") for _ in range(20)]
    store.flushall()
    with rig.worker() as worker:
        for _ in range(5):
            jobs = rig.wait_for(waiting, worker, until=lambda job: True)
            store.flushall()
            waiting += [rig.ask("test.work", seconds=0.1)]
            store.flushall()
        jobs = rig.wait_for(waiting, worker)

    store.close()
    assert [(job.state, effects(job)) for job in jobs] == [("done", 1)] * 25
