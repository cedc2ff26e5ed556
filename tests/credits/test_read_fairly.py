"""What readers, authors and schools are told of a reading and when; what a record that lost its evidence comes to."""

import io
import json
import zipfile

import pytest
from django.urls import reverse

from credits.actions import assigning, declaring, evidence, packing, reviewing
from credits.actions.reviewing import Read
from credits.enums.declarations import DeclarationState as S
from credits.enums.declarations import FileState
from credits.enums.ledger import Grade
from credits.facts.readings import others_on
from credits.facts.said import said_of
from credits.models import Declaration, Evidence, EvidenceFile, PanelReview
from credits.rules.grading import Mark
from portal.accounts.models import Message, User
from portal.documents import bundles
from portal.jobs.running import run_job
from portal.kit.errors import Refused, Stale
from tests.corpus import materials
from tests.credits import declared as files
from tests.credits.declared import chosen
from tests.credits.reviewing import ADVICE, declared, item, marks, policy, reader, review_of


@pytest.fixture
def items(a1):
    return [item(a1, 1, excellent=["创新"], passed=["目标清楚", "有学情数据"]), item(a1, 2, name="教学反思")]


@pytest.fixture
def row(teacher, a1, program, items):
    return declared(teacher, a1, program)


def shared_out(row, own_panel, number=2):
    policy(row.unit.parent, reviewers_per_record=number)
    assigning.share_out(panel=own_panel, by=None)
    row.refresh_from_db()


def finished(user, row, items, grade=Grade.PASSED, advice=ADVICE):
    review = review_of(user, row)
    return reviewing.finish(review=review, revision=row.revision, read=Read(marks(*items, grade=grade), advice), by=user)


def dossier_told(client, user, teacher) -> tuple[str, str]:
    """The page and REST, as one reads them."""
    client.force_login(user)
    page = client.get(reverse("credits:dossier", args=[teacher.code])).content.decode()
    return page, json.dumps(client.get(f"/api/v1/teachers/{teacher.code}/dossier/").json(), ensure_ascii=False)


# 3


def test_taking_a_record_back_does_not_win_an_attempt(row, teacher, a1, program, sixian, clerk):
    policy(sixian, resubmissions=1)
    chosen(teacher, a1, program)
    reviewing.send_back(declaration=row, reason="请补充", by=clerk)
    row.refresh_from_db()
    declaring.hand_in(declaration=row, by=teacher.user)
    declaring.withdraw(declaration=row, by=teacher.user)

    again = declaring.start(teacher=teacher, ability=a1, by=teacher.user)

    assert again.attempt == 2
    Evidence.objects.bulk_create(Evidence(declaration=again, item=one, key=one.key, text="又一节课") for one in a1.items.all())
    declaring.hand_in(declaration=again, by=teacher.user)
    with pytest.raises(Refused, match="不能再退回"):
        reviewing.send_back(declaration=again, reason="再改", by=clerk)


def test_taking_back_what_was_never_returned_costs_no_attempt(row, teacher, a1, program):
    chosen(teacher, a1, program)
    declaring.withdraw(declaration=row, by=teacher.user)

    assert declaring.start(teacher=teacher, ability=a1, by=teacher.user).attempt == 1


# 6


def test_a_reading_is_told_to_nobody_while_the_record_waits_for_its_second_reader(
    client, row, own_panel, first, items, teacher, clerk
):
    alone = reader(own_panel, "alone", first)
    shared_out(row, own_panel)
    finished(alone, row, items, advice="先读的意见")

    assert Declaration.objects.get().state == S.REVIEWING
    assert all("先读的意见" not in text for user in (clerk, teacher.user) for text in dossier_told(client, user, teacher))


def test_two_who_disagree_are_told_to_nobody_before_the_third_has_read(client, row, own_panel, two, items, teacher, clerk, program):
    shared_out(row, own_panel)
    finished(two[0], row, items, Grade.EXCELLENT, advice="意见甲")
    finished(two[1], row, items, Grade.PASSED, advice="意见乙")

    told = dossier_told(client, clerk, teacher)
    job = packing.request_package(unit=row.unit, program=program, films=False, by=clerk)
    run_job(job.pk)
    job.refresh_from_db()
    with zipfile.ZipFile(bundles.path_of(job.result["files"]["zip"])) as zipped:
        packed = b"".join(zipped.read(name) for name in zipped.namelist() if name.endswith(".json")).decode()

    assert all("意见" not in text or ("意见甲" not in text and "意见乙" not in text) for text in (*told, packed))
    assert [others_on(review_of(user, row)) for user in two] == [[], []]


def test_once_settled_both_readings_are_told(client, row, own_panel, two, items, teacher, clerk):
    shared_out(row, own_panel)
    for user in two:
        finished(user, row, items)

    assert all(ADVICE in text for text in dossier_told(client, clerk, teacher))
    assert others_on(review_of(two[0], row)) == [review_of(two[1], row)]


# 20


@pytest.fixture
def failed(row, own_panel, two, items):
    """Read once: the first item failed for want of one indicator, the second passed; returned to its teacher."""
    shared_out(row, own_panel, 1)
    review = PanelReview.objects.get()
    read = {items[0].key: Mark(Grade.FAILED, passed=frozenset({0})), items[1].key: Mark(Grade.PASSED)}
    reviewing.finish(review=review, revision=row.revision, read=Read(read, ADVICE), by=review.reviewer)
    row.refresh_from_db()
    return row


def test_a_returned_teacher_reads_which_item_failed_and_why(client, failed, teacher):
    User.objects.filter(pk=PanelReview.objects.get().reviewer_id).update(name="陈评审")
    client.force_login(teacher.user)
    page = client.get(failed.get_absolute_url()).content.decode()

    assert failed.state == S.RETURNED
    (said,) = said_of([failed])[failed.pk]
    first, second = said.items
    assert (first.grade, first.met, first.unmet) == ("failed", ("目标清楚",), ("有学情数据",))
    assert second.line == "教学反思：合格"
    assert "有学情数据" in page
    assert "陈评审" not in page


def test_item_grades_are_told_in_the_dossier_and_over_rest(client, failed, teacher, clerk):
    page, rest = dossier_told(client, clerk, teacher)

    assert "教学设计：不合格（不符合：有学情数据）" in page
    (one,) = json.loads(rest)["declarations"][0]["reviews"]
    assert [(said["grade"], said["unmet"]) for said in one["items"]] == [("failed", ["有学情数据"]), ("passed", [])]


def test_the_school_reads_item_grades_where_it_accepts(client, row, own_panel, two, items, clerk, first):
    shared_out(row, own_panel, 1)
    finished(PanelReview.objects.get().reviewer, row, items)
    client.force_login(clerk)

    page = client.get(reverse("credits:acceptance"), {"unit": first.code}).content.decode()

    assert "教学设计：合格" in page


def test_an_item_worded_anew_since_keeps_its_grade_only(failed, items):
    type(items[0]).objects.filter(pk=items[0].pk).update(created_at="2999-01-01T00:00:00+08:00")

    first = said_of([failed])[failed.pk][0].items[0]
    assert (first.grade, first.met, first.unmet) == ("failed", (), ())


# 8


@pytest.fixture
def with_file(row, items):
    """The first item is handed in as nothing but a file, which the scanner still holds."""
    Evidence.objects.filter(declaration=row, key=items[0].key).update(text="")
    own = {"declaration": row, "evidence": row.evidence.get(key=items[0].key), "uploaded_by": row.teacher.user}
    return EvidenceFile.objects.create(**own, name="林小雨教案.docx", size=10, digest="d", state=FileState.HELD)


def refused(file, row):
    evidence.check_failed(file=file)
    row.refresh_from_db()


def test_a_file_refused_after_handing_in_makes_a_reading_begun_before_stale(row, own_panel, two, items, with_file, clerk):
    shared_out(row, own_panel, 1)
    review, before = PanelReview.objects.get(), row.revision
    refused(with_file, row)

    assert row.revision == before + 1
    with pytest.raises(Stale) as told:
        reviewing.finish(review=review, revision=before, read=Read(marks(*items), ADVICE), by=review.reviewer)
    assert "“教学设计”的文件有增删：未通过检查。" in told.value.fields.values()


def test_panel_and_teacher_hear_of_it_and_no_reader_the_name_of_the_file(row, own_panel, two, items, with_file, clerk):
    shared_out(row, own_panel, 1)
    reads = PanelReview.objects.get().reviewer
    Message.objects.all().delete()
    refused(with_file, row)

    told = {one.user: one for one in Message.objects.all()}
    assert {reads, clerk, row.teacher.user} <= set(told)
    assert "没有通过检查" in told[reads].text
    assert "林小雨" not in told[reads].text
    assert told[reads].url == PanelReview.objects.get().get_absolute_url()


def test_what_lost_its_required_evidence_is_returned_and_not_graded(row, own_panel, two, items, with_file, sixian):
    policy(sixian, resubmissions=0)
    shared_out(row, own_panel, 1)
    refused(with_file, row)
    review = PanelReview.objects.get()

    with pytest.raises(Refused) as told:
        reviewing.finish(review=review, revision=row.revision, read=Read(marks(*items), ADVICE), by=review.reviewer)
    assert list(told.value.fields) == [f"grade-{items[0].key}"]

    reviewing.send_back(declaration=row, reason="文件未通过检查，请补交", by=review.reviewer)
    row.refresh_from_db()
    assert row.state == S.RETURNED


# 7


def test_a_blind_reader_is_given_files_under_a_neutral_name(client, draft, item, lin, sixian, own_panel):
    author = "林小雨".encode()
    file = files.handed(
        draft, item, materials.office(more={"docProps/core.xml": b"<x>%s</x>" % "林小雨".encode()}), "林小雨教案.docx"
    )
    declaring.hand_in(declaration=draft, by=lin.user)
    policy(sixian, review_blindness="blind")
    expert = reader(own_panel, "expert", sixian, "expert")
    assigning.share_out(panel=own_panel, by=None)
    assert PanelReview.objects.get().blind

    given, bytes_of = {}, {}
    for user in (expert, lin.user):
        client.force_login(user)
        given[user] = client.get(client.get(reverse("credits:evidence-file", args=[file.pk])).url)
        bytes_of[user] = b"".join(given[user].streaming_content)

    assert "%E6%9D%90%E6%96%99%201-1.docx" in given[expert].headers["Content-Disposition"]
    assert "%E6%9E%97" not in str(given[expert].headers)
    assert "%E6%9E%97%E5%B0%8F%E9%9B%A8" in given[lin.user].headers["Content-Disposition"]
    assert author not in bytes_of[expert]


def test_an_office_file_is_kept_without_its_authors_and_known_by_the_bytes_that_came(draft, item):
    from credits.evidence import storing

    author = "林小雨".encode()
    more = {f"docProps/{name}.xml": b"<p><n>" + author + b"</n></p>" for name in ("core", "app", "custom")}
    more["word/comments.xml"] = (
        b'<w:comments><w:comment w:author="' + author + b'" w:initials="L">\xe5\xa5\xbd</w:comment></w:comments>'
    )
    data = materials.office(more=more)

    file = files.handed(draft, item, data, "方案.docx")

    with zipfile.ZipFile(io.BytesIO(files.kept(file))) as kept, zipfile.ZipFile(io.BytesIO(data)) as came:
        assert kept.namelist() == came.namelist()
        assert all(author not in kept.read(name) for name in kept.namelist())
        assert "好".encode() in kept.read("word/comments.xml")
        assert kept.read("main.xml") == came.read("main.xml")
    assert (file.state, file.told["removed"]) == (FileState.CLEAN, ["metadata"])
    assert file.stored_digest == storing.digest_of(storing.kept(file.storage_key))
    assert files.handed(draft, item, data, "又一次.docx") == file
