"""The command that issues the forms of a cycle as files into a folder."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from awards.actions import eligibility
from portal.documents import archive
from portal.documents.models import Document
from tests.awards.factories import recommended

LONGEST = 255  # bytes of a name on the file systems of Linux; Windows counts as many UTF-16 units
PERSON = {"manager_name": "陈知行", "manager_position": "副局长", "manager_title": "高级教师", "period": None}


@pytest.fixture
def of_a_long_workplace(cycle, counties, bureaus, yueqing, wenzhou_bureau, settings):
    settings.DOCUMENT_PROCESSES = 1
    category = cycle.categories.select_related("cycle").get(key="county_manager")
    named = PERSON | {"manager_workplace": "乐清市教育局" + "长" * 114, "manager_basis": "副局长，某教干〔2021〕3号"}
    for clause, _text in category.attested:
        eligibility.attest(category=category, unit=yueqing, clause=clause, met=True, reason="查阅材料。", by=wenzhou_bureau)
    return recommended(category, yueqing, bureaus[yueqing.pk], wenzhou_bureau, **named)


def issued(out: Path) -> dict:
    told = io.StringIO()
    call_command("issue_documents", "--json", cycle="zj-2023", out=out, stdout=told)
    return json.loads(told.getvalue().splitlines()[-1])


def test_a_paper_with_the_longest_workplace_is_saved_under_a_name_every_system_takes(of_a_long_workplace, tmp_path):
    told = issued(tmp_path / "out")

    files = {Path(row["file"]).name: row["number"] for row in told["documents"]}
    assert {path.name for path in (tmp_path / "out").iterdir()} == set(files)
    assert sorted(files.values()) == ["zj-2023-annex-2-0001", "zj-2023-annex-4-0001"]
    assert all(name.endswith(f"-{number}.pdf") for name, number in files.items())
    assert max(len(name.encode()) for name in files) <= LONGEST
    paper = Document.objects.get(form="annex-4")
    assert (tmp_path / "out" / paper.filename).read_bytes() == archive.read(paper)


def test_the_zip_and_the_scan_of_its_sealed_copy_bear_names_as_short(of_a_long_workplace, tmp_path, client, wenzhou_bureau):
    issued(tmp_path)
    paper = Document.objects.get(form="annex-4")
    client.force_login(wenzhou_bureau)

    packed = client.post(reverse("documents:bundle"), {"row": [paper.number], "kind": "zip"})

    with zipfile.ZipFile(io.BytesIO(packed.getvalue())) as file:
        file.extractall(tmp_path / "unpacked")
        assert [path.read_bytes() for path in (tmp_path / "unpacked").iterdir()] == [archive.read(paper)]
    scan = paper.sealed_copies.create(kind="jpg", pages=1, code_read="matches", file="scans/a", file_sha256="0" * 64)
    assert scan.filename.endswith(f"-{paper.number}-盖章件.jpg")
    assert len(scan.filename.encode()) <= LONGEST
