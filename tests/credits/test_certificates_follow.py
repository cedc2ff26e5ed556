"""A certificate does not outlive its result: whatever takes the result away or lowers it ends the certificate too."""

import pytest
from django.urls import reverse

from credits.actions import accepting, certifying, crediting, ledger
from credits.actions.following import follow
from credits.actions.merging import carry
from credits.enums.declarations import DeclarationState
from credits.facts.batch_figures import differences
from credits.facts.certificates import due_entries
from credits.models import Certificate, CreditEntry, Declaration
from portal.audit.models import Event
from portal.documents.actions import finish_intents
from portal.kit.errors import WrongState
from portal.sheets import actions as uploads
from tests import factories
from tests.credits import ledger as rows
from tests.credits.results import staff
from tests.credits.reviewing import declared, policy
from tests.schools import people
from tests.sheets.flow import bring, findings, keep

HEAD = ["行码", "能力点编号", "等级", "评审日期"]


@pytest.fixture
def teacher(first):
    return people.teacher(first, "欧阳文博", 1, user=factories.user("author", first, "teacher"))


@pytest.fixture
def each(sixian):
    policy(sixian, certificate_after="each")


def numbered(unit, program, by):
    """Certificates with their numbers for all that is due; no papers are drawn."""
    certifying._number(list(due_entries(unit, program).select_related("teacher__unit", "ability")), program, unit, by)


def certified(teacher, program, ability, by, grade="passed") -> Certificate:
    entry = rows.credit(teacher, program, ability, grade)
    numbered(teacher.unit, program, by)
    return Certificate.objects.get(entry=entry)


@pytest.fixture
def certificate(teacher, program, abilities, each, bureau):
    return certified(teacher, program, abilities["A1"], bureau)


def brought(teacher, grade, clerk, day="2022-09-01"):
    return bring("credits", [HEAD, [teacher.code, "A1", grade, day]], unit=teacher.unit, by=clerk)


def test_voiding_a_result_revokes_its_certificate_and_verify_says_so(client, certificate, clerk, bureau, teacher):
    finish_intents(documents=[certificate.document], by=bureau)
    address = reverse("documents:verify", args=[certificate.document.code])
    assert client.get(address).context["found"].state == "有效"

    ledger.void(row=certificate.entry, reason="登记有误", by=clerk)

    certificate.refresh_from_db()
    assert (certificate.state, certificate.reason) == ("revoked", "考核结果不再有效：登记有误")
    event = Event.objects.get(verb="certificate.revoked")
    assert (event.actor, event.note) == (clerk, certificate.reason)
    assert teacher.user.portal_messages.filter(text__contains="已撤销").count() == 1
    assert client.get(address).context["found"].state == "撤销"
    assert differences() == []


def test_a_result_the_school_does_not_take_has_no_certificate(certificate, clerk):
    accepting.refuse(result=certificate.entry, reason="缺材料", by=clerk)

    assert Certificate.objects.get().state == "revoked"


@pytest.mark.parametrize(("before", "now", "state"), [("passed", "不合格", "revoked"), ("excellent", "合格", "revoked")])
def test_a_sheet_that_lowers_a_result_warns_first_and_ends_its_certificate(
    teacher, program, abilities, each, bureau, clerk, before, now, state
):
    certified(teacher, program, abilities["A1"], bureau, before)
    upload = brought(teacher, now, clerk)
    assert findings(upload, "warning") == [(2, "等级", "certified")]

    keep(upload, by=clerk)

    assert Certificate.objects.get().state == state
    assert differences() == []


def test_a_lowered_result_that_is_still_passed_is_certified_anew(first, teacher, program, abilities, each, bureau, clerk):
    certified(teacher, program, abilities["A1"], bureau, "excellent")
    keep(brought(teacher, "合格", clerk), by=clerk)

    numbered(first, program, bureau)

    assert list(Certificate.objects.order_by("pk").values_list("grade", "state")) == [("excellent", "revoked"), ("passed", "valid")]


def test_a_sheet_that_raises_a_result_leaves_its_certificate(certificate, teacher, clerk):
    keep(brought(teacher, "优秀", clerk), by=clerk)

    assert Certificate.objects.get().state == "valid"
    assert differences() == []


@pytest.mark.usefixtures("each")
def test_undoing_the_upload_of_a_result_revokes_its_certificate(teacher, program, abilities, bureau, clerk):
    upload = keep(brought(teacher, "合格", clerk), by=clerk)
    numbered(teacher.unit, program, bureau)

    uploads.undo(upload=upload, by=clerk)

    assert Certificate.objects.get().state == "revoked"
    assert differences() == []


def test_a_better_review_takes_the_certificate_over(certificate, teacher, program, abilities, clerk):
    """The point is still passed, so the certificate stays; it falls with the result that took the place of its own."""
    review = declared(teacher, abilities["A1"], program, DeclarationState.GRADED, grade="excellent", graded_at="2022-10-01T00:00Z")

    accepting.accept(result=review, by=clerk)

    entry = CreditEntry.objects.current().get()
    certificate.refresh_from_db()
    assert (certificate.state, certificate.entry, entry.declaration) == ("valid", entry, review)
    assert differences() == []
    accepting.refuse(result=review, reason="缺材料", by=clerk)
    assert Certificate.objects.get().state == "revoked"


def test_many_better_reviews_take_certificates_over_likewise(certificate, teacher, program, abilities, first):
    from credits.actions.crediting_many import credit_all

    declared(teacher, abilities["A1"], program, DeclarationState.ACCEPTED, grade="excellent", graded_at="2022-10-01T00:00Z")

    credit_all(declared=Declaration.objects.all(), unit=first, program=program, by=None)

    certificate.refresh_from_db()
    assert (certificate.state, certificate.entry) == ("valid", CreditEntry.objects.current().get())


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.usefixtures("each")
def test_certificates_fall_in_as_many_queries_however_many(first, program, abilities, bureau, count, django_assert_num_queries):
    for person in staff(first, count):
        rows.credit(person, program, abilities["A1"])
    numbered(first, program, bureau)
    CreditEntry.objects.update(state="void")

    with django_assert_num_queries(7):
        assert follow(entries=CreditEntry.objects.values("pk"), reason="登记有误", by=bureau) == count


def test_after_a_merge_a_certificate_rests_on_the_result_that_counts(certificate, teacher, first, program, abilities, bureau):
    twin = people.teacher(first, "欧阳文博", 2)
    better = rows.credit(twin, program, abilities["A1"], "excellent")

    carry(keep=twin, drop=teacher, by=bureau)

    certificate.refresh_from_db()
    assert (certificate.teacher, certificate.state, certificate.entry) == (twin, "valid", better)
    assert differences() == []


def test_a_suspended_certificate_is_not_restored_without_a_result(certificate, bureau, teacher, program, abilities):
    certifying.suspend(certificate=certificate, reason="抽查复核", by=bureau)
    CreditEntry.objects.update(state="void")
    with pytest.raises(WrongState, match="不再有效，不能恢复"):
        certifying.restore(certificate=certificate, reason="复核通过", by=bureau)

    entry = rows.credit(teacher, program, abilities["A1"])
    certifying.restore(certificate=certificate, reason="复核通过", by=bureau)

    assert (certificate.state, certificate.entry) == ("valid", entry)


@pytest.fixture
def reviewed(teacher, program, abilities):
    about = {"state": DeclarationState.RECOGNISED, "grade": "passed", "graded_at": "2022-10-01T00:00Z"}
    return crediting.credit_for(declaration=declared(teacher, abilities["A1"], program, **about), by=None)


@pytest.mark.parametrize("grade", ["优秀", "不合格"])
def test_a_sheet_does_not_change_what_the_panel_gave(reviewed, teacher, clerk, grade):
    upload = brought(teacher, grade, clerk)

    assert findings(upload, "row") == [(2, "等级", "reviewed")]
    assert "来自校本评审" in upload.findings.get(severity="row").message
    assert "抽查" in upload.findings.get(severity="row").advice
    reviewed.refresh_from_db()
    assert reviewed.grade == "passed"


def test_a_sheet_that_repeats_the_grade_of_a_review_changes_nothing(reviewed, teacher, clerk):
    upload = brought(teacher, "合格", clerk, day="2022-11-11")

    assert (upload.counts["unchanged"], upload.counts["changed"]) == (1, 0)


def test_a_suspended_point_is_not_brought_in_by_sheet(teacher, first, program, abilities, clerk, bureau):
    from credits.actions import batching, consequences

    review = declared(teacher, abilities["A1"], program, DeclarationState.GRADED, grade="passed", graded_at="2022-10-01T00:00Z")
    accepting.accept(result=review, by=clerk)
    line = batching.send_up(unit=first, program=program, by=clerk).lines.get()
    consequences.suspend(line=line, reason="雷同", by=bureau)

    assert findings(brought(teacher, "合格", clerk), "row") == [(2, "能力点编号", "suspended")]


def test_overall_credits_count_only_what_is_recognised(teacher, program, abilities, first):
    """C6 and C7 are the 20 credits Si County asks for; C7 is only accepted, so C6 is not due yet."""
    for code, state in (("C6", DeclarationState.RECOGNISED), ("C7", DeclarationState.ACCEPTED)):
        review = declared(teacher, abilities[code], program, state, grade="passed", graded_at="2022-10-01T00:00Z")
        crediting.credit_for(declaration=review, by=None)
    assert CreditEntry.objects.current().count() == 2
    assert not due_entries(first, program).exists()

    Declaration.objects.update(state=DeclarationState.RECOGNISED)

    assert due_entries(first, program).count() == 2
