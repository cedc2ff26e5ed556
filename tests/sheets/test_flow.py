import pytest

from programs.models import EvaluationPeriod, PerformanceEvaluation, Program
from tests.sheets.flow import bring, keep

HEAD = ["单位", "期次", "统计口径", "得分", "排名"]


@pytest.fixture
def periods(db):
    program = Program.objects.create(code="ict2", name="提升工程2.0")
    return [EvaluationPeriod.objects.create(program=program, number=n, year=2020 + n, name=f"第{n}期") for n in (1, 2, 3)]


def test_scores_go_in_and_come_back_unchanged(periods, wenzhou, yueqing, wenzhou_bureau):
    rows = [HEAD, ["乐清市", 1, "区域平均", 91.4, 1], ["330382", "第2期", "区域平均", "90分", None]]

    upload = bring("scores", rows, unit=wenzhou, by=wenzhou_bureau)
    assert upload.state == "preview"
    assert upload.counts["new"] == 2
    upload = keep(upload, by=wenzhou_bureau)

    assert upload.state == "done"
    stored = PerformanceEvaluation.objects.order_by("period__number").values_list("unit", "score", "rank", "upload", "state")
    assert list(stored) == [(yueqing.pk, 9140, 1, upload.pk, "current"), (yueqing.pk, 9000, None, upload.pk, "current")]
    again = bring("scores", rows, unit=wenzhou, by=wenzhou_bureau)
    assert (again.counts["new"], again.counts["changed"], again.counts["unchanged"]) == (0, 0, 2)
