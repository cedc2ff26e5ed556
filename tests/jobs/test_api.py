import pytest
from rest_framework.test import APIClient

from portal.jobs.models import Job
from portal.jobs.running import claim, run_job
from tests import factories
from tests.jobs.rig import ask


@pytest.fixture
def rest(yueqing_bureau):
    client = APIClient()
    client.force_authenticate(yueqing_bureau)
    return client


def test_a_job_is_answered_in_the_agreed_shape(rest, yueqing, yueqing_bureau):
    job = run_job(ask("test.work", by=yueqing_bureau, unit=yueqing).pk)

    answer = rest.get(f"/api/v1/jobs/{job.pk}/").json()

    assert {key: answer[key] for key in ("state", "progress", "result", "error", "unit", "title")} == {
        "state": "done",
        "progress": {"done": 2, "total": 2},
        "result": {"lines": ["1 行"]},
        "error": None,
        "unit": "330382",
        "title": "试验任务",
    }


@pytest.mark.parametrize("asked", [{"state": "nope"}, {"kind": "zzz"}])
def test_a_state_or_kind_there_is_not_is_refused_rather_than_ignored(rest, yueqing_bureau, asked):
    run_job(ask("test.work", by=yueqing_bureau).pk)

    answer = rest.get("/api/v1/jobs/", asked)

    assert (answer.status_code, list(answer.json()["fields"])) == (400, list(asked))
    assert len(rest.get("/api/v1/jobs/", {"state": "done", "kind": "test.work"}).json()["results"]) == 1


def test_a_failed_job_tells_its_sentence(rest, yueqing_bureau):
    job = run_job(ask("test.awaited", by=yueqing_bureau).pk)

    answer = rest.get(f"/api/v1/jobs/{job.pk}/").json()

    assert (answer["state"], answer["error"]) == ("failed", "第 3 行缺少单位。")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_many(rest, yueqing, yueqing_bureau, count, django_assert_num_queries):
    for _ in range(count):
        ask("test.work", by=yueqing_bureau, unit=yueqing)

    with django_assert_num_queries(3):
        answer = rest.get("/api/v1/jobs/?state=waiting&updated_since=2020-01-01T00:00:00Z").json()

    assert len(answer["results"]) == count


def test_cancelling_answers_the_job_or_why_not(rest, yueqing_bureau):
    waiting, running = ask("test.work", by=yueqing_bureau), ask("test.work", by=yueqing_bureau)
    claim(running.pk)

    assert rest.post(f"/api/v1/jobs/{waiting.pk}/cancel/").json()["state"] == "cancelled"
    answer = rest.post(f"/api/v1/jobs/{running.pk}/cancel/").json()
    assert (answer["state"], bool(answer["cancel_requested_at"])) == ("running", True)
    refused = rest.post(f"/api/v1/jobs/{waiting.pk}/cancel/")
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_state")


def test_retrying_starts_a_failed_job_again(rest, yueqing_bureau):
    job = run_job(ask("test.awaited", by=yueqing_bureau).pk)

    assert rest.post(f"/api/v1/jobs/{job.pk}/retry/").json()["state"] == "waiting"


def test_another_offices_job_is_not_found(rest, xihu, xihu_bureau):
    job = ask("test.work", by=xihu_bureau, unit=xihu)

    answers = [rest.get(f"/api/v1/jobs/{job.pk}/"), rest.post(f"/api/v1/jobs/{job.pk}/cancel/")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert Job.objects.get().state == "waiting"


def test_who_only_sees_a_job_may_not_cancel_it(rest, yueqing, yueqing_bureau):
    reader = factories.user("reader", yueqing, "client")
    job = ask("test.work", by=yueqing_bureau, unit=yueqing)
    rest.force_authenticate(reader)

    answer = rest.post(f"/api/v1/jobs/{job.pk}/cancel/")

    assert (answer.status_code, answer.json()["code"]) == (403, "denied")
