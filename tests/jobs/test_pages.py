import pytest
from django.urls import reverse

from portal.jobs.models import Job, seconds_from_now
from portal.jobs.running import claim, run_job
from tests import factories
from tests.jobs.rig import ask


def text_of(response) -> str:
    return response.content.decode()


@pytest.fixture
def yueqing_pages(client, yueqing_bureau):
    client.force_login(yueqing_bureau)
    return client


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_many(client, yueqing, yueqing_bureau, wenzhou_bureau, count, django_assert_num_queries):
    for _ in range(count):
        ask("test.work", by=yueqing_bureau, unit=yueqing)
    client.force_login(wenzhou_bureau)

    with django_assert_num_queries(6):
        response = client.get(reverse("jobs:job-list"))

    assert len(response.context["page"].rows) == count


def test_one_sees_ones_own_jobs_and_those_of_ones_offices(yueqing, xihu, wenzhou, yueqing_bureau, wenzhou_bureau, xihu_bureau):
    teacher = factories.user("teacher", yueqing, "teacher")
    jobs = {
        "county": ask("test.work", by=yueqing_bureau, unit=yueqing).pk,
        "city": ask("test.work", by=wenzhou_bureau, unit=wenzhou).pk,
        "elsewhere": ask("test.work", by=xihu_bureau, unit=xihu).pk,
        "teacher": ask("test.work", by=teacher).pk,
        "system": ask("test.work").pk,
    }

    def seen(user):
        found = set(Job.objects.visible_to(user).values_list("pk", flat=True))
        return {name for name, pk in jobs.items() if pk in found}

    assert seen(yueqing_bureau) == {"county"}
    assert seen(wenzhou_bureau) == {"county", "city"}
    assert seen(teacher) == {"teacher"}


def test_the_list_is_narrowed_by_state_and_kind(yueqing_pages, yueqing_bureau):
    done, waiting = run_job(ask("test.work", by=yueqing_bureau).pk), ask("test.work", by=yueqing_bureau)
    other = ask("test.awaited", by=yueqing_bureau)

    def listed(**choices):
        return [job.pk for job in yueqing_pages.get(reverse("jobs:job-list"), choices).context["page"]]

    assert listed() == [other.pk, waiting.pk, done.pk]
    assert listed(state="done") == [done.pk]
    assert listed(kind="test.work", state="waiting") == [waiting.pk]
    assert listed(state="nonsense") == [other.pk, waiting.pk, done.pk]
    assert "没有符合条件的任务" in text_of(yueqing_pages.get(reverse("jobs:job-list"), {"state": "failed"}))


def test_an_empty_list_says_what_it_is_for(yueqing_pages):
    assert "还没有后台任务" in text_of(yueqing_pages.get(reverse("jobs:job-list")))


@pytest.mark.parametrize("name", ["job", "progress", "cancel", "retry"])
def test_another_offices_job_is_not_found(client, yueqing, yueqing_bureau, xihu_bureau, name):
    url = reverse(f"jobs:{name}", args=[ask("test.work", by=yueqing_bureau, unit=yueqing).pk])
    client.force_login(xihu_bureau)

    assert (client.post(url) if name in ("cancel", "retry") else client.get(url)).status_code == 404


def test_a_running_job_shows_progress_time_left_and_polls(yueqing_pages, yueqing_bureau):
    job = claim(ask("test.work", by=yueqing_bureau).pk)
    Job.objects.filter(pk=job.pk).update(started_at=seconds_from_now(-10), done=10, total=1210)

    page = text_of(yueqing_pages.get(job.get_absolute_url()))

    assert "10 / 1210" in page
    assert "大约还要 20 分钟" in page or "大约还要 21 分钟" in page
    assert f'hx-get="{reverse("jobs:progress", args=[job.pk])}?shown=running"' in page
    assert "刷新看进展" in page
    assert "取消任务" in page
    assert "重试" not in page


def test_the_polled_part_stands_alone_and_calls_the_page_when_the_job_ends(yueqing_pages, yueqing_bureau):
    job = ask("test.work", by=yueqing_bureau)
    url = reverse("jobs:progress", args=[job.pk])

    waiting = yueqing_pages.get(url)
    assert "正在排队" in text_of(waiting)
    assert "<html" not in text_of(waiting)

    run_job(job.pk)
    assert (yueqing_pages.get(url).headers["HX-Refresh"], text_of(yueqing_pages.get(url))) == ("true", "")


def test_a_job_that_begins_renews_the_whole_page_so_that_it_names_one_state(yueqing_pages, yueqing_bureau):
    job = ask("test.work", by=yueqing_bureau)
    address = f"{reverse('jobs:progress', args=[job.pk])}?shown=waiting"
    assert address in text_of(yueqing_pages.get(job.get_absolute_url()))
    assert "HX-Refresh" not in yueqing_pages.get(address).headers

    claim(job.pk)

    assert yueqing_pages.get(address).headers["HX-Refresh"] == "true"
    page = text_of(yueqing_pages.get(job.get_absolute_url()))
    assert ("进行中" in page, "等待中" in page) == (True, False)


def test_a_job_put_back_says_so(yueqing_pages, yueqing_bureau):
    job = run_job(ask("test.broken", by=yueqing_bureau).pk)

    assert "处理中断，正在排队重新处理" in text_of(yueqing_pages.get(job.get_absolute_url()))


def test_a_finished_job_shows_its_lines_and_only_links_into_the_portal(yueqing_pages, yueqing_bureau):
    job = run_job(ask("test.work", by=yueqing_bureau).pk)
    links = [
        {"label": "结果", "url": "/units/"},
        {"label": "别处", "url": "//evil.example"},
        {"label": "脚本", "url": "javascript:x"},
    ]
    Job.objects.filter(pk=job.pk).update(result={"lines": ["新增 197 人"], "links": links})

    page = text_of(yueqing_pages.get(job.get_absolute_url()))

    assert "<li>新增 197 人</li>" in page
    assert 'href="/units/">结果</a>' in page
    assert "别处" not in page
    assert "脚本" not in page
    assert "hx-trigger" not in page


def test_a_failed_job_says_why_and_is_retried_by_a_button(yueqing_pages, yueqing_bureau):
    job = run_job(ask("test.awaited", by=yueqing_bureau).pk)
    page = text_of(yueqing_pages.get(job.get_absolute_url()))
    assert "第 3 行缺少单位。" in page
    assert "重试" in page

    response = yueqing_pages.post(reverse("jobs:retry", args=[job.pk]), follow=True)

    assert "“有人等待的任务”已重新开始。" in text_of(response)
    assert Job.objects.get().state == "waiting"


def test_cancelling_by_button_answers_what_happened(yueqing_pages, yueqing_bureau):
    waiting, running, done = (ask("test.work", by=yueqing_bureau) for _ in range(3))
    claim(running.pk)
    run_job(done.pk)

    def cancel(job):
        return text_of(yueqing_pages.post(reverse("jobs:cancel", args=[job.pk]), follow=True))

    assert "“试验任务”已取消。" in cancel(waiting)
    page = cancel(running)
    assert "已要求取消“试验任务”，当前一步做完后停止。" in page
    assert "正在取消，当前一步做完后停止" in page
    assert "“试验任务”已经结束，不能取消。" in cancel(done)


def test_somebody_who_only_sees_a_job_gets_no_buttons(client, yueqing, yueqing_bureau):
    reader = factories.user("reader", yueqing, "client")
    job = ask("test.work", by=yueqing_bureau, unit=yueqing)
    client.force_login(reader)

    assert "取消任务" not in text_of(client.get(job.get_absolute_url()))
    assert "只有发起人和所属单位的管理人员可以处理" in text_of(client.post(reverse("jobs:cancel", args=[job.pk]), follow=True))
    assert Job.objects.get().state == "waiting"


def test_one_must_be_signed_in(client, yueqing_bureau):
    job = ask("test.work", by=yueqing_bureau)

    for url in (reverse("jobs:job-list"), job.get_absolute_url()):
        assert client.get(url).status_code == 302
