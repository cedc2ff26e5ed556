"""What reviewing puts on the front page."""

from credits.actions import assigning
from credits.desk.reviews import reviews
from tests.credits.reviewing import declared, item, panel, reader
from tests.schools import people


def test_a_reader_and_a_school_are_told_what_waits(first, program, abilities, clerk, django_assert_num_queries):
    item(abilities["A1"])
    own = panel(first, program)
    user = reader(own, "inside", first)
    declared(people.teacher(first, "林小雨", 1), abilities["A1"], program)
    assert [one.what for one in reviews(clerk, clerk.posts.get())] == ["1 项申报待分配评审"]

    assigning.share_out(panel=own, by=clerk)

    post = user.posts.get()
    with django_assert_num_queries(1):
        assert [one.what for one in reviews(user, post)] == ["1 份申报材料待您评审"]
    assert list(reviews(clerk, clerk.posts.get())) == []
