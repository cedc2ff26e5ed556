"""The paper of a certificate that vouches for nothing is given out nowhere: alone, over REST, ticked, or in its job's bundle."""

import io
import zipfile

import pytest
from django.urls import reverse

from credits.actions import certifying
from credits.models import Certificate
from portal.jobs.models import Job
from portal.jobs.running import run_job
from tests.credits import ledger
from tests.credits.reviewing import policy


@pytest.fixture
def two_papers(teacher, program, abilities, sixian, bureau):
    """Two certificates of one job: the first is revoked, the second stays."""
    policy(sixian, certificate_after="each")
    for code in ("A1", "A2"):
        ledger.credit(teacher, program, abilities[code])
    run_job(certifying.request_certificates(unit=teacher.unit, program=program, by=bureau).pk)
    gone, kept = Certificate.objects.select_related("document").order_by("ability__position")
    return gone, kept


@pytest.fixture
def bundle(two_papers):
    """The address of the job's bundle, by kind."""
    job = Job.objects.get(kind=certifying.KIND)
    return {kind: reverse("credits:certificate-batch", args=[job.pk, kind]) for kind in ("zip", "print")}


def revoked(certificate, by):
    certifying.revoke(certificate=certificate, reason="抄袭", by=by)


def given_out(client, address) -> bool:
    """Whether a bundle is handed over, read to its end."""
    answer = client.get(address)
    return answer.streaming and len(b"".join(answer.streaming_content)) > 0


def said(client, answer) -> str:
    return client.get(answer.url).content.decode()


def test_a_revoked_certificates_paper_is_kept_back_under_its_number_and_the_others_given(client, two_papers, bureau):
    gone, kept = two_papers
    revoked(gone, bureau)
    client.force_login(bureau)

    refused = client.get(reverse("documents:document-file", args=[gone.number]))
    given = client.get(reverse("documents:document-file", args=[kept.number]))

    assert f"证书 {gone.number} 已撤销，不能下载。" in said(client, refused)
    assert given.content.startswith(b"%PDF")


def test_rest_keeps_it_back_too(client, two_papers, bureau):
    gone, kept = two_papers
    revoked(gone, bureau)
    client.force_login(bureau)

    assert client.get(f"/api/v1/documents/{gone.number}/file/").status_code == 409
    assert client.get(f"/api/v1/documents/{kept.number}/file/").status_code == 200


def test_ticked_with_others_it_is_named(client, two_papers, bureau):
    gone, kept = two_papers
    revoked(gone, bureau)
    client.force_login(bureau)
    address = reverse("documents:bundle")

    refused = client.post(address, {"row": [gone.number, kept.number], "kind": "zip"})
    given = client.post(address, {"row": [kept.number], "kind": "zip"})

    assert gone.number in said(client, refused)
    with zipfile.ZipFile(io.BytesIO(b"".join(given.streaming_content))) as packed:
        assert len(packed.namelist()) == 1


@pytest.mark.parametrize("kind", ["zip", "print"])
def test_a_bundle_is_given_until_a_certificate_in_it_ends(client, two_papers, bundle, bureau, kind):
    gone, _kept = two_papers
    client.force_login(bureau)
    assert given_out(client, bundle[kind])

    revoked(gone, bureau)
    refused = client.get(bundle[kind])

    assert refused.status_code == 302
    assert f"包中有 1 份证书已撤销或暂停（{gone.number}）" in said(client, refused)


def test_a_suspended_certificate_holds_a_bundle_up_until_it_is_restored(client, two_papers, bundle, bureau):
    gone, _kept = two_papers
    client.force_login(bureau)
    certifying.suspend(certificate=gone, reason="核查", by=bureau)
    assert not given_out(client, bundle["zip"])

    gone.refresh_from_db()
    certifying.restore(certificate=gone, reason="核查无误", by=bureau)

    assert given_out(client, bundle["zip"])


def test_certificates_of_other_jobs_hold_up_no_bundle(client, two_papers, bundle, bureau, program, abilities):
    gone, _kept = two_papers
    ledger.credit(gone.teacher, program, abilities["B2"])
    run_job(certifying.request_certificates(unit=gone.unit, program=program, by=bureau).pk)
    revoked(Certificate.objects.get(ability=abilities["B2"]), bureau)
    client.force_login(bureau)

    assert given_out(client, bundle["zip"])


def test_a_job_that_kept_no_list_answers_for_its_whole_unit(client, two_papers, bundle, bureau):
    job = Job.objects.get(kind=certifying.KIND)
    job.result.pop("papers")
    Job.objects.filter(pk=job.pk).update(result=job.result)
    client.force_login(bureau)
    assert given_out(client, bundle["zip"])

    revoked(two_papers[0], bureau)

    assert not given_out(client, bundle["zip"])


def test_papers_of_other_forms_are_given_as_before(client, bureau, two_papers):
    """The guard goes by the form: a certificate's paper under another form is nobody's to keep back."""
    gone, _kept = two_papers
    revoked(gone, bureau)
    type(gone.document).objects.filter(pk=gone.document_id).update(form="roster-of-group")
    client.force_login(bureau)

    assert client.get(reverse("documents:document-file", args=[gone.number])).content.startswith(b"%PDF")
