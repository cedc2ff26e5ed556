import io
import zipfile

import pikepdf
import pytest
from django.urls import reverse

from portal.documents import actions, archive, bundles
from portal.documents.issuing import Issue
from portal.documents.models import Document
from portal.jobs.running import run_job
from tests.documents.factories import Slip, issued

S = Document.State
pytestmark = pytest.mark.django_db


def batch_of(unit, names, by):
    issues = [Issue(Slip(name), f"s{position}", unit, unit) for position, name in enumerate(names)]
    return actions.request_batch(issues=issues, unit=unit, by=by, title="温州市推荐表")


def test_a_batch_numbers_at_once_and_draws_packs_and_merges_in_its_job(yueqing, yueqing_bureau, client):
    job = batch_of(yueqing, ["甲", "王䶮", "王\U00031350", "丙"], yueqing_bureau)
    assert set(Document.objects.values_list("state", flat=True)) == {S.INTENT}

    done = run_job(job.pk)

    assert (done.state, done.done, done.total) == ("done", 3, 3)
    assert [row["number"] for row in done.result["documents"]] == ["s0-slip-0001", "s1-slip-0001", "s3-slip-0001"]
    (refused,) = done.result["refused"]
    assert (refused["subject"], "U+31350" in refused["reason"]) == ("王\U00031350", True)
    assert done.lines[0] == "生成 3 份，共 3 页。"
    assert done.lines[1].startswith(f"未生成：王\U00031350（{yueqing.name}）：")
    assert [link["url"] for link in done.links] == [f"/documents/batches/{job.pk}/{kind}/" for kind in ("zip", "print")]
    client.force_login(yueqing_bureau)
    packed, printed = (client.get(reverse("documents:batch-file", args=[job.pk, kind])) for kind in ("zip", "print"))
    with zipfile.ZipFile(io.BytesIO(packed.getvalue())) as file:
        assert [name.split("-")[2] for name in file.namelist()] == ["甲", "王䶮", "丙"]
    with pikepdf.open(io.BytesIO(printed.getvalue())) as pdf:
        assert len(pdf.pages) == 3


def test_a_batch_run_again_after_a_breakdown_goes_on_and_keeps_its_numbers(yueqing, yueqing_bureau, monkeypatch):
    job = batch_of(yueqing, ["甲", "乙"], yueqing_bureau)
    with monkeypatch.context() as broken:
        broken.setattr(bundles, "pack", lambda *_args: 1 / 0)
        assert run_job(job.pk).state == "waiting"
    files = dict(Document.objects.values_list("number", "file_sha256"))

    assert run_job(job.pk).state == "done"
    assert dict(Document.objects.values_list("number", "file_sha256")) == files


def test_a_batch_of_what_is_archived_already_draws_nothing(yueqing, yueqing_bureau, monkeypatch):
    run_job(batch_of(yueqing, ["甲"], yueqing_bureau).pk)
    monkeypatch.setattr(actions.issuing, "render_each", lambda *_args, **_options: pytest.fail("drew again"))

    again = run_job(batch_of(yueqing, ["甲"], yueqing_bureau).pk)

    assert again.state == "done"
    assert Document.objects.count() == 1


def test_a_cancelled_batch_leaves_intents_that_become_documents_later(yueqing, yueqing_bureau, monkeypatch):
    from datetime import timedelta

    from portal.documents import sweeping
    from portal.jobs import actions as jobs

    monkeypatch.setattr(sweeping, "STALE", timedelta(0))
    job = batch_of(yueqing, ["甲"], yueqing_bureau)
    assert sweeping.sweep() == {"finished": 0, "given_up": 0}

    jobs.cancel(job=job, by=yueqing_bureau)

    assert sweeping.sweep() == {"finished": 1, "given_up": 0}


def test_the_files_of_a_batch_are_its_askers_and_offices_only(yueqing, yueqing_bureau, xihu_bureau, client):
    job = batch_of(yueqing, ["甲"], yueqing_bureau)
    run_job(job.pk)
    client.force_login(xihu_bureau)

    assert client.get(reverse("documents:batch-file", args=[job.pk, "zip"])).status_code == 404


def test_old_bundles_are_removed_and_the_page_says_so(yueqing, yueqing_bureau, client, monkeypatch):
    job = batch_of(yueqing, ["甲"], yueqing_bureau)
    run_job(job.pk)
    monkeypatch.setattr(bundles, "KEPT_SECONDS", -5)
    assert bundles.remove_old() >= 2
    client.force_login(yueqing_bureau)

    response = client.get(reverse("documents:batch-file", args=[job.pk, "zip"]))

    assert response.url == job.get_absolute_url()
    assert client.get(reverse("documents:batch-file", args=[job.pk, "other"])).status_code == 404


def test_a_batch_is_drawn_step_by_step_and_printed_as_one_file(yueqing, yueqing_bureau, monkeypatch, client):
    monkeypatch.setattr(actions, "STEP", 2)
    monkeypatch.setattr(bundles, "READ", 2)

    done = run_job(batch_of(yueqing, ["甲", "乙", "丙"], yueqing_bureau).pk)

    assert (done.done, done.total) == (3, 3)
    assert [row["number"] for row in done.result["documents"]] == ["s0-slip-0001", "s1-slip-0001", "s2-slip-0001"]
    assert [link["label"] for link in done.links] == ["打包下载（ZIP）", "合并打印（PDF）"]
    client.force_login(yueqing_bureau)
    printed = client.get(reverse("documents:batch-file", args=[done.pk, "print"])).getvalue()
    assert len(pikepdf.open(io.BytesIO(printed)).pages) == 3
    assert client.get(reverse("documents:batch-file", args=[done.pk, "print-2"])).status_code == 404


def names_in(client, job) -> tuple[list[str], int]:
    """The names in the ZIP of a batch, and the pages of its print file."""
    packed, printed = (client.get(reverse("documents:batch-file", args=[job.pk, kind])).getvalue() for kind in ("zip", "print"))
    with zipfile.ZipFile(io.BytesIO(packed)) as file, pikepdf.open(io.BytesIO(printed)) as pdf:
        return [name.split("-")[2] for name in file.namelist()], len(pdf.pages)


def test_a_damaged_or_missing_file_is_left_out_and_told_and_the_others_come_out(yueqing, yueqing_bureau, client):
    run_job(batch_of(yueqing, ["甲", "乙", "丙"], yueqing_bureau).pk)
    damaged, missing, _sound = Document.objects.order_by("pk")
    (archive.folder() / damaged.file).write_bytes(b"%PDF- something else")
    (archive.folder() / missing.file).unlink()
    client.force_login(yueqing_bureau)

    done = run_job(batch_of(yueqing, ["甲", "乙", "丙"], yueqing_bureau).pk)

    assert (done.state, [row["number"] for row in done.result["documents"]]) == ("done", ["s2-slip-0001"])
    sentence = "{}的存档文件缺失或已损坏，请联系系统管理员。".format
    assert [row["reason"] for row in done.result["refused"]] == [sentence(damaged.number), sentence(missing.number)]
    assert done.lines[1] == f"未打包：甲（{yueqing.name}）：{sentence(damaged.number)}"
    assert names_in(client, done) == (["丙"], 1)


def test_what_ended_between_asking_and_running_is_not_packed_and_told(yueqing, yueqing_bureau, client):
    run_job(batch_of(yueqing, ["甲", "乙"], yueqing_bureau).pk)
    revoked, superseded = Document.objects.order_by("pk")
    job = batch_of(yueqing, ["甲", "乙", "丙"], yueqing_bureau)
    actions.revoke(document=revoked, reason="填错", by=yueqing_bureau)
    issued(yueqing, name="新乙", series="s1")
    client.force_login(yueqing_bureau)

    done = run_job(job.pk)

    assert [row["reason"] for row in done.result["refused"]] == [
        f"{revoked.number}已作废，没有放进打包和合并的文件。",
        f"{superseded.number}已被新版取代，没有放进打包和合并的文件。",
    ]
    assert names_in(client, done) == (["丙"], 1)


def test_what_ended_while_its_batch_waited_never_comes_about(yueqing, yueqing_bureau):
    job = batch_of(yueqing, ["甲", "乙"], yueqing_bureau)

    ended = actions.end_about(subject=yueqing, series="s0", form="slip", reason="推荐已撤回", by=yueqing_bureau)
    done = run_job(job.pk)

    assert (ended, done.state, [row["number"] for row in done.result["documents"]]) == (1, "done", ["s1-slip-0001"])
    assert [row["reason"] for row in done.result["refused"]] == ["s0-slip-0001未能生成：推荐已撤回"]
