"""What jobs, uploads and notices put on the front page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.jobs.models import Job
from portal.kit.desk import Awaited, Deadline, Waiting
from portal.sheets.models import Upload
from portal.shell import sources
from programs.models import CalendarPhase, Clause, EvaluationPeriod, Notice, PerformanceEvaluation, Program, Showcase
from tests import factories


def only(source, user):
    return list(source(user, None))


def test_a_failed_job_waits_for_whom_asked_for_it(province_office, wenzhou_bureau):
    job = Job.objects.create(
        kind="a.b", title="资格评定", requested_by=province_office, state="failed", error="文件损坏", finished_at=timezone.now()
    )

    [item] = only(sources.failed_jobs, province_office)

    assert item == Waiting("任务没有完成：资格评定", job.get_absolute_url(), "查看原因", since=job.finished_at)
    assert only(sources.failed_jobs, wenzhou_bureau) == []


def test_a_job_under_way_is_awaited(province_office):
    job = Job.objects.create(kind="a.b", title="资格评定", requested_by=province_office)

    [item] = only(sources.running_jobs, province_office)

    assert isinstance(item, Awaited)
    assert item.url == job.get_absolute_url()


@pytest.mark.parametrize(("state", "shown"), [("preview", True), ("reading", False), ("refused", False)])
def test_an_unconfirmed_preview_waits_for_its_uploader(province_office, zhejiang, state, shown):
    Upload.objects.create(sheet="scores", unit=zhejiang, created_by=province_office, name="得分.xlsx", size=1, state=state)

    assert [item.what for item in only(sources.unsaved_uploads, province_office)] == (["尚未保存：得分.xlsx"] if shown else [])


@pytest.mark.parametrize(("days", "shown"), [(-1, False), (0, True), (5, True)])
def test_the_last_day_of_a_phase_counts_whole(yueqing_bureau, wenzhou, days, shown):
    closes_on = timezone.localdate() + timedelta(days=days)
    program = Program.objects.create(code="ict2", name="提升工程 2.0")
    notice = Notice.objects.create(number="温教〔2023〕1号", title="通知", issuer=wenzhou, issued_on="2023-01-01", program=program)
    clause = Clause.objects.create(notice=notice, key="一")
    CalendarPhase.objects.create(notice=notice, clause=clause, key="file", name="上报", kind="deadline", closes_on=closes_on)

    found = only(sources.calendar, yueqing_bureau)

    assert [item.what for item in found] == (["上报"] if shown else [])
    assert all(isinstance(item, Deadline) and item.until > timezone.now() for item in found)


def test_a_county_reads_its_own_figures(yueqing_bureau, yueqing, wenzhou):
    program = Program.objects.create(code="ict2", name="提升工程 2.0")
    for number, score in ((1, 9000), (2, 9140)):
        period = EvaluationPeriod.objects.create(program=program, number=number, year=2020 + number, name=f"第 {number} 期")
        PerformanceEvaluation.objects.create(unit=yueqing, period=period, scope="region_average", score=score, rank=3)
    for unit in (yueqing, wenzhou):
        Showcase.objects.create(unit=unit, title="案例", level="national", kind="exemplar", year=2022)

    figures = list(sources.evidence(yueqing_bureau, yueqing_bureau.current_posts()[0]))

    assert [(figure.label, figure.value, figure.note) for figure in figures] == [
        ("第 2 期绩效评价区域平均", "91.4", "排名 3"),
        ("案例与课例", "1", ""),
        ("媒体报道", "0", ""),
    ]


def test_a_city_counts_what_lies_below_it(wenzhou_bureau, yueqing, hangzhou):
    for unit in (yueqing, hangzhou):
        Showcase.objects.create(unit=unit, title="案例", level="national", kind="exemplar", year=2022)

    figures = list(sources.evidence(wenzhou_bureau, wenzhou_bureau.current_posts()[0]))

    assert [(figure.label, figure.value) for figure in figures] == [("案例与课例", "1"), ("媒体报道", "0")]
    assert figures[0].url == "/showcases/?region=330300"


def test_a_teacher_has_no_figures(yueqing):
    teacher = factories.user("teacher", yueqing, "teacher")

    assert list(sources.evidence(teacher, teacher.current_posts()[0])) == []
