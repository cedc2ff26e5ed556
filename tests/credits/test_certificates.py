"""认证证书: who is due one, numbers and papers, what the public page tells, suspending, revoking, restoring."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from credits.actions import certifying
from credits.documents.certificates import paper_of
from credits.enums.declarations import DeclarationState
from credits.enums.reviews import CertificateState
from credits.facts.certificates import due_by_school, due_entries
from credits.models import Certificate
from portal.documents import actions as documents
from portal.documents.models import Document
from portal.documents.rendering import Mark, render
from portal.jobs.running import run_job
from portal.kit.errors import Denied, Refused, WrongState
from tests import factories
from tests.credits import ledger
from tests.credits.reviewing import declared, policy
from tests.schools import people


@pytest.fixture
def teacher(first):
    return people.teacher(first, "欧阳文博", 1, user=factories.user("author", first, "teacher"))


def passed(teacher, program, abilities, *codes, grade="passed"):
    return [ledger.credit(teacher, program, abilities[code], grade) for code in codes]


def certified(unit, program, by):
    job = certifying.request_certificates(unit=unit, program=program, by=by)
    run_job(job.pk)
    job.refresh_from_db()
    return job


@pytest.fixture
def each(sixian):
    policy(sixian, certificate_after="each")


@pytest.fixture
def certificate(teacher, program, abilities, each, bureau):
    passed(teacher, program, abilities, "A1")
    certified(teacher.unit, program, bureau)
    return Certificate.objects.get()


def test_its_paper_is_not_declared_void_by_itself(client, certificate, bureau):
    """The certificate would stay valid without a paper, and its point could be certified no more."""
    client.force_login(bureau)
    page = reverse("documents:document", args=[certificate.document.number])
    assert reverse("documents:revoke", args=[certificate.document.number]) not in client.get(page).content.decode()

    with pytest.raises(WrongState, match="请在认证证书页面撤销或暂停"):
        documents.revoke(document=certificate.document, reason="填错", by=bureau)

    certificate.document.refresh_from_db()
    assert (certificate.document.state, certificate.state) == (Document.State.ISSUED, "valid")


def test_si_county_asks_its_twenty_credits_first(teacher, program, abilities, first):
    """C6 and C7 together are the 20 credits; one of them alone is not."""
    passed(teacher, program, abilities, "C6")
    assert not due_entries(first, program).exists()

    passed(teacher, program, abilities, "C7")

    assert Decimal(sum(abilities[code].credits for code in ("C6", "C7"))) / 100 >= 20
    (due,) = due_by_school(first, program)
    assert (due.unit, due.count, due.people, due.after) == (first, 2, 1, 2000)


@pytest.mark.parametrize(("born", "due"), [("1970-01-01", True), ("1972-12-01", False), ("1980-01-01", False), (None, False)])
def test_who_is_eased_by_age_waits_for_no_number(teacher, program, abilities, first, sixian, born, due):
    """No notice says by how much an age rule lowers the bar (岳教体通〔2020〕85号 二(八)), so none is held against the eased."""
    relief = {"age": 50, "born": "1972-12-01", "inclusive": False, "effect": "lower_standard"}
    policy(sixian, age_rule=relief)
    type(teacher).objects.filter(pk=teacher.pk).update(born_on=born)

    passed(teacher, program, abilities, "C6")

    assert due_entries(first, program).exists() is due


def test_an_age_rule_may_count_its_day(teacher, program, abilities, first, sixian):
    policy(sixian, age_rule={"age": 50, "born": "1972-12-01", "inclusive": True, "effect": "lower_standard"})
    type(teacher).objects.filter(pk=teacher.pk).update(born_on="1972-12-01")

    passed(teacher, program, abilities, "C6")

    assert due_by_school(first, program)[0].after == 2000


def test_each_passed_point_is_certified_where_the_policy_says_so(teacher, program, abilities, first, each):
    passed(teacher, program, abilities, "A1")
    passed(teacher, program, abilities, "A2", grade="failed")

    assert [entry.ability.code for entry in due_entries(first, program)] == ["A1"]


def test_what_was_reviewed_here_waits_for_recognition(teacher, program, abilities, first, each):
    (entry,) = passed(teacher, program, abilities, "A1")
    declaration = declared(teacher, abilities["A1"], program, DeclarationState.ACCEPTED, grade="passed")
    type(entry).objects.filter(pk=entry.pk).update(declaration=declaration)
    assert not due_entries(first, program).exists()

    type(declaration).objects.filter(pk=declaration.pk).update(state=DeclarationState.RECOGNISED)

    assert due_entries(first, program).exists()


def test_a_job_numbers_draws_and_archives_one_paper_for_each_point(teacher, program, abilities, each, bureau, sixian):
    passed(teacher, program, abilities, "A1", "B2")

    job = certified(sixian, program, bureau)

    rows = list(Certificate.objects.order_by("pk"))
    assert job.result["issued"] == 2
    assert [row.issuer for row in rows] == [sixian, sixian]
    assert [row.number[-5:] for row in rows] == ["-0001", "-0002"]
    assert [row.document.number for row in rows] == [row.number for row in rows]
    assert {row.document.state for row in rows} == {Document.State.ISSUED}
    assert [row.document.pages for row in rows] == [1, 1]
    assert set(job.result["files"]) == {"zip", "print"}
    with pytest.raises(Refused, match="没有应发的证书"):
        certifying.request_certificates(unit=sixian, program=program, by=bureau)


def test_a_killed_run_goes_on_with_the_numbers_it_gave(teacher, program, abilities, each, bureau, first):
    passed(teacher, program, abilities, "A1")
    entries = list(due_entries(first, program).select_related("teacher__unit", "ability"))
    job = certifying.request_certificates(unit=first, program=program, by=bureau)
    certifying._number(entries, program, first, bureau)

    run_job(job.pk)

    certificate = Certificate.objects.get()
    assert certificate.document.state == Document.State.ISSUED
    assert certificate.number.endswith("-RZ-0001")


def test_there_is_one_standing_certificate_for_a_point(certificate):
    again = {"teacher": certificate.teacher, "ability": certificate.ability, "program": certificate.program}
    more = {"unit": certificate.unit, "issuer": certificate.issuer, "entry": certificate.entry, "grade": "passed"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(**again, **more, issued_on=certificate.issued_on)

    Certificate.objects.filter(pk=certificate.pk).move(CertificateState.REVOKED, reason="重发")

    assert Certificate.objects.create(**again, **more, issued_on=certificate.issued_on).valid


def test_a_school_issues_no_certificates(teacher, program, abilities, each, clerk):
    passed(teacher, program, abilities, "A1")

    with pytest.raises(Denied):
        certifying.request_certificates(unit=teacher.unit, program=program, by=clerk)


def test_a_name_no_font_holds_is_told_and_the_others_are_issued(teacher, program, abilities, each, bureau, first):
    odd = people.teacher(first, "王\U0003fffe", 2)
    passed(teacher, program, abilities, "A1")
    passed(odd, program, abilities, "A1")

    job = certified(first, program, bureau)

    assert job.result["issued"] == 1
    assert len(job.result["refused"]) == 1
    assert Certificate.objects.get().teacher == teacher


def test_the_public_page_tells_five_things_and_nothing_more(client, certificate):
    address = reverse("documents:verify", args=[certificate.document.code])

    found = client.get(address).context["found"]

    assert dict(found.pairs) == {
        "姓名": "欧阳文博",
        "单位": "泗县第一小学",
        "能力点": str(certificate.ability),
        "发证年份": str(certificate.issued_on.year),
    }
    assert found.state == "有效"
    assert certificate.number not in client.get(address).content.decode()


def test_the_public_page_tells_of_suspension_and_revocation(client, certificate, bureau):
    address = reverse("documents:verify", args=[certificate.document.code])
    certifying.suspend(certificate=certificate, reason="抽查复核", by=bureau)
    assert client.get(address).context["found"].state == "暂停"

    certifying.revoke(certificate=certificate, reason="抽查不合格", by=bureau)

    assert client.get(address).context["found"].state == "撤销"


def test_a_suspended_certificate_is_restored_a_revoked_one_is_not(certificate, bureau, teacher):
    certifying.suspend(certificate=certificate, reason="抽查复核", by=bureau)
    with pytest.raises(WrongState, match="不能下载"):
        certifying.read_paper(certificate=certificate)

    certifying.restore(certificate=certificate, reason="复核通过", by=bureau)

    assert certificate.valid
    assert certificate.reason == ""
    certifying.revoke(certificate=certificate, reason="弄虚作假", by=bureau)
    with pytest.raises(WrongState):
        certifying.restore(certificate=certificate, reason="误撤", by=bureau)
    assert teacher.user.portal_messages.count() == 3


def test_ending_a_certificate_says_why(certificate, bureau):
    with pytest.raises(Refused, match="原因"):
        certifying.revoke(certificate=certificate, reason=" ", by=bureau)


def test_a_county_issues_from_its_page(client, teacher, program, abilities, each, bureau, first):
    passed(teacher, program, abilities, "A1")
    client.force_login(bureau)
    page = client.get(reverse("credits:certificate-list"))
    assert [(due.unit, due.by_sheet) for due in page.context["due"]] == [(first, 1)]
    assert "其中 1 份的考核结果由表格登记" in page.content.decode()

    answer = client.post(reverse("credits:certificate-issue"), {"unit": first.code, "program": program.code})

    assert answer.url.startswith("/jobs/")


def test_a_teacher_opens_and_downloads_his_own(client, certificate, teacher, second):
    client.force_login(teacher.user)
    assert client.get(certificate.get_absolute_url()).status_code == 200
    file = client.get(reverse("credits:certificate-file", args=[certificate.pk]))
    assert file.content.startswith(b"%PDF")

    client.force_login(factories.user("stranger", second, "teacher"))

    assert client.get(certificate.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_the_same_however_many(
    client, first, program, abilities, each, bureau, count, django_assert_num_queries
):
    for number in range(1, count + 1):
        passed(people.teacher(first, f"教师{number}", number), program, abilities, "A1")
    certified(first, program, bureau)
    client.force_login(bureau)

    with django_assert_num_queries(14):
        page = client.get(reverse("credits:certificate-list"))

    assert len(page.context["page"].rows) == count


def test_a_paper_draws_every_character_on_one_page(certificate):
    (drawn,) = render([paper_of(certificate)], marks=[Mark("341324-2026-certificate-0001", "http://127.0.0.1/verify/x/")])

    assert drawn.pages == 1


def test_merging_registrations_hands_certificates_over_and_keeps_one_for_a_point(certificate, program, abilities, first, bureau):
    from credits.actions.merging import carry

    keep = people.teacher(first, "欧阳文博", 2)
    (entry,) = passed(keep, program, abilities, "A1")
    certified(first, program, bureau)

    carry(keep=keep, drop=certificate.teacher, by=bureau)

    assert set(Certificate.objects.values_list("teacher", flat=True)) == {keep.pk}
    assert Certificate.objects.standing().get().entry == entry
