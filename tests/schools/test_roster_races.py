"""Two schools that bring in the same person at the same moment, on real connections."""

import threading

import pytest
from django.db import connection

from portal.sheets.models import Upload
from schools.models import Employment, Teacher
from tests.schools import people
from tests.schools.people import HEADINGS, row
from tests.sheets.flow import bring, keep

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS = 12


@pytest.fixture
def schools(yueqing):
    return [people.school(f"213300000{n}", f"乐成第{n}小学", yueqing) for n in (1, 2)]


def confirm_together(uploads):
    """Both uploads confirmed at once, each on a connection of its own."""
    gate, faults = threading.Barrier(len(uploads)), []

    def run(upload):
        try:
            gate.wait()
            keep(upload)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[upload]) for upload in uploads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults


def test_two_schools_with_the_same_person_at_once_leave_one_active_employment(schools):
    for round_ in range(ROUNDS):
        rows = [HEADINGS, row("林小雨", round_)]
        confirm_together([bring("roster", rows, unit=school) for school in schools])

        assert Teacher.objects.count() == round_ + 1
        assert Employment.objects.active().count() == round_ + 1
    states = sorted(Upload.objects.values_list("state", flat=True))
    assert (states.count("done"), states.count("preview")) == (ROUNDS, ROUNDS)
