"""Reading and saving killed half-way with SIGKILL, in a real worker: no upload is lost, none is written twice."""

import pytest

from portal.audit.models import Event
from portal.sheets import actions
from portal.sheets.models import Upload
from portal.units.models import Unit
from programs.models import PerformanceEvaluation
from tests.jobs import rig
from tests.sheets.books import as_file, xlsx
from tests.sheets.faults import fault
from tests.sheets.rows import scores

pytestmark = pytest.mark.django_db(transaction=True)
UNITS = [["代码", "名称", "层级", "上级代码"], ["XQ01", "乐成学区", "学区", "330382"]]


@pytest.fixture
def worker(transactional_db):
    with rig.worker("tests.sheets.worker") as worker:
        yield worker


def ended(worker, jobs):
    """(state, attempts) of each job, and of each upload its state, once all have ended."""
    rows = rig.wait_for(jobs, worker, seconds=60)
    return [(job.state, job.attempts) for job in rows], list(Upload.objects.order_by("pk").values_list("state", flat=True))


def test_uploads_killed_while_read_and_while_saved_are_written_once(worker, wenzhou, yueqing, periods):
    given = {"scores": scores(91.4, 90, "九十"), "units": UNITS}
    for sheet in given:
        fault(sheet, "judged").write_text("child")
    uploads = [actions.start_upload(sheet=sheet, unit=wenzhou, file=as_file(xlsx(rows)), by=None) for sheet, rows in given.items()]
    read = ended(worker, [upload.reading_job for upload in uploads])

    fault("scores", "written").write_text("child")
    fault("units", "written").write_text("worker")
    for upload in Upload.objects.order_by("pk"):
        actions.confirm(upload=upload, accept_partial=True, by=None)
    saved = ended(worker, [upload.confirming_job for upload in Upload.objects.order_by("pk")])

    assert read == ([("done", 2), ("done", 2)], ["preview", "preview"])
    assert (saved[1], [state for state, _attempts in saved[0]]) == (["done", "done"], ["done", "done"])
    assert min(attempts for _state, attempts in saved[0]) > 1
    assert list(PerformanceEvaluation.objects.order_by("pk").values_list("score", "state")) == [
        (9140, "current"),
        (9000, "current"),
    ]
    assert Unit.objects.filter(code="XQ01", state="active").count() == 1
    for upload in Upload.objects.all():
        verbs = list(Event.objects.about(upload).values_list("verb", flat=True))
        assert sorted(verbs) == ["upload.confirmed", "upload.saved", "upload.started"]
    assert sorted(Event.objects.filter(verb__in=["unit.added", "job.done"]).values_list("verb", flat=True)) == [
        *["job.done"] * 4,
        "unit.added",
    ]
    assert [upload.findings.count() for upload in Upload.objects.order_by("pk")] == [1, 0]
    assert [upload.prior_rows.count() for upload in Upload.objects.order_by("pk")] == [0, 1]
