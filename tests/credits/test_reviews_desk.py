"""What reviewing puts on the front page."""

import pytest

from credits.actions import assigning
from credits.desk.reviews import reviews
from portal.kit.desk import Awaited, Waiting
from tests import factories
from tests.credits.reviewing import declared, item, panel, policy, reader
from tests.schools import people


@pytest.fixture
def waiting(first, program, a1):
    """One declaration nobody reads yet."""
    item(a1)
    return declared(people.teacher(first, "林小雨", 1), a1, program)


def told(user) -> list[str]:
    return [one.what for one in reviews(user, user.posts.get())]


def test_a_reader_and_a_school_are_told_what_waits(waiting, own_panel, first, clerk, django_assert_num_queries):
    user = reader(own_panel, "inside", first)
    assert told(clerk) == ["1 项申报待分配评审：申报时没有自动分配"]

    assigning.share_out(panel=own_panel, by=clerk)

    post = user.posts.get()
    with django_assert_num_queries(1):
        assert [one.what for one in reviews(user, post)] == ["1 份申报材料待您评审"]
    assert list(reviews(clerk, clerk.posts.get())) == []


def test_a_school_without_a_panel_is_told_to_set_one_up(waiting, clerk):
    (one,) = reviews(clerk, clerk.posts.get())

    assert (one.what, one.button) == ("1 项申报待分配评审：还没有评审组", "建立评审组")


def test_it_is_told_why_what_was_handed_in_waits(waiting, own_panel, first, sixian, clerk):
    policy(sixian, reviewers_per_record=2)
    reader(own_panel, "alone", first)
    assert told(clerk) == ["1 项申报待分配评审：评审组中可以评审的成员不够"]

    reader(own_panel, "other", first)
    type(own_panel).objects.filter(pk=own_panel.pk).update(automatic=False)
    assert told(clerk) == ["1 项申报待分配评审：评审组设为人工分配"]


def test_several_reasons_are_counted_apart(waiting, own_panel, first, clerk, program, a1):
    own = people.teacher(first, "陈默", 2, user=reader(own_panel, "chen", first))
    declared(own, a1, program)

    assert told(clerk) == ["2 项申报待分配评审：评审组中可以评审的成员不够 1 项，申报时没有自动分配 1 项"]


def test_what_was_given_to_the_county_team_waits_for_the_county(waiting, own_panel, program, sixian, clerk, bureau):
    team = panel(sixian, program)
    type(own_panel).objects.filter(pk=own_panel.pk).update(delegated_to=team)

    (school,) = reviews(clerk, clerk.posts.get())
    (county,) = reviews(bureau, bureau.posts.get())

    assert (type(school), school.who) == (Awaited, "泗县评审组")
    assert (type(county), county.url) == (Waiting, team.get_absolute_url())
    assert county.what == school.what == "1 项申报待分配评审：评审组中可以评审的成员不够"


def test_a_bureau_that_keeps_no_panel_is_told_nothing(waiting, own_panel, bureau, second):
    principal = factories.user("principal", second, "cio")

    assert list(reviews(bureau, bureau.posts.get())) == list(reviews(principal, principal.posts.get())) == []


@pytest.mark.parametrize("count", [1, 4])
def test_the_desk_asks_the_same_however_many_wait(first, program, a1, own_panel, clerk, count, django_assert_num_queries):
    item(a1)
    reader(own_panel, "inside", first)
    for number in range(count):
        declared(people.teacher(first, f"教师{number}", number), a1, program)
    post = clerk.posts.get()

    with django_assert_num_queries(11):
        assert len(list(reviews(clerk, post))) == 1
