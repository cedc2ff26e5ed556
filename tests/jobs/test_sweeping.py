import os
import subprocess
import sys

import pytest
from django.db.models.functions import Now

from portal.jobs import actions, holders, sweeping
from portal.jobs.models import Job, seconds_from_now
from portal.jobs.running import claim
from tests.jobs.rig import ask


@pytest.fixture
def ended_process():
    """The name of a process of this machine that has just ended."""
    code = "from portal.jobs.holders import this_process; print(this_process())"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def overdue(job):
    Job.objects.filter(pk=job.pk).update(lease_until=seconds_from_now(-1), holder="")


def test_a_job_whose_lease_ran_out_waits_again(db):
    late, fresh = claim(ask("test.work").pk), claim(ask("test.work").pk)
    overdue(late)

    assert sweeping.release_abandoned() == 1

    assert list(Job.objects.order_by("pk").values_list("state", "attempts")) == [("waiting", 1), ("running", 1)]
    assert (Job.objects.get(pk=late.pk).lease_until, Job.objects.get(pk=fresh.pk).holder) == (None, fresh.holder)


def test_after_the_third_lost_holder_the_job_fails_with_a_plain_cause(db):
    job = ask("test.awaited")
    for _ in range(3):
        claim(job.pk)
        overdue(job)
        sweeping.release_abandoned()

    job.refresh_from_db()
    assert (job.state, job.attempts) == ("failed", 3)
    assert job.error.startswith("连续 3 次中断：处理它的程序每次都被系统中止")


def test_a_job_somebody_wanted_cancelled_ends_cancelled_when_its_holder_is_lost(yueqing_bureau):
    job = claim(ask("test.work", by=yueqing_bureau).pk)
    actions.cancel(job=job, by=yueqing_bureau)
    overdue(job)

    sweeping.release_abandoned()

    assert Job.objects.get().state == "cancelled"


def test_a_holder_that_ended_on_this_machine_is_noticed_before_its_lease_runs_out(db, ended_process):
    job = claim(ask("test.work").pk)
    Job.objects.filter(pk=job.pk).update(holder=ended_process)

    assert sweeping.release_abandoned() == 1


def test_a_holder_on_another_machine_is_given_its_lease(db, ended_process):
    job = claim(ask("test.work").pk)
    Job.objects.filter(pk=job.pk).update(holder="elsewhere" + ended_process)

    assert sweeping.release_abandoned() == 0


def test_a_reused_process_number_is_not_taken_for_the_holder(ended_process):
    machine, _, _ = ended_process.rsplit(":", 2)

    assert not holders.is_gone(holders.this_process())
    assert holders.is_gone(f"{machine}:{os.getpid()}:1")
    assert not holders.is_gone("")


def test_a_message_unheard_for_long_is_sent_again_once(db):
    job = ask("test.work")
    assert sweeping.send_again() == 0

    Job.objects.filter(pk=job.pk).update(sent_at=seconds_from_now(-6))

    assert [sweeping.send_again(), sweeping.send_again()] == [1, 0]


def test_a_released_job_is_sent_at_once(db):
    overdue(claim(ask("test.work").pk))

    assert sweeping.sweep() == {"released": 1, "sent": 1}


def test_finished_and_running_jobs_are_not_sent(db):
    claim(ask("test.work").pk)
    Job.objects.create(kind="test.work", title="试验任务", state="done", finished_at=Now())

    assert sweeping.send_again() == 0
