"""What keeps two holders of one job apart, each protection shown to be the one that does it."""

import threading
import time

import pytest
from billiard.exceptions import SoftTimeLimitExceeded
from django.db import connection, transaction

from portal.jobs import actions, heartbeat, sweeping
from portal.jobs.errors import LeaseLost
from portal.jobs.models import Job, seconds_from_now
from portal.jobs.running import RunningJob, claim, run_job
from tests.jobs.kinds import effects, take_effect
from tests.jobs.rig import ask

pytestmark = pytest.mark.django_db(transaction=True)


def taken_over(job):
    """An old holder that sleeps past its lease, and the new one that got the job meanwhile."""
    old = RunningJob(claim(job.pk))
    Job.objects.filter(pk=job.pk).update(lease_until=seconds_from_now(-1), holder="")
    sweeping.release_abandoned()
    return old, RunningJob(claim(job.pk))


def act(running):
    with transaction.atomic():
        take_effect(running)
        running.finish()


class Unfenced(RunningJob):
    """A holder whose last write does not ask whether it still holds the job."""

    def finish(self, result=None):
        Job.objects.filter(pk=self.job.pk).update(result=result or {})


def test_without_a_heartbeat_the_old_holders_work_is_undone():
    job = ask("test.work")
    old, new = taken_over(job)

    act(new)
    with pytest.raises(LeaseLost):
        act(old)

    assert (Job.objects.get().state, effects(job)) == ("done", 1)


@pytest.mark.parametrize("started", [True, False])
def test_a_time_limit_that_strikes_as_a_claim_commits_gives_the_job_back(started):
    """The worker's process lives on, so without this the job would look busy until its lease ran out."""
    job = ask("test.work")

    def strike(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and not strike.done:
            strike.done = True
            transaction.on_commit(overrun)
        return execute(sql, params, many, context)

    strike.done = not started
    with connection.execute_wrapper(strike):
        run_job(job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempts) == (("waiting", 1) if started else ("done", 1))


def test_a_job_beyond_its_time_limit_is_stopped_where_it_is_and_fails_after_three_attempts():
    job = ask("test.endless")
    states = [run_job(job.pk, limit=0.3).state for _attempt in range(3)]

    assert states == ["waiting", "waiting", "failed"]
    assert Job.objects.get().error == "连续 3 次中断：运行时间超过上限，请分批处理后重试。"


def test_a_job_within_its_time_limit_is_left_alone():
    assert run_job(ask("test.work", seconds=0.5).pk, limit=30).state == "done"


def overrun():
    raise SoftTimeLimitExceeded


def test_the_old_holder_is_refused_while_the_new_one_still_works():
    job = ask("test.work")
    old, new = taken_over(job)

    with pytest.raises(LeaseLost):
        act(old)
    act(new)

    assert (Job.objects.get().state, effects(job)) == ("done", 1)


def test_without_the_token_it_would_happen_twice():
    job = ask("test.work")
    old, new = taken_over(job)

    act(new)
    act(Unfenced(old.job))

    assert effects(job) == 2


def in_thread(function):
    def run():
        try:
            function()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_job_longer_than_its_lease_keeps_it(settings, monkeypatch):
    monkeypatch.setattr(heartbeat, "PERIOD", 0.1)
    settings.JOB_LEASE_SECONDS = 2
    job = ask("test.work", seconds=4)
    worker = in_thread(lambda: run_job(job.pk))
    while worker.is_alive():
        Job.objects.update(holder="")
        sweeping.release_abandoned()
        time.sleep(0.1)
    worker.join()

    job.refresh_from_db()
    assert (job.state, job.attempts, effects(job)) == ("done", 1, 1)


def test_without_its_heartbeat_it_would_lose_it(settings, monkeypatch):
    monkeypatch.setattr(heartbeat, "PERIOD", 3600)
    settings.JOB_LEASE_SECONDS = 1
    job = ask("test.work", seconds=2)
    worker = in_thread(lambda: run_job(job.pk))
    while worker.is_alive():
        Job.objects.update(holder="")
        sweeping.release_abandoned()
        time.sleep(0.1)

    job.refresh_from_db()
    assert (job.state, job.attempts, effects(job)) == ("waiting", 1, 0)


@pytest.mark.postgres
def test_a_heartbeat_leaves_a_job_alone_while_it_is_being_finished():
    job = ask("test.work")
    running = RunningJob(claim(job.pk))
    running.progress(1, 2)
    beat = heartbeat.Watch(running.job)
    beat.counts = {"done": 2, "total": 2}
    held, beaten = threading.Event(), threading.Event()

    def finishing():
        with transaction.atomic():
            running.finish()
            held.set()
            assert beaten.wait(20)

    thread = in_thread(finishing)
    assert held.wait(20)
    started = time.monotonic()
    beat.look()
    waited = time.monotonic() - started
    beaten.set()
    thread.join()

    assert waited < 1
    assert not beat.lost
    beat.look()
    assert beat.lost


@pytest.mark.postgres
def test_what_a_heartbeat_left_out_is_written_at_the_next():
    job = ask("test.work")
    beat = heartbeat.Watch(claim(job.pk))
    beat.counts = {"done": 1, "total": 2}
    held, beaten = threading.Event(), threading.Event()

    def working():
        with transaction.atomic():
            Job.objects.select_for_update().get(pk=job.pk)
            held.set()
            assert beaten.wait(20)

    thread = in_thread(working)
    assert held.wait(20)
    beat.look()
    assert Job.objects.get().done == 0
    beaten.set()
    thread.join()

    beat.look()
    assert Job.objects.get().done == 1


def test_progress_shows_while_the_work_goes_on_and_cancelling_stops_it(monkeypatch):
    monkeypatch.setattr(heartbeat, "PERIOD", 0.1)
    job = ask("test.steps", steps=200)
    worker = in_thread(lambda: run_job(job.pk))

    until(lambda: Job.objects.get().done > 0)
    actions.cancel(job=Job.objects.get(), by=None)
    worker.join()

    job.refresh_from_db()
    assert (job.state, job.total, effects(job)) == ("cancelled", 200, 0)
    assert 0 < job.done < 200


def test_a_holder_that_lost_its_job_stops_at_its_next_step(monkeypatch):
    monkeypatch.setattr(heartbeat, "PERIOD", 0.1)
    job = ask("test.steps", steps=200)
    worker = in_thread(lambda: run_job(job.pk))

    until(lambda: Job.objects.get().done > 0)
    Job.objects.update(lease_until=seconds_from_now(-1), holder="")
    sweeping.release_abandoned()
    worker.join(20)

    assert not worker.is_alive()
    job.refresh_from_db()
    assert (job.state, job.attempts, effects(job)) == ("waiting", 1, 0)


def test_ten_who_claim_at_once_are_answered_by_one_claim():
    job = ask("test.work", seconds=0.2)
    threads = [in_thread(lambda: run_job(job.pk)) for _ in range(10)]
    for thread in threads:
        thread.join()

    job.refresh_from_db()
    assert (job.state, job.attempts, job.token, effects(job)) == ("done", 1, 1, 1)
