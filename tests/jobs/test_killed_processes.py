"""Real workers killed with SIGKILL: nothing is lost and nothing happens twice."""

import pytest

from portal.jobs.enums import JobState
from portal.jobs.queueing import send
from tests.jobs import rig
from tests.jobs.kinds import POINTS, effects

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def worker(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), rig.worker() as worker:
        yield worker


def assert_each_took_effect_once(jobs):
    assert [(job.params, job.state, effects(job)) for job in jobs] == [(job.params, JobState.DONE, 1) for job in jobs]


def test_a_pool_process_killed_at_any_point_loses_and_doubles_nothing(worker):
    jobs = [rig.ask("test.work", faults={point: ["child", 2 if point == "mid_work" else 1]}) for point in POINTS]

    assert_each_took_effect_once(rig.wait_for(jobs, worker))
    assert worker.starts == 1


def test_idle_pool_processes_killed_leave_a_worker_that_works(worker):
    worker.kill_children()

    assert_each_took_effect_once(rig.wait_for([rig.ask("test.work")], worker))
    assert worker.starts == 1


def test_a_job_delivered_ten_times_at_once_takes_effect_once(worker):
    job = rig.ask("test.work", seconds=0.5)
    for _ in range(9):
        send(job.pk)
    [job] = rig.wait_for([job], worker)
    rig.wait_for([rig.ask("test.work")], worker)

    assert (job.attempts, effects(job)) == (1, 1)


def test_poison_fails_after_three_attempts_and_holds_nobody_up(worker):
    poison = rig.ask("test.poison")
    others = rig.wait_for([rig.ask("test.work") for _ in range(5)], worker, seconds=30)
    [poison] = rig.wait_for([poison], worker)

    assert_each_took_effect_once(others)
    assert (poison.state, poison.attempts) == (JobState.FAILED, 3)
    assert poison.error.startswith("连续 3 次中断：")
    assert worker.starts == 1


def test_a_whole_worker_killed_at_any_point_loses_and_doubles_nothing(worker):
    before = worker.starts
    for point in POINTS:  # one at a time: a neighbour would spend its own attempts on every kill
        assert_each_took_effect_once(rig.wait_for([rig.ask("test.work", faults={point: ["worker", 1]})], worker))
    rig.wait_for([rig.ask("test.work")], worker)

    assert worker.starts == before + len(POINTS)


def test_a_deploy_lets_running_jobs_finish_or_start_again(worker):
    jobs = [rig.ask("test.steps", steps=15) for _ in range(3)]
    rig.wait_for(jobs[:1], worker, until=lambda job: job.done > 1)
    worker.terminate(60)

    assert_each_took_effect_once(rig.wait_for(jobs, worker, seconds=60))


def test_a_job_that_eats_all_memory_fails_with_a_plain_cause(worker):
    [job] = rig.wait_for([rig.ask("test.hungry")], worker)

    assert (job.state, job.error) == ("failed", "连续 3 次中断：内存不足，请分批处理后重试。")


def test_an_endless_job_is_stopped_by_its_time_limit(worker):
    worker.kill()
    worker.start(JOB_TIME_LIMIT="2")
    [job] = rig.wait_for([rig.ask("test.endless")], worker, seconds=240)  # the hard limit takes a minute where the soft one is lost

    assert (job.state, job.attempts) == (JobState.FAILED, 3)
    assert job.error == "连续 3 次中断：运行时间超过上限，请分批处理后重试。"
