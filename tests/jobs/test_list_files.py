"""Lists too long for one answer: asked for on a page, written by a job, fetched by whoever asked."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from openpyxl import load_workbook

from portal.accounts.models import Post
from portal.audit.models import Event
from portal.jobs import giving, list_files
from portal.jobs.long_lists import LongList, declare
from portal.jobs.models import Job, ListFile
from portal.jobs.running import run_job
from portal.kit.clock import database_now
from schools import lists
from tests import factories
from tests.schools import people

NEW = reverse("jobs:list-new")
TEACHERS = reverse("schools:teacher-list")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def staff(yueqing, xihu):
    """Three people in Yueqing, one of them retired, and one elsewhere."""
    own = people.school("1133000001", "乐清市第一小学", yueqing)
    for number, name in enumerate(("林小雨", "陈默", "王䶮")):
        people.teacher(own, name, number, status="retired" if name == "陈默" else "in_post")
    people.teacher(people.school("1133000009", "西湖小学", xihu), "外市人", 9)


@pytest.fixture
def asked(client, staff, yueqing_bureau):
    """A file of the teachers, asked for and written."""

    def ask(kind="xlsx", query=""):
        client.force_login(yueqing_bureau)
        client.post(NEW, {"list": "schools.teachers", "query": query, "kind": kind})
        run_job(Job.objects.latest("pk").pk)
        return ListFile.objects.latest("pk")

    return ask


def fetched(client, row) -> bytes:
    return b"".join(client.get(row.get_absolute_url()).streaming_content)


def test_a_short_list_comes_at_once_and_a_long_one_asks_first(client, staff, yueqing_bureau, monkeypatch):
    client.force_login(yueqing_bureau)
    short = client.get(TEACHERS, {"export": "csv", "q": "林"})
    monkeypatch.setattr(giving, "AT_ONCE", 1)

    long = client.get(TEACHERS, {"export": "csv", "order": "name"})

    assert short.headers["Content-Type"].startswith("text/csv")
    assert long.context["hidden"] == [("list", "schools.teachers"), ("query", "order=name"), ("kind", "csv")]
    assert long.context["back"] == f"{TEACHERS}?order=name"
    assert not Job.objects.exists()


def test_the_job_leads_to_a_file_of_what_was_asked_for(client, asked):
    row = asked("xlsx", "order=-name")

    job = row.job
    assert (job.state, job.done, job.total, row.rows, job.unit) == ("done", 2, 2, 2, None)
    assert job.links == [{"label": f"下载 {row.name}", "url": row.get_absolute_url()}]
    head, *lines = load_workbook(BytesIO(fetched(client, row))).active.values
    assert [line[head.index("姓名")] for line in lines] == sorted(["林小雨", "王䶮"], reverse=True)


def test_csv_has_the_same_rows(client, asked):
    text = fetched(client, asked("csv", "status=retired")).decode()

    assert [line.split(",")[4] for line in text.splitlines()] == ["姓名", "陈默"]


def test_writing_and_fetching_leave_a_trace(client, asked):
    row = asked("csv", "q=林")
    fetched(client, row)

    written, taken = Event.objects.filter(object_id=str(row.pk), verb__startswith="list.").order_by("pk")
    assert (written.verb, written.data) == ("list.written", {"list": "schools.teachers", "query": "q=林", "rows": 1})
    assert (taken.verb, taken.actor.username) == ("list.fetched", "yueqing")


def test_nobody_else_fetches_it_not_even_the_office_above(client, asked, wenzhou_bureau, yueqing):
    row = asked()

    for person in (wenzhou_bureau, factories.user("colleague", yueqing, "bureau")):
        client.force_login(person)
        assert client.get(row.get_absolute_url()).status_code == 404
        assert client.get(row.job.get_absolute_url()).status_code == 404


def test_whoever_left_the_post_fetches_it_no_more(client, asked, yueqing_bureau):
    row = asked()
    over = database_now().date() - timedelta(days=2)
    Post.objects.filter(user=yueqing_bureau).update(starts_on=over, ends_on=over)

    assert client.get(row.get_absolute_url()).status_code == 404


def test_a_file_goes_when_its_days_are_over_and_its_row_stays(client, asked):
    row = asked()
    ListFile.objects.filter(pk=row.pk).update(expires_at=database_now() - timedelta(minutes=1))
    late = client.get(row.get_absolute_url()).status_code

    gone = (list_files.forget_expired(), list_files.forget_expired())

    row.refresh_from_db()
    assert (late, gone, row.state, default_storage.exists(row.file.name)) == (404, (1, 0), "expired", False)


def test_a_cancelled_job_leaves_no_file(client, staff, tmp_path, yueqing_bureau):
    client.force_login(yueqing_bureau)
    client.post(NEW, {"list": "schools.teachers", "query": "", "kind": "csv"})
    job = Job.objects.latest("pk")
    Job.objects.filter(pk=job.pk).update(cancel_requested_at=database_now())

    assert run_job(job.pk).state == "cancelled"
    assert not ListFile.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def taken_over_at_the_end(rows):
    """Lines of a list at whose end another worker holds the job."""
    yield from ((row.name,) for row in rows)
    Job.objects.update(token=99)


def test_a_file_whose_job_was_taken_over_is_removed(client, staff, tmp_path, yueqing_bureau):
    out = declare(LongList("test.taken_over", "名单", ["姓名"], lists.teachers, taken_over_at_the_end))
    job = list_files.ask_for(out=out, query="", kind="csv", by=yueqing_bureau)

    run_job(job.pk)

    assert not ListFile.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("data", [{"list": "none", "kind": "csv"}, {"list": "schools.teachers", "kind": "exe"}, {}])
def test_a_list_nobody_declared_is_not_there(client, yueqing_bureau, data):
    client.force_login(yueqing_bureau)

    assert client.post(NEW, data).status_code == 404


@pytest.mark.parametrize(
    "key", ["schools.schools", "credits.hours", "credits.selections", "credits.credits", "credits.assessments"]
)
def test_every_declared_list_is_written(client, staff, yueqing_bureau, key):
    client.force_login(yueqing_bureau)
    client.post(NEW, {"list": key, "query": "", "kind": "csv"})

    assert run_job(Job.objects.latest("pk").pk).state == "done"
