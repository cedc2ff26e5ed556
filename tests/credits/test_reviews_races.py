"""Two readers who finish in the same moment: the second sees the first's grade, and there is one result."""

import threading

import pytest
from django.db import connection

from credits.actions import assigning, reviewing
from credits.enums.declarations import DeclarationState as S
from credits.enums.ledger import Grade
from credits.models import Declaration, PanelReview
from tests.credits.reviewing import ADVICE, declared, item, marks, panel, policy, reader
from tests.schools import people

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def together(*acts) -> None:
    """Run all at once, each on a connection of its own."""
    ready = threading.Barrier(len(acts))

    def run(act):
        ready.wait()
        try:
            act()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize("round_", range(3))
def test_two_who_finish_at_once_bring_one_result(first, program, abilities, sixian, round_):
    policy(sixian, reviewers_per_record=2)
    one = item(abilities["A1"])
    own = panel(first, program)
    readers = [reader(own, name, first) for name in ("one", "two")]
    declaration = declared(people.teacher(first, "林小雨", 1), abilities["A1"], program)
    assigning.share_out(panel=own, by=None)

    def finishing(user):
        review = PanelReview.objects.select_related("declaration").get(reviewer=user)
        return lambda: reviewing.finish(review=review, revision=1, read=reviewing.Read(marks(one), ADVICE), by=user)

    together(*(finishing(user) for user in readers))

    found = Declaration.objects.get(pk=declaration.pk)
    assert (found.state, found.grade) == (S.GRADED, Grade.PASSED)
