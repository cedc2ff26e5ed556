import pytest
from django.db import connection, transaction

from portal.audit.models import Event
from portal.audit.recording import record
from portal.audit.sealing import broken_seals, seal


def test_an_edit_behind_the_log_shows_in_its_seal(yueqing):
    with transaction.atomic():
        record(None, "unit.renamed", yueqing, changes={"name": ("乐清县", "乐清市")})
    seal()
    assert broken_seals() == []

    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET verb = 'unit.kept'")

    assert len(broken_seals()) == 1


def test_events_after_the_last_seal_wait_for_the_next(yueqing):
    with transaction.atomic():
        record(None, "unit.renamed", yueqing)

    assert seal().count == 1
    assert seal() is None
    assert Event.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_act_without_a_transaction_leaves_no_audit_row():
    from tests.factories import unit

    province = unit("330000", "浙江省", "province")

    with pytest.raises(RuntimeError):
        record(None, "unit.renamed", province)
