"""Official forms issued (number, archive, row, audit) beside bare rendering of the same pages; the memory a large batch takes."""

import os

from django.conf import settings

from awards.documents import UnitRecommendation
from awards.models import AwardCycle
from bench.certificates import megabytes
from portal.documents.actions import STEP, issue_many, request_batch
from portal.documents.issuing import Issue
from portal.documents.rendering import Mark, render_each
from portal.jobs.models import Job
from portal.jobs.running import run_job
from portal.units.models import Unit

COUNT, ROUNDS = 30, 5
MANY = int(os.environ.get("BENCH_FORMS", "1800"))
REASON = "组织有力，应用深入，保障到位，辐射广泛，成效明显。" * 30


def form(number: int, run: str) -> UnitRecommendation:
    """One full 附件3, different from every other."""
    return UnitRecommendation(
        unit_name=f"第{number}号县教育局{run}",
        belongs="示例县（杭州市）",
        contact="欧阳文博",
        phone="0571-88880000",
        period="2",
        score="91.4",
        reason=REASON,
    )


def measure(median_pair, timed):
    """Forms a second, issued and bare; both draw on the same number of processes."""
    cycle, unit = AwardCycle.objects.get(code="zj-2023"), Unit.objects.get(code="330106")
    runs = iter(range(100))
    subjects = list(Unit.objects.order_by("pk")[:COUNT])

    def issued():
        run = f"甲{next(runs)}"
        issues = [Issue(form(number, run), cycle.code, unit, subject) for number, subject in enumerate(subjects)]
        issue_many(issues=issues, by=None)

    def bare():
        run = f"乙{next(runs)}"
        marks = [Mark(f"zj-2023-annex-3-{number:04}", f"http://127.0.0.1:8000/verify/{number:022}/") for number in range(COUNT)]
        sheets = [form(number, run) for number in range(COUNT)]
        list(render_each(sheets, marks=marks, processes=settings.DOCUMENT_PROCESSES))

    ours, floor = median_pair(issued, bare, ROUNDS)
    yield {
        "name": "forms issued against bare rendering",
        "ratio": floor / ours,
        "goal": 0.85,
        "better": "higher",
        "note": f"{COUNT / ours:.1f} against {COUNT / floor:.1f} forms/s",
    }
    yield _memory(cycle, unit)


def _memory(cycle, unit) -> dict:
    """Peak memory of a batch job of many forms beside that of one step."""
    batch(cycle, unit, STEP, "丙")
    before = megabytes()
    batch(cycle, unit, MANY, "丁")
    return {
        "name": "memory of a batch of many forms",
        "ratio": megabytes() / before,
        "goal": 1.15,
        "better": "lower",
        "note": f"{MANY} forms: {megabytes()} MB, {STEP}: {before} MB",
    }


def batch(cycle, unit, count: int, run: str) -> None:
    """So many forms numbered, drawn, packed and merged as a worker does it."""
    issues = [Issue(form(number, run), f"{cycle.code}-{number}", unit, unit) for number in range(count)]
    job = request_batch(issues=issues, unit=unit, by=None)
    run_job(job.pk)
    if len(Job.objects.get(pk=job.pk).result["documents"]) != count:
        raise RuntimeError("not every form was issued")
