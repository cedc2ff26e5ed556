import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from portal.jobs import actions
from portal.jobs.models import Job, seconds_from_now
from portal.jobs.running import claim, run_job
from portal.jobs.timing import in_words, time_left
from portal.kit.errors import Denied, WrongState
from tests.jobs.rig import ask, database_url


def test_a_job_stands_and_falls_with_what_asked_for_it(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as messages, transaction.atomic():
        ask("test.work")
        transaction.set_rollback(True)

    assert (Job.objects.count(), messages) == (0, [])


def test_the_message_goes_out_when_the_transaction_commits(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as messages:
        ask("test.work")
        ask("test.work", send=False)

    assert len(messages) == 1


def test_an_unknown_kind_is_the_programmers_mistake(db):
    with pytest.raises(LookupError):
        ask("test.unheard_of")


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_is_down_neither_fails_nor_delays_a_request():
    code = """
import time, django
django.setup()
from tests.jobs.rig import ask
start = time.monotonic()
for _ in range(3): ask("test.work")
print(time.monotonic() - start)
"""
    env = {"DATABASE_URL": database_url(), "REDIS_URL": "redis://127.0.0.1:1/0", "DATA_DIR": str(settings.DATA_DIR)}
    env |= {"DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    code = code.replace("from tests.jobs.rig", "import tests.jobs.kinds\nfrom tests.jobs.rig")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, env=os.environ | env, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < 3
    assert done.stderr.count("is not in the queue yet") == 1
    assert list(Job.objects.values_list("state", flat=True)) == ["waiting"] * 3


def test_a_job_that_ended_can_not_be_cancelled(yueqing_bureau):
    job = run_job(ask("test.work", by=yueqing_bureau).pk)

    with pytest.raises(WrongState, match="“试验任务”已经结束，不能取消。"):
        actions.cancel(job=job, by=yueqing_bureau)


def test_only_a_failed_job_is_retried(yueqing_bureau):
    job = ask("test.work", by=yueqing_bureau)

    with pytest.raises(WrongState, match="“试验任务”没有失败，不需要重试。"):
        actions.retry(job=job, by=yueqing_bureau)


def test_the_app_may_refuse_a_retry(yueqing_bureau):
    job = run_job(ask("test.awaited", by=yueqing_bureau, spoilt=True).pk)

    with pytest.raises(WrongState, match="文件已被替换，请重新上传。"):
        actions.retry(job=job, by=yueqing_bureau)
    job.refresh_from_db()
    assert job.state == "failed"


def test_offices_over_a_job_may_cancel_it_and_others_may_not(yueqing, yueqing_bureau, wenzhou_bureau, xihu_bureau):
    first, second = (ask("test.work", by=yueqing_bureau, unit=yueqing) for _ in range(2))

    assert actions.cancel(job=first, by=wenzhou_bureau).state == "cancelled"
    with pytest.raises(Denied):
        actions.cancel(job=second, by=xihu_bureau)
    with pytest.raises(Denied):
        actions.retry(job=second, by=xihu_bureau)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"state": "asleep"}, "a_job_has_an_end_when_it_ended"),
        ({"state": "running"}, "a_job_has_a_lease_while_it_runs"),
        ({"state": "done"}, "a_job_has_an_end_when_it_ended"),
        ({"error": "不行。"}, "only_a_failed_job_has_an_error"),
        ({"attempts": 4, "token": 4}, "a_job_is_tried_three_times"),
        ({"attempts": 1, "token": 0}, "every_attempt_has_its_token"),
    ],
)
def test_the_database_refuses_a_row_that_contradicts_itself(db, fields, constraint):
    Job.objects.create(kind="test.work", title="试验任务")

    with pytest.raises(IntegrityError, match=constraint):
        Job.objects.create(kind="test.work", title="试验任务", **fields)


def test_a_failed_job_must_say_why(db):
    job = run_job(ask("test.refused").pk)

    with pytest.raises(IntegrityError, match="a_failed_job_says_why"):
        Job.objects.filter(pk=job.pk).update(error="")


def test_asking_costs_a_request_little(db, django_assert_num_queries):
    with django_assert_num_queries(4):
        ask("test.work")


def test_time_left_is_said_as_people_say_it():
    said = [in_words(timedelta(seconds=seconds)) for seconds in (0.2, 59, 60, 61, 3600)]
    assert said == ["1 秒", "59 秒", "1 分钟", "2 分钟", "1 小时"]
    assert in_words(None) == ""


def test_time_left_follows_the_pace_so_far(db):
    job = claim(ask("test.work").pk)
    assert time_left(job) is None

    Job.objects.filter(pk=job.pk).update(started_at=seconds_from_now(-10), done=10, total=30)
    job.refresh_from_db()
    assert 19 <= time_left(job).total_seconds() <= 25
