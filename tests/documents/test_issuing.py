import hashlib

import pytest

from portal.audit.models import Event
from portal.documents import actions, archive, issuing
from portal.documents.issuing import Issue
from portal.documents.models import Document
from portal.kit.errors import Denied, Refused, WrongState
from tests.documents.factories import Slip, issued

S = Document.State


@pytest.mark.django_db
def test_issue_numbers_draws_archives_and_records(yueqing, yueqing_bureau):
    document = issued(yueqing, by=yueqing_bureau)

    content = archive.read(document)
    assert (document.number, document.state, document.pages) == ("zj-2023-slip-0001", S.ISSUED, 1)
    assert content.startswith(b"%PDF")
    assert hashlib.sha256(content).hexdigest() == document.file_sha256
    assert Event.objects.about(document).values_list("verb", flat=True).get() == "document.issued"


@pytest.mark.django_db
def test_numbers_run_by_series_and_form(yueqing):
    numbers = [issued(yueqing, name=name, series=series).number for name, series in (("甲", "a"), ("乙", "a"), ("丙", "b"))]

    assert numbers == ["a-slip-0001", "a-slip-0002", "b-slip-0001"]


@pytest.mark.django_db
def test_the_same_content_is_answered_from_the_archive(yueqing):
    first = issued(yueqing)

    again = issued(yueqing)

    assert again == first
    assert Document.objects.count() == 1


@pytest.mark.django_db
def test_a_new_content_supersedes_the_older_version(yueqing):
    first = issued(yueqing, name="甲")

    second = issued(yueqing, name="乙")

    first.refresh_from_db()
    assert (first.state, second.state) == (S.SUPERSEDED, S.ISSUED)


@pytest.mark.django_db
def test_an_older_intent_finished_late_does_not_supersede_the_newer_version(yueqing):
    (older,) = issuing.intend([Issue(Slip("甲"), "a", yueqing, yueqing)], None)
    newer = issued(yueqing, name="乙", series="a")

    actions.finish_intents(documents=[older], by=None)

    states = dict(Document.objects.values_list("pk", "state"))
    assert states == {older.pk: S.SUPERSEDED, newer.pk: S.ISSUED}


@pytest.mark.django_db
def test_a_form_with_a_character_no_font_holds_is_refused_with_field_and_character(yueqing):
    with pytest.raises(Refused) as refusal:
        issued(yueqing, name="王\U00031350")

    assert "姓名“王\U00031350”中的“\U00031350”（U+31350）" in str(refusal.value)
    assert list(refusal.value.fields) == ["姓名"]
    assert not Document.objects.exists()


@pytest.mark.django_db
def test_in_a_batch_a_bad_form_stops_only_itself(yueqing, xihu):
    issues = [
        Issue(Slip("甲"), "a", yueqing, yueqing),
        Issue(Slip("王\U00031350"), "a", xihu, xihu),
        Issue(Slip("乙"), "a", xihu, xihu),
    ]

    first, refused, last = actions.issue_many(issues=issues, by=None)

    assert (first.number, last.number) == ("a-slip-0001", "a-slip-0002")
    assert (refused.subject, refused.form) == ("王\U00031350", "slip")
    assert "U+31350" in refused.reason


@pytest.mark.django_db
def test_somebody_else_cannot_issue(yueqing, xihu_bureau):
    with pytest.raises(Denied):
        issued(yueqing, by=xihu_bureau)


@pytest.mark.django_db
def test_a_revoked_document_keeps_its_file_and_says_why(yueqing, wenzhou_bureau):
    document = issued(yueqing)

    revoked = actions.revoke(document=document, reason="姓名有误", by=wenzhou_bureau)

    assert (revoked.state, revoked.reason) == (S.REVOKED, "姓名有误")
    assert archive.read(revoked).startswith(b"%PDF")
    assert Event.objects.about(document).last().note == "姓名有误"


@pytest.mark.django_db
def test_revoking_wants_a_reason_a_standing_document_and_an_office_over_the_unit(yueqing, yueqing_bureau, xihu_bureau):
    document = issued(yueqing)

    with pytest.raises(Denied):
        actions.revoke(document=document, reason="姓名有误", by=xihu_bureau)
    with pytest.raises(Refused):
        actions.revoke(document=document, reason=" ", by=yueqing_bureau)
    actions.revoke(document=document, reason="姓名有误", by=yueqing_bureau)
    with pytest.raises(WrongState):
        actions.revoke(document=document, reason="姓名有误", by=yueqing_bureau)


@pytest.mark.django_db
def test_after_a_revocation_the_same_content_gets_a_new_number(yueqing):
    first = issued(yueqing)
    actions.revoke(document=first, reason="盖错章", by=None)

    assert issued(yueqing).number != first.number


@pytest.mark.django_db
def test_a_damaged_archive_file_is_never_handed_out(yueqing):
    document = issued(yueqing)
    path = archive.folder() / document.file
    path.write_bytes(path.read_bytes() + b"\n")

    with pytest.raises(WrongState) as refusal:
        archive.read(document)

    assert refusal.value.code == "archive_damaged"


@pytest.mark.django_db
def test_the_data_of_a_document_stand_encrypted(yueqing):
    from django.db import connection

    issued(yueqing, name="欧阳明")

    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM documents_document")
        stored = cursor.fetchone()[0]
    assert "欧阳明" not in stored
    assert Document.objects.get().paper() == Slip("欧阳明")


@pytest.mark.django_db
def test_an_audit_failure_undoes_the_final_row(yueqing, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("audit is down")

    monkeypatch.setattr(issuing, "record_each", broken)
    with pytest.raises(RuntimeError):
        issued(yueqing)

    assert Document.objects.get().state == S.INTENT
