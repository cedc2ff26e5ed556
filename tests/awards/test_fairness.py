"""The fairness package: complete, without contacts, and any change in it is found."""

import json
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from awards.actions import fairness, objections, panels
from awards.models import Ballot
from portal.documents.bundles import path_of
from portal.documents.packages import verify
from portal.jobs.models import Job
from portal.jobs.running import run_here
from portal.kit.errors import Denied

OBJECTOR, CONTACT = "金丝雀某", "13900000099"


@pytest.fixture
def package(cycle, panel, running, province_office, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    listed = running.names.select_related("notice__cycle", "notice__unit").first()
    objections.object_to(listed=listed, name=OBJECTOR, contact=CONTACT, text="培训记录与实际不符，有签到表为证。")
    job = fairness.request_package(cycle=cycle, by=province_office)
    job = run_here(job.pk)
    assert job.state == "done", job.error
    return job


def test_it_holds_every_part_and_verifies(package):
    path = path_of(package.result["files"]["zip"])

    found = verify(path, package.result["manifest_sha256"])

    assert found["faults"] == []
    names = zipfile.ZipFile(path).namelist()
    assert [name[:2] for name in names[:-1]] == [f"{number:02}" for number in range(1, 18)]
    events = json.loads(zipfile.ZipFile(path).read("12-who-did-what.json"))
    assert {"nomination.recommended", "judging.seated", "publicity.started", "objection.received"} <= {
        one["verb"] for one in events
    }


def test_who_objected_and_phones_of_forms_stay_out(package):
    path = path_of(package.result["files"]["zip"])
    with zipfile.ZipFile(path) as packed:
        told = b"".join(packed.read(name) for name in packed.namelist()).decode()

    assert "乐清市" in told
    for canary in (OBJECTOR, CONTACT, "0577-62520000"):
        assert canary not in told


@pytest.mark.parametrize("spoil", ["changed", "added"])
def test_a_change_is_found_by_the_command(package, tmp_path, spoil, capsys):
    path, copy = path_of(package.result["files"]["zip"]), tmp_path / "copy.zip"
    with zipfile.ZipFile(path) as packed, zipfile.ZipFile(copy, "w") as written:
        for name in packed.namelist():
            content = packed.read(name)
            written.writestr(name, content + b" " if spoil == "changed" and name.startswith("07") else content)
        if spoil == "added":
            written.writestr("99-more.json", b"{}")

    call_command("verify_fairness", str(path), manifest=package.result["manifest_sha256"])
    with pytest.raises(SystemExit):
        call_command("verify_fairness", str(copy))

    assert ("被改动过" if spoil == "changed" else "不在清单中") in capsys.readouterr().out


def test_scores_of_a_panel_still_scoring_are_not_packed(cycle, panel, province_office):
    from awards.facts_desk.fairness import parts_of

    panels.start(panel=panel, by=province_office)
    Ballot.objects.update(state="given", total=870000)

    assert parts_of(cycle)["07-scores"]() == []


def test_only_the_office_asks_and_fetches(client, cycle, package, wenzhou_bureau, province_office):
    with pytest.raises(Denied):
        fairness.request_package(cycle=cycle, by=wenzhou_bureau)
    client.force_login(wenzhou_bureau)
    assert client.post(reverse("awards:fairness", args=[cycle.code])).status_code == 404
    assert client.get(reverse("awards:fairness-package", args=[package.pk])).status_code == 404

    client.force_login(province_office)
    fetched = client.get(reverse("awards:fairness-package", args=[package.pk]))
    assert b"".join(fetched.streaming_content).startswith(b"PK")
    client.post(reverse("awards:fairness", args=[cycle.code]))
    assert Job.objects.filter(kind=fairness.KIND).count() == 2
    assert Path(path_of(package.result["files"]["zip"])).is_file()
