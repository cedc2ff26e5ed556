import pytest

from portal.accounts.models import Message
from portal.audit.context import acting
from portal.audit.models import Event
from portal.jobs import actions
from portal.jobs.enums import MAX_ATTEMPTS, MOVES, TONES, JobState
from portal.jobs.errors import JobCancelled, LeaseLost
from portal.jobs.models import Job
from portal.jobs.running import RunningJob, claim, run_here, run_job
from tests.jobs.kinds import effects
from tests.jobs.rig import ask


def test_the_tables_name_every_state():
    assert set(MOVES) == set(TONES) == set(JobState)


def test_a_job_ends_with_its_result_and_a_message(yueqing, yueqing_bureau):
    job = run_job(ask("test.work", by=yueqing_bureau, unit=yueqing).pk)

    assert (job.state, job.done, job.total, job.lines, job.attempts) == ("done", 2, 2, ["1 行"], 1)
    assert job.finished_at >= job.started_at
    assert effects(job) == 1
    message = Message.objects.visible_to(yueqing_bureau).get()
    assert (message.text, message.url) == ("“试验任务”已完成。", job.get_absolute_url())


def test_the_audit_tells_as_which_post_and_in_which_job(yueqing, yueqing_bureau):
    post = yueqing_bureau.posts.get()
    with acting(post_id=post.pk, source="127.0.0.1"):
        job = ask("test.work", by=yueqing_bureau, unit=yueqing)
    run_job(job.pk)

    assert list(Event.objects.about(job).values_list("verb", "actor", "post", "source")) == [
        ("job.requested", yueqing_bureau.pk, post.pk, "127.0.0.1"),
        ("test.effect", yueqing_bureau.pk, post.pk, f"任务 {job.pk}"),
        ("job.done", None, None, f"任务 {job.pk}"),
    ]


def test_a_refusal_ends_the_job_at_once_with_its_sentence(yueqing_bureau):
    job = run_job(ask("test.refused", by=yueqing_bureau).pk)

    assert (job.state, job.attempts) == ("failed", 1)
    assert job.error == "第 3 行缺少单位。（依据：浙工程办函〔2023〕7号 二(一)1）"
    assert Message.objects.get().text == "“不被接受的任务”未完成，请查看原因。"


def test_a_breakdown_is_rolled_back_and_tried_again_until_the_third_time(db):
    job = ask("test.broken")

    seen = [(row.state, row.attempts, row.error) for row in (run_job(job.pk) for _ in range(MAX_ATTEMPTS + 1))]

    sentence = "连续 3 次中断：系统处理时出错，请稍后重试；仍不行请联系系统管理员。"
    assert seen == [("waiting", 1, ""), ("waiting", 2, ""), ("failed", 3, sentence), ("failed", 3, sentence)]
    assert effects(job) == 0


def test_a_command_runs_a_job_with_all_its_attempts(db):
    assert run_here(ask("test.broken", send=False).pk).state == "failed"


def test_a_kind_that_forgets_to_finish_is_not_done(db):
    assert run_job(ask("test.forgetful").pk).state == "waiting"


def test_a_kind_this_version_does_not_know_stays_in_the_queue(db):
    job = Job.objects.create(kind="later.version", title="新版任务")

    assert run_job(job.pk).state == "waiting"
    assert Job.objects.get().kind_title == "later.version"


def test_a_finished_job_is_left_alone(db):
    job = run_job(ask("test.work").pk)

    assert run_job(job.pk).attempts == 1
    assert effects(job) == 1


def test_who_took_over_is_the_only_one_to_finish(db):
    job = ask("test.work")
    old = RunningJob(claim(job.pk))
    Job.objects.filter(pk=job.pk).update(state="waiting", lease_until=None)
    new = RunningJob(claim(job.pk))

    with pytest.raises(LeaseLost):
        old.progress(1, 2)
    with pytest.raises(LeaseLost):
        old.finish()
    new.finish({"lines": ["新"]})

    assert Job.objects.get().lines == ["新"]


def test_cancelling_a_waiting_job_ends_it_at_once(yueqing_bureau):
    job = actions.cancel(job=ask("test.awaited", by=yueqing_bureau), by=yueqing_bureau)

    assert (job.state, run_job(job.pk).attempts) == ("cancelled", 0)
    assert list(Event.objects.about(job).values_list("verb", flat=True)) == ["job.requested", "job.cancelled", "test.settled"]


def test_cancelling_a_running_job_ends_it_at_its_next_step(yueqing_bureau):
    running = RunningJob(claim(ask("test.work", by=yueqing_bureau).pk))

    job = actions.cancel(job=running.job, by=yueqing_bureau)

    assert (job.state, bool(job.cancel_requested_at)) == ("running", True)
    with pytest.raises(JobCancelled):
        running.progress(1, 2)


def test_what_waits_for_a_job_is_settled_when_it_fails_and_again_when_it_is_retried(yueqing_bureau):
    job = run_job(ask("test.awaited", by=yueqing_bureau).pk)
    assert (job.state, job.error) == ("failed", "第 3 行缺少单位。")

    job = run_job(actions.retry(job=job, by=yueqing_bureau).pk)

    assert (job.state, job.error, job.attempts) == ("done", "", 1)
    verbs = ["job.requested", "job.failed", "test.settled", "test.again", "job.retried", "test.effect", "job.done"]
    assert list(Event.objects.about(job).values_list("verb", flat=True)) == verbs


def test_a_mistake_in_settling_does_not_keep_a_job_from_ending(db):
    assert run_job(ask("test.ill_awaited").pk).state == "failed"
