"""Official forms issued (number, archive, row, audit) beside bare rendering of the same pages."""

from django.conf import settings

from awards.documents import UnitRecommendation
from awards.models import AwardCycle
from portal.documents.actions import issue_many
from portal.documents.issuing import Issue
from portal.documents.rendering import Mark, render_each
from portal.units.models import Unit

COUNT, ROUNDS = 30, 5
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
