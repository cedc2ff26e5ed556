"""Confirm writes once, everything or nothing, only what differs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.audit.models import Change, Event
from portal.jobs.errors import LeaseLost
from portal.jobs.models import Job
from portal.jobs.running import RunningJob, claim, run_job
from portal.kit.errors import Denied, Refused, WrongState
from portal.sheets import actions, tasks
from portal.sheets.models import PriorRow, Upload
from programs.models import MediaReport, PerformanceEvaluation, Showcase
from tests import factories
from tests.sheets.flow import bring, findings, keep
from tests.sheets.rows import SCORES, SHOWCASES, media, scores

pytestmark = pytest.mark.usefixtures("world")


def stored():
    """(period, score, state) of Yueqing's scores."""
    return list(PerformanceEvaluation.objects.order_by("pk").values_list("period__number", "score", "state"))


def test_confirm_saves_what_the_preview_showed(wenzhou, wenzhou_bureau):
    upload = bring("scores", scores(91.4, 90), unit=wenzhou, by=wenzhou_bureau)
    assert stored() == []

    upload = keep(upload, by=wenzhou_bureau)

    assert (upload.state, upload.counts["new"]) == ("done", 2)
    assert stored() == [(1, 9140, "current"), (2, 9000, "current")]
    row = PerformanceEvaluation.objects.first()
    assert (row.upload, row.updated_at) == (upload, upload.applied_at)


def test_the_clean_rows_alone_are_saved_only_when_the_uploader_says_so(wenzhou, wenzhou_bureau):
    upload = bring("scores", scores(91.4, "九十", 88), unit=wenzhou, by=wenzhou_bureau)

    with pytest.raises(Refused, match="有 1 行被退回"):
        actions.confirm(upload=upload, by=wenzhou_bureau)
    upload = keep(upload, by=wenzhou_bureau, accept_partial=True)

    assert (upload.counts["new"], upload.counts["refused"]) == (2, 1)
    assert stored() == [(1, 9140, "current"), (3, 8800, "current")]


def test_a_corrected_file_with_only_the_refused_row_makes_nothing_vanish(wenzhou, wenzhou_bureau):
    keep(bring("scores", scores(91.4, 90), unit=wenzhou), by=None)

    upload = bring("scores", [SCORES, ["乐清市", 3, "区域平均", 88, None]], unit=wenzhou, by=wenzhou_bureau)

    assert (upload.counts["new"], upload.counts["vanished"]) == (1, 0)


def test_an_unchanged_file_writes_no_row(wenzhou):
    keep(bring("media", media(*"甲乙丙丁"), unit=wenzhou))
    before = list(MediaReport.objects.order_by("pk").values_list("pk", "updated_at", "upload"))

    again = bring("media", media(*"甲乙丙丁"), unit=wenzhou)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        again = keep(again)

    assert (again.counts["unchanged"], again.counts["new"], again.counts["changed"]) == (4, 0, 0)
    assert list(MediaReport.objects.order_by("pk").values_list("pk", "updated_at", "upload")) == before
    assert Change.objects.count() == PriorRow.objects.count() == 0
    assert len(queries) < 60


def test_changed_rows_keep_their_prior_values_and_tell_the_audit(wenzhou, yueqing):
    keep(bring("scores", scores(91.4, 90), unit=wenzhou))

    upload = keep(bring("scores", scores(92.5, 90), unit=wenzhou))

    assert (upload.counts["changed"], upload.counts["unchanged"]) == (1, 1)
    assert stored()[0] == (1, 9250, "current")
    event = Event.objects.about(upload).get(verb="upload.saved")
    assert list(event.changes.values_list("field", "before", "after")) == [("score", "9140", "9250")]
    assert PriorRow.objects.get().values["score"] == 9140


def test_a_column_the_file_does_not_have_stays_as_it_is(wenzhou):
    keep(bring("scores", [SCORES, ["乐清市", 1, "区域平均", 91.4, 1]], unit=wenzhou))

    keep(bring("scores", [SCORES[:4], ["乐清市", 1, "区域平均", 92]], unit=wenzhou))

    assert PerformanceEvaluation.objects.values_list("score", "rank").get() == (9200, 1)


def test_saving_asks_the_database_the_same_however_many_rows(wenzhou):
    """600 rows are more than one block of COPY."""
    asked = {count: statements(wenzhou, count) for count in (1, 3, 600)}

    assert len(set(asked.values())) == 1, asked
    assert asked[1] < 60


def statements(unit, count):
    """How many statements the saving of that many changed rows takes."""
    keep(bring("media", media(*(["甲"] * count)), unit=unit))
    upload = bring("media", media(*(["乙"] * count)), unit=unit)
    actions.confirm(upload=upload, by=None, send=False)
    with CaptureQueriesContext(connection) as queries:
        run_job(upload.confirming_job_id)
    assert Upload.objects.get(pk=upload.pk).counts["changed"] == count
    return len([query for query in queries if "jobs_job" not in query["sql"]])


def test_vanished_rows_are_told_only_for_a_whole_list_and_kept_unless_voided(wenzhou, xihu):
    keep(bring("scores", scores(91.4, 90), unit=wenzhou))
    keep(bring("scores", [SCORES, ["西湖区", 1, "区域平均", 80, None]], unit=xihu.parent))

    kept = keep(bring("scores", scores(91.4), unit=wenzhou, whole=True))
    assert kept.counts["vanished"] == 1
    assert len(stored()) == 3
    voided = keep(bring("scores", scores(91.4), unit=wenzhou, whole=True), choices={"vanished": "void"})

    assert voided.counts["vanished"] == 1
    assert stored() == [(1, 9140, "current"), (2, 9000, "void"), (1, 8000, "current")]


def test_a_name_several_units_share_waits_for_a_choice(world, wenzhou, wenzhou_bureau):
    schools = [factories.unit(f"S{n}", "实验小学", "school", parent) for n, parent in enumerate(wenzhou.children.all())]
    rows = [SCORES, ["实验小学", 1, "学校", 91, None], ["乐清市", 1, "区域平均", 90, None]]

    upload = bring("scores", rows, unit=wenzhou, by=wenzhou_bureau)
    assert (upload.counts["waiting"], upload.counts["new"]) == (1, 1)
    (waiting,) = upload.preview["waiting"]
    assert {each["key"] for each in waiting["candidates"]} == {"S0", "S1"}
    upload = keep(upload, by=wenzhou_bureau, choices={"rows": {"Sheet1!2": "S1"}})

    assert upload.counts["new"] == 2
    assert PerformanceEvaluation.objects.filter(unit=schools[1]).exists()


def test_two_rows_for_the_same_thing_are_both_refused_naming_each_other(wenzhou):
    upload = bring("scores", [*scores(91.4), ["330382", 1, "区域平均", 80, None]], unit=wenzhou)

    assert findings(upload, "row") == [(2, "单位", "repeated"), (3, "单位", "repeated")]
    assert ["第 3 行" in f.message or "第 2 行" in f.message for f in upload.findings.filter(code="repeated")] == [True, True]


def test_a_preview_overtaken_by_another_upload_is_shown_anew_instead_of_saved(wenzhou, wenzhou_bureau):
    upload = bring("scores", scores(91.4), unit=wenzhou, by=wenzhou_bureau)
    keep(bring("scores", scores(80), unit=wenzhou))

    upload = keep(upload, by=wenzhou_bureau)

    assert upload.state == "preview"
    assert (upload.counts["new"], upload.counts["changed"]) == (0, 1)
    assert ("", "overtaken") in [(column, code) for _row, column, code in findings(upload)]
    assert stored() == [(1, 8000, "current")]
    assert keep(upload, by=wenzhou_bureau).state == "done"


def test_links_to_institutions_are_part_of_what_changes(wenzhou, institutions):
    def row(named):
        return [SHOWCASES, ["乐清市", "案例一", "国家级", "典型案例", 2022, named]]

    keep(bring("showcases", row("培训机构1、培训机构2"), unit=wenzhou))
    same = bring("showcases", row("培训机构2；培训机构1"), unit=wenzhou)
    assert same.counts["unchanged"] == 1
    changed = keep(bring("showcases", row("培训机构1、培训机构3"), unit=wenzhou))

    assert changed.counts["changed"] == 1
    names = Showcase.objects.get().institutions.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["培训机构1", "培训机构3"]


def test_who_has_no_such_role_over_the_unit_brings_nothing_in(wenzhou, xihu_bureau):
    with pytest.raises(Denied):
        bring("scores", scores(91.4), unit=wenzhou, by=xihu_bureau)
    assert Upload.objects.count() == 0


def test_an_upload_is_confirmed_once(wenzhou):
    upload = keep(bring("scores", scores(91.4), unit=wenzhou))

    with pytest.raises(WrongState):
        actions.confirm(upload=upload, by=None)


def test_an_audit_failure_undoes_the_whole_save(wenzhou, monkeypatch):
    keep(bring("scores", scores(91.4), unit=wenzhou))
    upload = bring("scores", scores(92, 80), unit=wenzhou)
    actions.confirm(upload=upload, by=None, send=False)
    monkeypatch.setattr("portal.sheets.saving.Saving.tell_changes", fail)

    job = run_job(upload.confirming_job_id)

    assert job.state == "waiting"
    assert stored() == [(1, 9140, "current")]


def fail(self):
    raise RuntimeError("the audit cannot be written")


def test_a_save_that_fails_for_good_returns_to_the_preview(wenzhou, monkeypatch):
    upload = bring("scores", scores(92), unit=wenzhou)
    actions.confirm(upload=upload, by=None, send=False)
    monkeypatch.setattr("portal.sheets.saving.Saving.insert", fail)

    for _attempt in range(3):
        job = run_job(upload.confirming_job_id)

    assert (job.state, Upload.objects.get(pk=upload.pk).state) == ("failed", "preview")


def test_a_holder_that_lost_its_lease_saves_nothing(wenzhou):
    upload = bring("scores", scores(92), unit=wenzhou)
    actions.confirm(upload=upload, by=None, send=False)
    slow = RunningJob(claim(upload.confirming_job_id))
    Job.objects.filter(pk=slow.job.pk).stamp(state="waiting", lease_until=None)
    quick = RunningJob(claim(upload.confirming_job_id))
    tasks.confirm(quick)

    with pytest.raises(LeaseLost):
        tasks.confirm(slow)
    with pytest.raises(LeaseLost):
        slow.finish()

    assert (Upload.objects.get().state, stored()) == ("done", [(1, 9200, "current")])
