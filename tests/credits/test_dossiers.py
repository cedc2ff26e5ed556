"""电子档案: a teacher's page, paper and REST; a school's package that can be checked file by file."""

import io
import json
import shutil
import zipfile

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from credits import dossiers
from credits.actions import certifying, packing
from credits.documents.dossiers import DossierPaper, dossier_paper
from credits.enums.declarations import DeclarationState
from credits.facts.dossiers import archive_of
from credits.models import Certificate, PanelReview, Selection, StageReflection
from portal.documents import bundles
from portal.documents.packages import verify
from portal.documents.rendering import render as draw
from portal.jobs.running import run_job
from portal.kit.errors import Denied, Refused
from programs.models import CalendarPhase
from tests import factories
from tests.credits import ledger
from tests.credits.reviewing import ADVICE, declared, item, panel, policy, reader
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


def test_a_package_holds_no_certificate_that_vouches_for_nothing(first, teacher, program, abilities, sixian, bureau, clerk):
    policy(sixian, certificate_after="each")
    for code in ("A1", "A2"):
        ledger.credit(teacher, program, abilities[code])
    run_job(certifying.request_certificates(unit=first, program=program, by=bureau).pk)
    gone, kept = Certificate.objects.order_by("ability__position")
    certifying.revoke(certificate=gone, reason="抄袭", by=bureau)

    job = packed(first, program, clerk)

    with zipfile.ZipFile(bundles.path_of(job.result["files"]["zip"])) as zipped:
        papers = [name for name in zipped.namelist() if "/certificates/" in name]
    assert len(papers) == 1
    assert kept.number in papers[0]
    assert [line for line in job.result["lines"] if gone.number in line and "证书撤销，不收入" in line]


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


@pytest.fixture
def recorded(teacher, program, abilities, bureau, sixian):
    """Hours that count and hours voided, a choice, an outside assessment, a stage reflected on, a point reflected on."""
    ledger.hours(teacher, program, "online", 3000, course="网络研修甲")
    ledger.hours(teacher, program, "online", 1000, course="登记有误", state="void")
    choice = {"teacher": teacher, "unit": teacher.unit, "program": program, "ability": abilities["A1"]}
    Selection.objects.create(**choice)
    ledger.assessment(teacher, program)
    phase = CalendarPhase.objects.filter(notice__issuer=sixian).order_by("pk").first()
    CalendarPhase.objects.filter(pk=phase.pk).update(name="校本研修", kind="phase")
    StageReflection.objects.create(teacher=teacher, phase=phase, unit=teacher.unit, text="用问卷了解学情\U0001fae8。")
    return declared(teacher, abilities["A1"], program, reflection="分层提问有效，板书要改。")


WRITTEN = ("用问卷了解学情", "分层提问有效，板书要改。", "网络研修甲", "考核管理平台")


def test_the_page_shows_reflections_and_each_row_that_counts(client, teacher, recorded):
    client.force_login(teacher.user)

    text = client.get(reverse("credits:dossier", args=[teacher.code])).content.decode()

    assert [words for words in (*WRITTEN, "校本研修", "已确认") if words not in text] == []
    assert "登记有误" not in text


def test_the_paper_prints_the_same_though_a_character_has_no_font(teacher, recorded, program):
    told = {"judged": dossiers.judged(teacher, program), "ledger": dossiers.dossier(teacher, program, teacher.user)}
    made = dossier_paper(teacher, program, archive=archive_of(teacher, program, teacher.user), **told)
    (drawn,) = draw([made])
    printed = "".join(page.extract_text() for page in PdfReader(io.BytesIO(drawn.pdf)).pages).replace("\n", "")

    assert [words for words in (*WRITTEN, "用问卷了解学情〓。") if words not in printed] == []
    assert "登记有误" not in printed


def test_rest_and_the_package_tell_the_same_of_rows_and_reflections(client, teacher, recorded, first, program, clerk, bureau):
    client.force_login(bureau)
    rest = client.get(f"/api/v1/teachers/{teacher.code}/dossier/").json()
    with zipfile.ZipFile(bundles.path_of(packed(first, program, clerk).result["files"]["zip"])) as zipped:
        data = json.loads(zipped.read("001-林小雨/dossier.json"))

    assert data["declarations"][0]["reflection"] == "分层提问有效，板书要改。"
    assert data["reflections"][0]["text"] == "用问卷了解学情\U0001fae8。"
    assert [(row["course"], row["hours"], row["state"]) for row in data["hours"]] == [
        ("登记有误", "10", "void"),
        ("网络研修甲", "30", "current"),
    ]
    assert [data[name] for name in ("declarations", "reflections")] == [rest[name] for name in ("declarations", "reflections")]
    for name in ("hours", "selections", "credits", "assessments"):
        assert [row | one for row, one in zip(rest[name], data[name], strict=True)] == rest[name]


def test_a_dossier_asks_the_same_however_much_is_on_record(client, teacher, recorded, program, sixian, django_assert_num_queries):
    client.force_login(teacher.user)
    address = f"/api/v1/teachers/{teacher.code}/dossier/"
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        client.get(address)

    for number in range(5):
        ledger.hours(teacher, program, "practice", 100, course=f"实践 {number}")
    for phase in CalendarPhase.objects.filter(notice__issuer=sixian).order_by("pk")[1:3]:
        StageReflection.objects.create(teacher=teacher, phase=phase, unit=teacher.unit, text="反思", written_by=None)

    with django_assert_num_queries(len(before)):
        client.get(address)


def test_reflections_are_told_to_nobody_else(teacher, recorded, program, second):
    stranger = factories.user("stranger", second, "school_admin")

    assert archive_of(teacher, program, stranger).told == {"declarations": [], "reflections": [], "certificates": []}


@pytest.mark.parametrize("rows", [34, 36, 40])
def test_no_heading_stands_alone_at_the_foot_of_a_page(rows):
    """With so many hours a heading came to the foot of the second page, its section to the next."""
    hours = tuple(("2022-05-01", "网络研修", "10", f"课程{number}", "合格") for number in range(rows))
    about = {"name": "林小雨", "school": "泗县第一小学", "program": "提升工程2.0", "made_on": "2022年12月31日"}
    [drawn] = draw([DossierPaper(**about, hours=hours)])

    pages = [page.extract_text().splitlines() for page in PdfReader(io.BytesIO(drawn.pdf)).pages]
    last = [[line for line in page if line.strip() and not line.startswith("—")][-1] for page in pages]

    assert len(last) == 3
    assert [line for line in last if line[1:2] == "、"] == []
