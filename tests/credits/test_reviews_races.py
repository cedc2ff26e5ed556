"""Two who act in the same moment: readers who finish, teachers who hand in, and a school that shares out meanwhile."""

import threading

import pytest
from django.db import connection

from credits.actions import assigning, declaring, reviewing
from credits.enums.declarations import DeclarationState as S
from credits.enums.ledger import Grade
from credits.models import Declaration, PanelReview, ReviewPanel
from tests.credits.declared import account, started
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


@pytest.fixture
def drafts(first, program, abilities):
    """Two declarations of two teachers, ready to be handed in; the panel has two readers."""
    item(abilities["A1"])
    own = panel(first, program)
    for name in ("one", "two"):
        reader(own, name, first)
    rows = []
    for number, name in enumerate(("林小雨", "陈默"), 1):
        person = people.teacher(first, name, number)
        account(person, f"author{number}")
        row = started(person, abilities["A1"], program)
        declaring.save(declaration=row, values={"text-A1-1": f"{name}的方案"}, shown={}, by=person.user)
        rows.append(row)
    return rows


def handing_in(row):
    return lambda: declaring.hand_in(declaration=row, by=row.teacher.user)


@pytest.mark.parametrize("round_", range(3))
def test_two_handed_in_at_once_go_to_one_reader_each(drafts, round_):
    together(*(handing_in(row) for row in drafts))

    given = PanelReview.objects.values_list("declaration", "reviewer")
    assert ({row for row, _ in given}, len({who for _, who in given}), len(given)) == ({row.pk for row in drafts}, 2, 2)


@pytest.mark.parametrize("round_", range(3))
def test_handed_in_while_the_school_shares_out_nothing_is_given_twice(drafts, round_):
    own = ReviewPanel.objects.get()
    together(*(handing_in(row) for row in drafts), *(lambda: assigning.share_out(panel=own, by=None) for _press in range(2)))

    assert sorted(PanelReview.objects.values_list("declaration", flat=True)) == sorted(row.pk for row in drafts)
    assert set(Declaration.objects.values_list("state", flat=True)) == {S.REVIEWING}
