"""电子档案: a teacher's page, paper and REST; a school's package that can be checked file by file."""

import json
import shutil
import zipfile

import pytest
from django.core.management import call_command
from django.urls import reverse

from credits.actions import packing
from credits.enums.declarations import DeclarationState
from credits.models import PanelReview
from portal.documents import bundles
from portal.documents.packages import verify
from portal.jobs.running import run_job
from portal.kit.errors import Denied, Refused
from tests import factories
from tests.credits import ledger
from tests.credits.reviewing import ADVICE, declared, item, panel, reader
from tests.schools import people


@pytest.fixture
def teacher(first):
    return people.teacher(first, "林小雨", 1, user=factories.user("author", first, "teacher"), staff_number="001")


@pytest.fixture
def told(teacher, abilities, program, first):
    """A declaration that one reader of two has finished, after an attempt that both had."""
    item(abilities["A1"])
    row = declared(teacher, abilities["A1"], program, DeclarationState.REVIEWING, attempt=2)
    own = panel(first, program)
    one, two = reader(own, "one", first), reader(own, "two", first)
    about = {"declaration": row, "panel": own}
    done = {"state": "done", "grade": "failed", "revision": 1, "done_at": row.submitted_at}
    for user in (one, two):
        PanelReview.objects.create(**about, reviewer=user, attempt=1, advice=ADVICE, **done)
    PanelReview.objects.create(**about, reviewer=one, attempt=2, advice="未公开的意见", **done)
    PanelReview.objects.create(**about, reviewer=two, attempt=2)
    return row


def packed(first, program, by):
    job = packing.request_package(unit=first, program=program, films=False, by=by)
    run_job(job.pk)
    job.refresh_from_db()
    return job


def test_a_teacher_reads_his_dossier_and_no_reading_before_all_are_done(client, teacher, told, program):
    ledger.hours(teacher, program, "online", 3000)
    client.force_login(teacher.user)

    text = client.get(reverse("credits:dossier", args=[teacher.code])).content.decode()

    assert ADVICE in text
    assert "未公开的意见" not in text
    assert client.get(reverse("credits:dossier-paper", args=[teacher.code])).content.startswith(b"%PDF")


def test_a_dossier_is_nobody_elses(client, teacher, told, second):
    client.force_login(factories.user("stranger", second, "school_admin"))

    assert client.get(reverse("credits:dossier", args=[teacher.code])).status_code == 404
    assert client.get(reverse("credits:dossier-paper", args=[teacher.code])).status_code == 404


def test_rest_tells_declarations_reviews_and_certificates(client, teacher, told, bureau):
    client.force_login(bureau)

    answer = client.get(f"/api/v1/teachers/{teacher.code}/dossier/").json()

    (one,) = answer["declarations"]
    assert (one["ability"], one["attempt"], len(one["reviews"])) == ("A1", 2, 2)
    assert answer["certificates"] == []


def test_a_package_holds_each_teacher_and_is_known_by_its_hash(first, teacher, told, program, clerk):
    people.teacher(first, "陈默", 2, staff_number="002")

    job = packed(first, program, clerk)

    path = bundles.path_of(job.result["files"]["zip"])
    with zipfile.ZipFile(path) as zipped:
        names = set(zipped.namelist())
        data = json.loads(zipped.read("001-林小雨/dossier.json"))
    assert {"manifest.json", "001-林小雨/dossier.json", "001-林小雨/dossier.pdf", "002-陈默/dossier.pdf"} <= names
    assert data["declarations"][0]["reviews"][0]["advice"] == ADVICE
    assert verify(path, job.result["manifest_sha256"])["faults"] == []
    assert teacher.id_number not in json.dumps(data)


def test_a_changed_added_or_missing_file_is_found(first, teacher, program, clerk, tmp_path, capsys):
    job = packed(first, program, clerk)
    path = tmp_path / "package.zip"
    with zipfile.ZipFile(bundles.path_of(job.result["files"]["zip"])) as good, zipfile.ZipFile(path, "w") as bad:
        for name in good.namelist():
            content = good.read(name)
            if name.endswith(".pdf"):
                continue
            bad.writestr(name, content.replace("林小雨".encode(), "林大雨".encode()) if name.endswith("dossier.json") else content)
        bad.writestr("001-林小雨/extra.txt", "添加")

    with pytest.raises(SystemExit) as ended:
        call_command("verify_dossiers", str(path), "--json")

    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert ended.value.code == 1
    assert any(fault.startswith("001-林小雨/extra.txt") for fault in found["faults"])
    assert len(found["faults"]) == 3


def test_a_whole_package_passes_the_command(first, teacher, program, clerk, tmp_path, capsys):
    job = packed(first, program, clerk)
    path = shutil.copy(bundles.path_of(job.result["files"]["zip"]), tmp_path / "package.zip")

    call_command("verify_dossiers", str(path), "--manifest", job.result["manifest_sha256"], "--json")

    assert json.loads(capsys.readouterr().out.splitlines()[-1])["faults"] == []
    with pytest.raises(SystemExit):
        call_command("verify_dossiers", str(path), "--manifest", "0" * 64)


def test_what_is_no_package_is_refused(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"PK")

    with pytest.raises(Refused, match="不是带清单的档案包"):
        verify(tmp_path / "x.zip")


def test_packages_are_made_by_school_and_by_those_who_keep_it(sixian, first, program, bureau, teacher):
    with pytest.raises(Refused, match="按学校打包"):
        packing.request_package(unit=sixian, program=program, films=False, by=bureau)
    with pytest.raises(Denied):
        packing.request_package(unit=first, program=program, films=False, by=teacher.user)


def test_a_school_asks_for_its_package_and_fetches_it(client, clerk, first, teacher, program, second):
    client.force_login(clerk)
    answer = client.post(reverse("credits:dossier-pack"), {"unit": first.code, "program": program.code})
    pk = int(answer.url.strip("/").rpartition("/")[2])
    run_job(pk)

    assert b"".join(client.get(reverse("credits:dossier-package", args=[pk])).streaming_content).startswith(b"PK")
    client.force_login(factories.user("stranger", second, "school_admin"))
    assert client.get(reverse("credits:dossier-package", args=[pk])).status_code == 404
